/** Messages that one instance sends without waiting in between. */
import type { Edge, Journey, Node, SendNode } from '../graph/types.ts';

/** The longest run of wanted sends from a node on, in the order in which they go out; a wait or a person ends a run. */
export function longestBurst(journey: Journey, from: string, wanted: (node: SendNode) => boolean): readonly SendNode[] {
  const nodes = new Map(journey.nodes.map((node) => [node.id, node]));
  const edges = new Map<string, Edge[]>();
  for (const edge of journey.edges) edges.set(edge.from, [...(edges.get(edge.from) ?? []), edge]);
  const known = new Map<string, readonly SendNode[]>();
  const follow = (id: string): readonly SendNode[] => {
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, []);
    const node = nodes.get(id);
    if (node === undefined) return [];
    let longest: readonly SendNode[] = [];
    for (const edge of edges.get(id) ?? []) {
      if (takesTime(node, edge)) continue;
      const rest = follow(edge.to);
      if (rest.length > longest.length) longest = rest;
    }
    const run = node.kind === 'send' && wanted(node) ? [node, ...longest] : longest;
    known.set(id, run);
    return run;
  };
  return follow(from);
}

function takesTime(node: Node, edge: Edge): boolean {
  switch (node.kind) {
    case 'wait':
      return true;
    case 'handoff':
      return edge.on !== 'next';
    // What could not be sent was not counted.
    case 'send':
      return edge.on === 'failed';
    // Branches take their time, and rounds may.
    case 'together':
      return edge.on === 'next';
    case 'again':
    case 'call':
    case 'run':
      return true;
    case 'each':
      return node.together && edge.on === 'next';
    case 'repeat':
    case 'join':
    case 'emit':
    case 'experiment':
    case 'decide':
    case 'branch':
    case 'choose':
    case 'set':
    case 'consent':
    case 'finish':
      return false;
  }
}
