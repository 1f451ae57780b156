/** Compiles the workspace of a running daemon again: new instances take the new graph, those that run keep theirs. */
import type { Graph } from '../compiler/graph/types.ts';
import type { Lane } from '../runtime/channels/lanes.ts';
import type { Live } from '../runtime/engine/live.ts';
import type { Reloaded } from '../runtime/gateway/admin.ts';
import type { WaysOut } from './leaving.ts';
import { CliFailure } from './output.ts';
import { type Compiled, compileWorkspace } from './workspace.ts';

/** A daemon at work. `hold`: what has no connector waits. */
export interface Serving {
  readonly root: string;
  readonly ways: WaysOut;
  readonly hold: boolean;
  readonly live: Live;
}

/** Nothing changes where the files do not compile, or where something could not leave. */
export async function reload({ root, ways, hold, live }: Serving, by: string): Promise<Reloaded> {
  let graph: Graph;
  try {
    const compiled = await compileWorkspace(root);
    graph = compiled.graph;
    const missing = await unconnected(compiled, ways, hold);
    if (missing.length > 0) {
      return {
        ok: false,
        problems: [
          `Connectors are made at the start, and these are new: ${missing.join(', ')}.`,
          'Start the daemon again.',
        ],
      };
    }
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return { ok: false, problems: [error.message, ...(error.hint === undefined ? [] : [error.hint])] };
  }
  return live.ask((engine, now) => ({ ok: true, graph: graph.hash, ...engine.reload(graph, by, now) }));
}

/** Ways out of the new files that no connector of this daemon serves. */
async function unconnected({ graph, configuration }: Compiled, { lanes }: WaysOut, hold: boolean): Promise<string[]> {
  const { planLanes } = await import('../runtime/channels/lanes.ts');
  const nameOf = ({ kind, way, connector }: Lane): string => `${kind} ${way} via ${connector}`;
  const known = new Set(lanes.map(nameOf));
  const planned = planLanes(graph, configuration.connectors, process.env);
  const lacks = hold ? [] : planned.lacks.map(({ what }) => what);
  return [...lacks, ...planned.lanes.map(nameOf).filter((name) => !known.has(name))];
}

export function describeReload(done: Reloaded): string {
  if (!done.ok) return `The old graph goes on. ${done.problems.join(' ')}`;
  const { graph, changed, removed } = done;
  const head = changed ? `New instances start on graph ${graph.slice(0, 12)}.` : 'Nothing has changed.';
  const left = removed.map(
    ({ journey, running }) =>
      `${journey} is no longer in the files; ${running} instances still run to their end, unless you end them: journey cancel --journey ${journey}`,
  );
  return [head, ...left].join('\n');
}
