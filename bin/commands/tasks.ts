import { Command } from 'commander';
import { DATABASE_OPTION, limitOf, openForReading } from '../database.ts';
import { print, printJson, table, timeOrNull } from '../output.ts';

interface Options {
  readonly team?: string;
  readonly all?: boolean;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function tasksCommand(): Command {
  return new Command('tasks')
    .description('what teams have to do, the oldest first')
    .option('--team <name>', 'only those of one team')
    .option('--all', 'closed ones, too')
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey tasks --team billing_desk')
    .action(tasks);
}

async function tasks(options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { readTasks } = await import('../../runtime/store/tasks.ts');
  const { customerNameFor } = await import('../../runtime/insight/instances.ts');
  const asked = { team: options.team ?? null, closed: options.all === true, limit: limitOf(options.limit) };
  const rows = readTasks(database, asked).map(({ time, customer, due, context: _context, ...rest }) => ({
    ...rest,
    customer: customerNameFor(view, rest.team)(customer),
    time: timeOrNull(time),
    due: timeOrNull(due),
  }));
  const { openingOf } = await import('../../runtime/insight/hours.ts');
  const names = [...new Set([...(options.team === undefined ? [] : [options.team]), ...rows.map(({ team }) => team)])];
  const teams = Object.fromEntries(
    names.map((team) => [team, openingOf(view.library.programs.current, team, Date.now())] as const),
  );
  if (options.json === true) return printJson({ tasks: rows, teams });
  print(
    table(
      ['task', 'team', 'customer', 'since', 'due', 'status', 'claimed by', 'because'],
      rows.map((row) => [row.id, row.team, row.customer, row.time, row.due, row.status, row.claimedBy, row.because]),
    ),
  );
  for (const [team, opening] of Object.entries(teams)) {
    if (opening === null) continue;
    const { open, until } = opening;
    if (open) print(until === null ? `${team} is open` : `${team} is open until ${until}`);
    else print(until === null ? `${team} is closed` : `${team} is closed, and opens at ${until}`);
  }
}
