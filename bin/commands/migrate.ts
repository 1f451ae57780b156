import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import type { Migration } from '../../runtime/engine/migrate.ts';
import { type Acting, actOptions, operate } from '../acting.ts';
import { openForReading } from '../database.ts';
import { CliFailure, print, printJson, table } from '../output.ts';

interface Options extends Acting {
  readonly to?: string;
  readonly dryRun?: boolean;
}

export function migrateCommand(): Command {
  return actOptions(new Command('migrate'))
    .description(
      'moves what runs of a journey to the newest graph, where its place in it has an equal; says of the others why not',
    )
    .argument('<journey>', 'its name')
    .option('--to <hash>', 'not to the newest graph: to the one whose hash begins so')
    .option('--dry-run', 'only say what would become of each instance')
    .addHelpText('after', '\nExample:\n  journey migrate BillShock --dry-run\n  journey migrate BillShock --by mia')
    .action(migrate);
}

async function migrate(journey: string, options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { migrationsOf } = await import('../../runtime/engine/migrate.ts');
  const hashes = new Set(view.graphs.map(({ graph }) => graph.hash));
  const to = targetOf(options.to ?? view.library.programs.current.hash, hashes);
  const planned = migrationsOf(view.library.programs, view.all(), { journey, to }) ?? [];
  database.close();
  if (planned.length === 0)
    throw new CliFailure(
      1,
      `No instance of ${journey} runs on another graph than ${to.slice(0, 12)}.`,
      'Changed files are a graph of the database once `journey reload`, `serve` or `run` has read them.',
    );
  if (options.dryRun === true) return show(journey, to, planned, options.json === true);
  const { count, left = [] } = await operate({ act: 'migrate', journey, to }, options);
  if (options.json === true) return printJson({ journey, to, moved: count, left });
  print(
    `${counted(count, `instance of ${journey} goes`, `instances of ${journey} go`)} on in graph ${to.slice(0, 12)}, ${counted(left.length, 'stays where it is', 'stay where they are')}`,
  );
  if (left.length > 0)
    print(
      table(
        ['instance', 'why'],
        left.map(({ instance, reason }) => [instance, reason]),
      ),
    );
}

function targetOf(beginning: string, hashes: ReadonlySet<string>): string {
  const [found, ...more] = [...hashes].filter((hash) => hash.startsWith(beginning));
  if (found === undefined)
    throw new CliFailure(
      1,
      `No graph in the database has a hash that begins with ${beginning}.`,
      'Start the daemon on the new files first.',
    );
  if (more.length > 0)
    throw new CliFailure(1, `Several graphs have a hash that begins with ${beginning}.`, 'Give more of it.');
  return found;
}

function show(journey: string, to: string, planned: readonly Migration[], json: boolean): void {
  const instances = planned.map(({ instance, from, at, move }) => ({
    instance,
    from,
    at,
    ...('reason' in move ? { moves: false, reason: move.reason } : { moves: true, nodes: move.nodes }),
  }));
  if (json) {
    printJson({ journey, to, instances });
    return;
  }
  const rows = planned.map(({ instance, from, at, move }) => [
    instance,
    from.slice(0, 12),
    at.join(', '),
    'reason' in move ? `stays: ${move.reason}` : `moves to ${at.map((node) => move.nodes[node]).join(', ')}`,
  ]);
  print(table(['instance', 'graph', 'stands at', ''], rows));
}
