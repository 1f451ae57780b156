import { Command } from 'commander';
import { DATABASE_OPTION, databaseFile, limitOf, openForReading, thereAreMore } from '../database.ts';
import { CliFailure, print, printJson, table } from '../output.ts';

interface Options {
  readonly act?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

interface Entry {
  readonly time: string;
  readonly by: string | null;
  readonly act: string;
  readonly subject: string;
  readonly detail: string;
  /** its place in the log; null: it was done before there was one */
  readonly seq: number | null;
}

export function auditCommand(): Command {
  return new Command('audit')
    .description('what operators did, who and when, with the place in the log, the newest first')
    .option('--act <name>', 'only acts of one kind, such as pause')
    .option('--limit <count>', 'at most so many', '100')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey audit --act cancel')
    .action(audit);
}

async function audit(options: Options): Promise<void> {
  const limit = limitOf(options.limit);
  requireAct(options.act);
  const { database } = await openForReading(options.db);
  const { readActs } = await import('../../runtime/store/acts.ts');
  const { timeText } = await import('../../runtime/insight/history.ts');
  const acts: Entry[] = readActs(database, { act: options.act ?? null, limit: limit + 1 }).map(({ time, ...rest }) => ({
    ...rest,
    time: timeText(time),
  }));
  // Of all acts, not only of those that are shown.
  const recorded = readActs(database, { act: 'key created', limit: Number.MAX_SAFE_INTEGER });
  const early = await keysWithoutRecord(databaseFile(options.db), new Set(recorded.map(({ subject }) => subject)));
  const wanted = early.filter(({ act }) => options.act === undefined || act === options.act);
  const all = inOrder(acts, wanted);
  const more = all.length > limit;
  const shown = all.slice(0, limit);
  if (options.json === true) return printJson({ acts: shown, more });
  print(
    table(
      ['time', 'by', 'act', 'what', 'detail', 'record'],
      shown.map(({ time, by, act, subject, detail, seq }) => [time, by, act, subject, detail, seq]),
    ),
  );
  if (more) print(thereAreMore(limit));
}

const ACTS: readonly string[] = (
  'pause,resume,cancel,move,migrate,claim,resolved,returned,approved,rejected,retry,forget,' +
  'reload,backup,restore,export,key created,key revoked'
).split(',');

/** One that is misspelt was never done, and nobody would notice. */
function requireAct(act: string | undefined): void {
  if (act === undefined || ACTS.includes(act)) return;
  throw new CliFailure(1, `There is no act ${act}.`, `There are: ${ACTS.join(', ')}.`);
}

/** Acts as the log has them, whatever time was named for them; keys without a record where their time would be. */
function inOrder(acts: readonly Entry[], keys: readonly Entry[]): Entry[] {
  const left = [...keys].sort((a, b) => (a.time < b.time ? 1 : -1));
  const all: Entry[] = [];
  for (const act of acts) {
    while (left[0] !== undefined && left[0].time > act.time) all.push(...left.splice(0, 1));
    all.push(act);
  }
  return [...all, ...left];
}

/** Keys that were made before anything had run stand in their own file alone. */
async function keysWithoutRecord(file: string, recorded: ReadonlySet<string>): Promise<Entry[]> {
  const { hasAccessKeys, openAccess } = await import('../../runtime/store/access.ts');
  if (!hasAccessKeys(file)) return [];
  const access = openAccess(file);
  const keys = access.list().filter(({ id }) => !recorded.has(id));
  access.close();
  return keys.map(({ id, name, scopes, created, createdBy }) => ({
    time: new Date(created).toISOString(),
    by: createdBy,
    act: 'key created',
    subject: id,
    detail: `${name}: ${scopes.join(', ')}`,
    seq: null,
  }));
}
