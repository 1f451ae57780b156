import { Command } from 'commander';
import { DATABASE_OPTION, limitOf, openForReading } from '../database.ts';
import { print, printJson, table, timeOrNull } from '../output.ts';

interface Options {
  readonly status?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function outboxCommand(): Command {
  return new Command('outbox')
    .description('the messages that left, the newest first')
    .option('--status <status>', 'only those of one status')
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey outbox --limit 20')
    .action(outbox);
}

async function outbox(options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { readOutbox } = await import('../../runtime/store/outbox.ts');
  const { customerName } = await import('../../runtime/insight/instances.ts');
  const asked = { status: options.status ?? null, limit: limitOf(options.limit) };
  const rows = readOutbox(database, asked).map(({ time, customer, content, ...rest }) => ({
    ...rest,
    customer: customerName(view, customer),
    time: timeOrNull(time),
    content: JSON.parse(content) as unknown,
  }));
  if (options.json === true) return printJson({ messages: rows });
  print(
    table(
      ['message', 'what', 'channel', 'to', 'customer', 'time', 'status'],
      rows.map((row) => [row.id, row.message, row.channel, row.address, row.customer, row.time, row.status]),
    ),
  );
}
