/** The ways through a journey. Followed without recursion: a long journey would fill the stack. */
import type { Edge, Journey } from '../graph/types.ts';
import { perObject } from './remember.ts';

/** By the node that they leave. */
export const leaving = perObject(({ edges }: Journey): ReadonlyMap<string, readonly Edge[]> => {
  const found = new Map<string, Edge[]>();
  for (const edge of edges) {
    const known = found.get(edge.from);
    if (known === undefined) found.set(edge.from, [edge]);
    else known.push(edge);
  }
  return found;
});

/** Those nodes, and all that a way leads to from there. */
export function reachedFrom(
  journey: Journey,
  nodes: Iterable<string>,
  passes: (edge: Edge) => boolean = () => true,
): ReadonlySet<string> {
  const edges = leaving(journey);
  const reached = new Set(nodes);
  // A set that grows while it is gone through is gone through to its end.
  for (const id of reached) for (const edge of edges.get(id) ?? []) if (passes(edge)) reached.add(edge.to);
  return reached;
}
