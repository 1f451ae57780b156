/** Compiles the workspace of a running daemon again: new instances take the new graph, those that run keep theirs. */
import type { Graph } from '../compiler/graph/types.ts';
import type { Live } from '../runtime/engine/live.ts';
import type { Reloaded } from '../runtime/gateway/admin.ts';
import { CliFailure } from './output.ts';
import { compileWorkspace } from './workspace.ts';

/** Nothing changes where the files do not compile. */
export async function reload(root: string, live: Live, by: string): Promise<Reloaded> {
  let graph: Graph;
  try {
    graph = (await compileWorkspace(root)).graph;
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    return { ok: false, problems: [error.message, ...(error.hint === undefined ? [] : [error.hint])] };
  }
  return live.ask((engine, now) => ({ ok: true, graph: graph.hash, ...engine.reload(graph, by, now) }));
}

export function describeReload(done: Reloaded): string {
  if (!done.ok) return `The files do not compile; the old graph goes on. ${done.problems.join(' ')}`;
  const { graph, changed, removed } = done;
  const head = changed ? `New instances start on graph ${graph.slice(0, 12)}.` : 'Nothing has changed.';
  const left = removed.map(
    ({ journey, running }) =>
      `${journey} is no longer in the files; ${running} instances still run to their end, unless you end them: journey cancel --journey ${journey}`,
  );
  return [head, ...left].join('\n');
}
