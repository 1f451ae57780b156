import { Command } from 'commander';
import { DATABASE_OPTION, limitOf, openForReading } from '../database.ts';
import { CliFailure, print, printJson, table, timeOrNull } from '../output.ts';

interface Options {
  readonly status?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function outboxCommand(): Command {
  return new Command('outbox')
    .description('what left and what is to leave: messages, calls, tasks of teams; the newest first')
    .option('--status <status>', 'only those of one status: pending, sending, sent, failed, dead, cancelled')
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey outbox --status dead')
    .action(outbox);
}

async function outbox(options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { OUTBOX_STATUSES, readOutbox } = await import('../../runtime/store/outbox.ts');
  const { customerName } = await import('../../runtime/insight/instances.ts');
  const known = OUTBOX_STATUSES.find((status) => status === options.status);
  if (options.status !== undefined && known === undefined)
    throw new CliFailure(2, `There is no status ${options.status}.`, `There are: ${OUTBOX_STATUSES.join(', ')}.`);
  const asked = { status: known ?? null, limit: limitOf(options.limit) };
  const rows = readOutbox(database, asked).map(({ time, customer, content, way, nextAt, until, ...rest }) => ({
    ...rest,
    channel: way,
    customer: customerName(view, customer),
    time: timeOrNull(time),
    nextAt: timeOrNull(nextAt),
    until: timeOrNull(until),
    content: JSON.parse(content) as unknown,
  }));
  if (options.json === true) return printJson({ messages: rows });
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
}
