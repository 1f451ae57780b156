import { Command } from 'commander';
import type { View } from '../../runtime/engine/view.ts';
import { DATABASE_OPTION, limitOf, openForReading, thereAreMore } from '../database.ts';
import { once } from '../once.ts';
import { CliFailure, print, printJson, table } from '../output.ts';

interface Options {
  readonly journey?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function instancesCommand(): Command {
  return new Command('instances')
    .description('the running instances: where each stands, and when time moves it on')
    .option('--journey <name>', 'only those of one journey', once('--journey', 'Name one at a time.'))
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey instances --journey BillShock')
    .action(show);
}

/** Of one that is misspelt nothing runs, and nobody would notice. One that no file declares any more can still run. */
export function requireJourney({ graphs }: View, journey: string): void {
  const known = new Set(graphs.flatMap(({ graph }) => Object.keys(graph.journeys)));
  if (known.has(journey)) return;
  throw new CliFailure(1, `There is no journey ${journey}.`, `There are: ${[...known].sort().join(', ') || 'none'}.`);
}

async function show(options: Options): Promise<void> {
  const limit = limitOf(options.limit);
  const { view } = await openForReading(options.db);
  if (options.journey !== undefined) requireJourney(view, options.journey);
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
      rows.map(({ id, journey, customer, node, stuck, since, due, held }) => [
        id,
        journey,
        customer,
        stuck ? `${node} (stuck)` : node,
        since,
        due,
        held,
      ]),
    ),
  );
  if (more) print(thereAreMore(limit));
}
