/** In a drawing all branches of one `together` end in one place, and the way on leaves from there. */
import type { Edge, Journey } from '../graph/types.ts';

export function joinId(of: string): string {
  return `${of} joined`;
}

/** Where an edge to that node ends. */
export function arrivalOf({ nodes }: Journey, to: string): string {
  const node = nodes.find(({ id }) => id === to);
  return node?.kind === 'join' ? joinId(node.of) : to;
}

/** Where an edge begins. */
export function departureOf({ nodes }: Journey, { from, on }: Edge): string {
  const isJoined = on === 'next' && nodes.some((node) => node.kind === 'join' && node.of === from);
  return isJoined ? joinId(from) : from;
}
