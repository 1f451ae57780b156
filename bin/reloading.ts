/** Compiles the workspace of a running daemon again: new instances take the new graph, those that run keep theirs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../runtime/core/values/counted.ts';
import type { Live } from '../runtime/engine/live.ts';
import type { LeftBehind } from '../runtime/engine/reload.ts';
import type { Reloaded } from '../runtime/gateway/admin.ts';
import { openWaysOut, type WaysOut } from './leaving.ts';
import { CliFailure } from './output.ts';
import { runnablePart } from './part.ts';
import { CONFIGURATION, compile, type LoadedWorkspace, loadWorkspace } from './workspace.ts';

/** A daemon at work. */
export interface Serving {
  readonly root: string;
  /** what runs of it: itself, or a folder or file inside it; absolute */
  readonly part: string;
  /** what has no connector waits */
  readonly hold: boolean;
  readonly live: Live;
  /** Lets everything leave through these from now on. */
  connect(ways: WaysOut): Promise<void>;
}

export type Reload = (by: string) => Promise<Reloaded>;

/** One after another. Nothing changes where the files do not compile, or where something could not leave. */
export function createReload({ root, part, hold, live, connect }: Serving): Reload {
  let configured = isConfigured(root);
  const reload = async (by: string): Promise<Reloaded> => {
    const read = await readAgain({ root, part, hold }, configured);
    if (!read.ok) return read;
    configured = isConfigured(root);
    const { graph } = read.ways;
    const done = await live.ask((engine, now) => engine.reload(graph, by, now));
    await connect(read.ways);
    return { ok: true, graph: graph.hash, ...done };
  };
  let before: Promise<unknown> = Promise.resolve();
  return (by) => {
    const mine = before.then(() => reload(by));
    before = mine.catch(() => undefined);
    return mine;
  };
}

const isConfigured = (root: string): boolean => existsSync(join(root, CONFIGURATION));

async function readAgain(
  { root, part, hold }: Pick<Serving, 'root' | 'part' | 'hold'>,
  configured: boolean,
): Promise<{ readonly ok: true; readonly ways: WaysOut } | (Reloaded & { readonly ok: false })> {
  try {
    if (!existsSync(root)) throw torn(`${root} is not there any more.`);
    if (configured && !isConfigured(root))
      throw torn(`${join(root, CONFIGURATION)} is not there any more.`, ' To set nothing, leave {} in it.');
    const loaded = await loadWorkspace(part);
    requireOwnFiles({ root, part }, loaded);
    const { graph, tests } = compile(loaded);
    const compiled = { root, configuration: loaded.configuration, graph: runnablePart(graph, loaded, part), tests };
    return { ok: true, ways: await openWaysOut(compiled, hold) };
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return { ok: false, problems: [error.message, ...(error.hint === undefined ? [] : [error.hint])] };
  }
}

/** In the middle of a deployment less stands there than is meant: taken, nothing would start any more, or all by the settings of others. */
function requireOwnFiles({ root, part }: Pick<Serving, 'root' | 'part'>, loaded: LoadedWorkspace): void {
  if (loaded.root !== root) throw torn(`${root} is a part of the workspace ${loaded.root} now.`);
  if (!loaded.found.some((path) => path.endsWith('.journey') && loaded.includes(path)))
    throw torn(`No .journey file stands in ${part}.`);
}

function torn(what: string, more = ''): CliFailure {
  return new CliFailure(1, what, `Where files are being replaced, reload again when all of them are there.${more}`);
}

export function describeReload(done: Reloaded): string {
  if (!done.ok) return `The old graph goes on. ${done.problems.join(' ')}`;
  const { graph, changed } = done;
  const head = changed
    ? `New instances start on graph ${graph.slice(0, 12)}.`
    : 'The journeys are as they were. Connectors are made anew, as journey.json says.';
  return [head, ...describeLeft(done)].join('\n');
}

export function describeLeft({ removed, disbanded, lost, deaf, retyped }: LeftBehind): string[] {
  const left = removed.map(
    ({ journey, running }) =>
      `${journey} starts no more, since it is not in these files; ${counted(running, 'instance still runs to its', 'instances still run to their')} end, unless you cancel: journey cancel --journey ${journey}`,
  );
  const open = disbanded.map(
    ({ team, open }) =>
      `${team} is no longer a team in the files, and has ${counted(open, 'open task')}: what its journeys said of it holds. See and close what is open: journey tasks --team ${team}`,
  );
  const waiting = lost.map(
    (way) => `What is to leave by ${way} waits in the outbox: no file says any more how ${way} is reached.`,
  );
  const unheard = deaf.map(
    ({ subject, key, running }) =>
      `No signal finds a ${subject} by \`${key}\` any more: ${counted(running, 'instance hears', 'instances hear')} nothing from now on. Say \`subject ${subject} by ${key}\` again, or cancel what runs: journey instances`,
  );
  const other = retyped.map(
    ({ field, was, is }) =>
      `\`${field}\` was \`${was}\` and is \`${is}\` now: what customers have from before is read as that where it can be, and counts as never set where it cannot. If it means something else, give the field another name.`,
  );
  return [...left, ...open, ...waiting, ...unheard, ...other];
}
