import { Command } from 'commander';
import type { OutboxRow } from '../../runtime/store/outbox.ts';
import { DATABASE_OPTION, limitOf, openForReading, thereAreMore } from '../database.ts';
import { once } from '../once.ts';
import { CliFailure, oneLine, print, printJson, table, timeOrNull } from '../output.ts';

interface Options {
  readonly status?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function outboxCommand(): Command {
  return new Command('outbox')
    .description('what left and what is to leave: messages, calls, tasks of teams; the newest first')
    .argument('[id]', 'only this one, with exactly what would go out')
    .option(
      '--status <status>',
      'only those of one status: pending, sending, sent, failed, dead, cancelled',
      once('--status', 'Name one at a time.'),
    )
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey outbox --status dead\n  journey outbox m-12-0 --json')
    .action(outbox);
}

async function outbox(id: string | undefined, options: Options): Promise<void> {
  if (id !== undefined) return one(id, options);
  const { database, view } = await openForReading(options.db);
  const { OUTBOX_STATUSES, readOutbox } = await import('../../runtime/store/outbox.ts');
  const { customerName } = await import('../../runtime/insight/instances.ts');
  const known = OUTBOX_STATUSES.find((status) => status === options.status);
  if (options.status !== undefined && known === undefined)
    throw new CliFailure(2, `There is no status ${options.status}.`, `There are: ${OUTBOX_STATUSES.join(', ')}.`);
  const limit = limitOf(options.limit);
  const found = readOutbox(database, { status: known ?? null, limit: limit + 1 });
  const more = found.length > limit;
  const rows = found.slice(0, limit).map((row) => shown(row, customerName(view, row.customer)));
  if (options.json === true) return printJson({ messages: rows, more });
  print(
    table(
      ['id', 'what', 'channel', 'to', 'customer', 'time', 'status', 'tries', 'error'],
      rows.map((row) => [
        row.id,
        row.message,
        row.channel,
        row.address,
        row.customer,
        row.time,
        row.status,
        row.tries,
        row.error,
      ]),
    ),
  );
  if (more) print(thereAreMore(limit));
}

/** Before it is tried again: what the other side would get. */
async function one(id: string, options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { preview } = await import('../../runtime/channels/preview.ts');
  const { customerName } = await import('../../runtime/insight/instances.ts');
  const found = preview(database, view.library.programs.current.graph, id, Date.now());
  if (found === undefined)
    throw new CliFailure(1, `Nothing in the outbox has the id ${id}.`, 'Ids stand in `journey outbox`.');
  const { row, key, payload, why } = found;
  const message = shown(row, customerName(view, row.customer));
  if (options.json === true) return printJson({ message, key, payload, why });
  const { error } = row;
  print(`${id} is ${row.status}${error === null ? '' : `: ${oneLine(error)}`}`);
  if (why === null) print(`under the key ${key} goes out:\n${JSON.stringify(payload, null, 2)}`);
  else print(`nothing goes out: ${why}`);
}

function shown({ time, content, way, nextAt, until, ...rest }: OutboxRow, customer: string) {
  return {
    ...rest,
    channel: way,
    customer,
    time: timeOrNull(time),
    nextAt: timeOrNull(nextAt),
    until: timeOrNull(until),
    content: JSON.parse(content) as unknown,
  };
}
