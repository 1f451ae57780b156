import type { Graph } from '../compiler/graph/types.ts';

/** The graph with the journeys of the part that was asked for, and those that they run. Its hash stays the workspace's. */
export function partOf(graph: Graph, includes: (path: string) => boolean): Graph {
  const wanted = new Set<string>();
  const take = (name: string): void => {
    const journey = graph.journeys[name];
    if (journey === undefined || wanted.has(name)) return;
    wanted.add(name);
    for (const node of journey.nodes) if (node.kind === 'run') take(node.journey);
  };
  for (const [name, { place }] of Object.entries(graph.journeys)) if (includes(graph.files[place[0]] ?? '')) take(name);
  const journeys = Object.entries(graph.journeys).filter(([name]) => wanted.has(name));
  return { ...graph, journeys: Object.fromEntries(journeys) };
}
