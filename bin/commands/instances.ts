import { Command } from 'commander';
import { DATABASE_OPTION, limitOf, openForReading, thereAreMore } from '../database.ts';
import { print, printJson, table } from '../output.ts';

interface Options {
  readonly journey?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function instancesCommand(): Command {
  return new Command('instances')
    .description('the running instances: where each stands, and when time moves it on')
    .option('--journey <name>', 'only those of one journey')
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey instances --journey BillShock')
    .action(show);
}

async function show(options: Options): Promise<void> {
  const limit = limitOf(options.limit);
  const { view } = await openForReading(options.db);
  const { runningInstances } = await import('../../runtime/insight/instances.ts');
  const rows = [];
  let more = false;
  for (const row of runningInstances(view, options.journey)) {
    more = rows.length === limit;
    if (more) break;
    rows.push(row);
  }
  if (options.json === true) return printJson({ instances: rows, more });
  print(
    table(
      ['instance', 'journey', 'customer', 'at', 'since', 'due', 'held by'],
      rows.map((row) => [row.id, row.journey, row.customer, row.node, row.since, row.due, row.held]),
    ),
  );
  if (more) print(thereAreMore(limit));
}
