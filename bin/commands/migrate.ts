import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import type { Migration } from '../../runtime/engine/migrate.ts';
import { type Acting, actOptions, operate } from '../acting.ts';
import { limitOf, openForReading, thereAreMore } from '../database.ts';
import { CliFailure, print, printJson, table, tell, timeOrNull } from '../output.ts';
import { requireJourney } from './instances.ts';

interface Options extends Acting {
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly retime?: boolean;
  readonly limit: string;
}

export function migrateCommand(): Command {
  return actOptions(new Command('migrate'))
    .description(
      'moves what runs of a journey to the newest graph, where its place in it has an equal; says of the others why not',
    )
    .argument('<journey>', 'its name')
    .option('--to <hash>', 'not to the newest graph: to the one whose hash begins so')
    .option('--retime', 'times that run are set anew, as the new files would have set them when the waiting began')
    .option('--dry-run', 'only say what would become of each instance')
    .option('--limit <count>', 'instances in the table, at most so many; --json tells all', '100')
    .addHelpText('after', '\nExample:\n  journey migrate BillShock --dry-run\n  journey migrate BillShock --by mia')
    .action(migrate);
}

async function migrate(journey: string, options: Options): Promise<void> {
  const limit = limitOf(options.limit);
  const { database, view } = await openForReading(options.db);
  const { migrationsOf } = await import('../../runtime/engine/migrate.ts');
  requireJourney(view, journey);
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
  if (options.dryRun === true) return show(journey, to, planned, { ...options, limit });
  const retime = options.retime === true ? ({ retime: true } as const) : {};
  const { count, left = [], oldTimes = 0 } = await operate({ act: 'migrate', journey, to, ...retime }, options);
  if (options.json === true) return printJson({ journey, to, moved: count, left, oldTimes });
  print(
    `${counted(count, `instance of ${journey} goes`, `instances of ${journey} go`)} on in graph ${to.slice(0, 12)}, ${counted(left.length, 'stays where it is', 'stay where they are')}`,
  );
  if (oldTimes > 0) {
    const waits = counted(oldTimes, 'of them waits with its old time', 'of them wait with their old times');
    print(`${waits}: \`journey instances\` shows until when, \`journey move\` changes it.`);
  }
  if (left.length > 0)
    print(
      table(
        ['instance', 'why'],
        left.slice(0, limit).map(({ instance, reason }) => [instance, reason]),
      ),
    );
  const again = options.to === undefined ? journey : `${journey} --to ${options.to}`;
  if (left.length > limit)
    print(`${limit} of ${left.length}; all: \`journey migrate ${again} --dry-run --limit ${left.length}\``);
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

interface Shown extends Pick<Options, 'json' | 'retime'> {
  readonly limit: number;
}

function show(journey: string, to: string, planned: readonly Migration[], { json, retime, limit }: Shown): void {
  const instances = planned.map(({ instance, from, at, move, times }) => ({
    instance,
    from,
    at,
    ...('reason' in move ? { moves: false, reason: move.reason } : { moves: true, nodes: move.nodes }),
    times: times.map(({ node, ...time }) => ({
      at: node,
      old: timeOrNull(time.from),
      new: timeOrNull(time.to),
    })),
  }));
  if (json === true) {
    printJson({ journey, to, instances });
    return;
  }
  // Who stays is what somebody looks for, and can be one of thousands.
  const stays = planned.filter(({ move }) => 'reason' in move);
  const moves = planned.filter(({ move }) => !('reason' in move));
  const rows = [...stays, ...moves]
    .slice(0, limit)
    .map(({ instance, from, at, move, times }) => [
      instance,
      from.slice(0, 12),
      at.join(', '),
      'reason' in move ? `stays: ${move.reason}` : `moves to ${at.map((node) => move.nodes[node]).join(', ')}`,
      times.length === 0 ? null : times.map((time) => timeText(time, retime === true)).join('; '),
    ]);
  print(table(['instance', 'graph', 'stands at', '', 'times that run'], rows));
  if (planned.length > limit) print(thereAreMore(limit));
  print(
    `${counted(moves.length, 'instance moves', 'instances move')}, ${counted(stays.length, 'stays where it is', 'stay where they are')}`,
  );
  if (retime !== true && planned.some(({ times }) => times.length > 0))
    tell('Times that run stay as they are; --retime sets them as the new files would have set them.');
}

/** `waits until .., not ..` */
function timeText({ node, from, to }: Migration['times'][number], retime: boolean): string {
  const [runs, other] = retime ? [to, from] : [from, to];
  const what = node === null ? 'expires' : 'waits until';
  return `${what} ${timeOrNull(runs)}, ${retime ? 'no longer' : 'not'} ${timeOrNull(other)}`;
}
