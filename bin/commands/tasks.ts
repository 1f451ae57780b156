import { Command, Option } from 'commander';
import type { Database } from '../../runtime/store/open.ts';
import { DATABASE_OPTION, limitOf, openForReading } from '../database.ts';
import { once } from '../once.ts';
import { CliFailure, print, printJson, table, timeOrNull } from '../output.ts';

interface Options {
  readonly team?: string;
  readonly all?: boolean;
  readonly claimedBy?: string;
  readonly unclaimed?: boolean;
  readonly after?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function tasksCommand(): Command {
  return new Command('tasks')
    .description('what teams have to do, the oldest first')
    .option('--team <name>', 'only those of one team', once('--team', 'Name one at a time.'))
    .option('--all', 'closed ones, too')
    .addOption(new Option('--claimed-by <person>', 'only those that somebody has taken on').conflicts('unclaimed'))
    .option('--unclaimed', 'only those that nobody has taken on yet')
    .option('--after <id>', 'those that come after this one: the next page')
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey tasks --team billing_desk')
    .action(tasks);
}

async function tasks(options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { countTasks, readTask, readTasks } = await import('../../runtime/store/tasks.ts');
  const { customerNameFor } = await import('../../runtime/insight/instances.ts');
  const limit = limitOf(options.limit);
  const asked = {
    team: options.team ?? null,
    closed: options.all === true,
    ...claimOf(options),
  };
  const { after } = options;
  if (after !== undefined && readTask(database, after) === undefined)
    throw new CliFailure(1, `There is no task ${after}.`, 'Give the last id of the page before.');
  if (asked.team !== null) await requireTeam(database, view.library.programs.current.graph.teams, asked.team);
  const found = readTasks(database, { ...asked, ...(after === undefined ? {} : { after }), limit: limit + 1 });
  const more = found.length > limit;
  const rows = found.slice(0, limit).map(({ time, customer, due, context: _context, ...rest }) => ({
    ...rest,
    customer: customerNameFor(view, rest.team)(customer),
    time: timeOrNull(time),
    due: timeOrNull(due),
  }));
  const { openingOf } = await import('../../runtime/insight/hours.ts');
  const now = view.virtual ? view.clock : Date.now();
  const names = [...new Set([...(options.team === undefined ? [] : [options.team]), ...rows.map(({ team }) => team)])];
  const teams = Object.fromEntries(
    names.map((team) => [team, openingOf(view.library.programs.current, team, now)] as const),
  );
  const counts = countTasks(database, asked);
  if (options.json === true) return printJson({ tasks: rows, teams, more, counts: Object.fromEntries(counts) });
  print(
    table(
      ['task', 'team', 'customer', 'since', 'due', 'status', 'claimed by', 'because'],
      rows.map((row) => [row.id, row.team, row.customer, row.time, row.due, row.status, row.claimedBy, row.because]),
    ),
  );
  if (more) {
    const all = [...counts.values()].reduce((a, b) => a + b, 0);
    const each = [...counts].map(([team, count]) => `${team} ${count}`).join(', ');
    print(`${rows.length} of ${all} (${each}); the next: --after ${rows.at(-1)?.id}`);
  }
  for (const [team, opening] of Object.entries(teams)) {
    if (opening === null) continue;
    const { open, until } = opening;
    if (open) print(until === null ? `${team} is open` : `${team} is open until ${until}`);
    else print(until === null ? `${team} is closed` : `${team} is closed, and opens at ${until}`);
  }
}

function claimOf({ unclaimed, claimedBy }: Options): { readonly claimedBy?: string } {
  if (unclaimed === true) return { claimedBy: '' };
  return claimedBy === undefined ? {} : { claimedBy };
}

/** A team that is misspelt has nothing to do, and nobody would notice. */
async function requireTeam(database: Database, declared: object, team: string): Promise<void> {
  const { countTasks } = await import('../../runtime/store/tasks.ts');
  if (Object.hasOwn(declared, team)) return;
  // One that no file declares any more can still have tasks.
  const known = [...Object.keys(declared), ...countTasks(database, { team: null, closed: true }).keys()];
  if (known.includes(team)) return;
  throw new CliFailure(
    1,
    `There is no team ${team}.`,
    `There are: ${[...new Set(known)].sort().join(', ') || 'none'}.`,
  );
}
