/** Acts on a database: through the daemon that holds it, or, where none does, as its writer. Both do the same. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { NotedAct } from '../runtime/engine/acts.ts';
import type { Operated, Operation } from '../runtime/engine/operation.ts';
import type { Engine } from '../runtime/engine/types.ts';
import { isThere } from '../runtime/store/failure.ts';
import { DATABASE_OPTION, databaseFile } from './database.ts';
import { CliFailure, print, printJson, reasonOf, tell } from './output.ts';
import { timeOf } from './times.ts';

/** What every act takes besides what it is done to. */
export function actOptions(command: Command): Command {
  return command
    .option('--by <person>', 'who does it; it stands in the log (default: the user of this system)')
    .option(
      '--at <time>',
      'when it is done, where no daemon runs (default: now; in virtual time: where the log stands)',
    )
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout');
}

type Given<O> = O extends Operation ? Omit<O, 'by'> : never;

export interface Acting {
  readonly by?: string;
  readonly at?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function whoActs({ by }: { readonly by?: string }): string {
  return by ?? userOfSystem();
}

/** In a container a process may run under a number that has no name. */
function userOfSystem(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Where to look when it could not be done. */
const WHERE: Readonly<Partial<Record<Operation['act'], string>>> = {
  pause: 'What is paused stands in `journey status`.',
  resume: 'What is paused stands in `journey status`.',
  cancel: 'What runs, and where it stands: `journey instances`.',
  'cancel all': 'What runs, and where it stands: `journey instances`.',
  move: 'What runs, and until when it waits: `journey instances`.',
  claim: 'What teams have to do: `journey tasks`.',
  close: 'What teams have to do: `journey tasks`.',
  retry: 'What was given up: `journey outbox --status dead`.',
};

/** Does it, or ends the command with the reason why not. */
export function operate(given: Given<Operation>, options: Acting): Promise<Operated & { readonly ok: true }> {
  return operateAt(given, options, nowFor);
}

async function operateAt(
  given: Given<Operation>,
  options: Acting,
  now: (engine: Engine) => number,
): Promise<Operated & { readonly ok: true }> {
  const operation = { ...given, by: whoActs(options) } as Operation;
  const file = databaseFile(options.db);
  const daemon = await daemonOf(file);
  if (daemon !== null && options.at !== undefined)
    throw new CliFailure(2, `A daemon holds ${file}, and does everything now.`, 'Leave --at out.');
  const at = options.at === undefined ? undefined : timeOf(options.at);
  const result =
    daemon === null
      ? await withEngine(file, `journey ${operation.act}`, (engine) =>
          engine.operate(operation, at === undefined ? now(engine) : atFor(engine, at)),
        )
      : ((await daemon.ask('/v1/admin/operations', operation)) as Operated);
  if (!result.ok) throw new CliFailure(1, result.reason, WHERE[given.act]);
  return result;
}

/** The machine's time means nothing to a log that was begun in virtual time: all that waits in it would be long overdue. */
export function nowFor({ virtual, clock }: Engine): number {
  if (!virtual) return Date.now();
  tell(`This database lives in virtual time: it is done at ${new Date(clock).toISOString()}; another time: --at TIME.`);
  return clock;
}

/** Milliseconds since 1970 UTC. By the machine's clock nothing is done in the future: until then no time would pass, and nothing become due. */
export function atFor({ virtual }: Engine, at: number): number {
  if (!virtual) notToCome(at);
  return at;
}

/** Ends the command where a time is still to come by the machine's clock. */
export function notToCome(at: number): void {
  if (at <= Date.now()) return;
  const text = new Date(at).toISOString();
  throw new CliFailure(
    2,
    `${text} is still to come, and this database lives by the machine's clock.`,
    'Leave --at out.',
  );
}

/** Writes down what was done already. Where another process writes, or nothing has run yet, the log cannot say so. */
export async function note(given: Given<NotedAct>, options: Acting): Promise<void> {
  if (!existsSync(databaseFile(options.db))) return;
  try {
    await operateAt(given, options, ({ virtual, clock }) => (virtual ? clock : Date.now()));
  } catch (error) {
    const reason = reasonOf(error);
    tell(`It is done, but the log does not say so. ${reason}`);
  }
}

/** Does it and says so. */
export async function act(
  given: Given<Operation>,
  options: Acting,
  said: (done: Operated & { readonly ok: true }) => string,
): Promise<void> {
  const done = await operate(given, options);
  const { ok: _, ...shown } = done;
  if (options.json === true) printJson({ ...given, by: whoActs(options), ...shown });
  else print(said(done));
}

/** So long may a daemon be busy before it answers, such as with writing the file anew after somebody was forgotten. */
const PATIENCE_MS = 30_000;

export async function daemonOf(file: string, patienceMs = PATIENCE_MS): Promise<DaemonClient | null> {
  if (!existsSync(`${file}-daemon`)) return null;
  const { findDaemon, Unanswered } = await import('../runtime/gateway/daemon.ts');
  const unable = (error: unknown): never => {
    if (error instanceof Unanswered)
      throw new CliFailure(
        3,
        `The daemon that holds ${file} has not answered: nobody knows whether it is done.`,
        'See what came of it: `journey audit`, or `journey timeline` for a signal.',
      );
    const reason = reasonOf(error);
    throw new CliFailure(3, `The daemon that holds ${file} could not do it: ${reason}`);
  };
  const daemon = await findDaemon(file, patienceMs).catch(unable);
  return daemon === null ? null : { ask: (path, body) => daemon.ask(path, body).catch(unable) };
}

interface DaemonClient {
  ask(path: string, body: object): Promise<unknown>;
}

/** Opens the database as its writer, on the graph that it holds. */
export async function withEngine<T>(file: string, who: string, work: (engine: Engine) => T): Promise<T> {
  if (!isThere(file)) {
    throw new CliFailure(3, `There is no database ${file}.`, 'Name the file with --db.');
  }
  const { openWriter } = await import('../runtime/store/open.ts');
  const { createCommitter } = await import('../runtime/store/committer.ts');
  const { createEngine } = await import('../runtime/engine/engine.ts');
  const { loadGraphs } = await import('../runtime/engine/library.ts');
  const { database, lock } = openWriter(file, who);
  try {
    const newest = loadGraphs(database).at(-1);
    if (newest === undefined) throw new CliFailure(1, `Nothing has run in ${file} yet.`);
    const engine = createEngine(database, newest.graph, createCommitter(database, file), 'real');
    const result = work(engine);
    engine.close();
    return result;
  } finally {
    database.close();
    lock.release();
  }
}
