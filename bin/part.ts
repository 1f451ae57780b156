import { hashOf } from '../compiler/graph/canonical.ts';
import type { Graph } from '../compiler/graph/types.ts';
import { tell } from './output.ts';
import { type Compiled, compile, type LoadedWorkspace, loadWorkspace, noFileIn } from './workspace.ts';

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

/**
 * What a path stands for, ready to run: a workspace, or the part of it that a folder or file inside it is. Where that leaves journeys
 * out, it is said, since whoever only stood in the wrong folder would miss them.
 */
export async function compilePart(path: string | undefined): Promise<Compiled> {
  const loaded = await loadWorkspace(path);
  const whole = compile(loaded);
  const graph = runnablePart(whole.graph, loaded, path);
  const [some, all] = [graph, whole.graph].map(({ journeys }) => Object.keys(journeys).length);
  if (some !== all) tell(`A part of the workspace ${loaded.root} runs: ${some} of its ${all} journeys.`);
  return { root: loaded.root, configuration: loaded.configuration, graph, tests: whole.tests };
}

/** As `partOf`, but where journeys are left out it is another graph, with a hash of its own. What is said of everybody (`on`, purposes, channels) stays whole. */
export function runnablePart(
  graph: Graph,
  { found, includes }: Pick<LoadedWorkspace, 'found' | 'includes'>,
  path = '.',
): Graph {
  if (found.length > 0 && !found.some(includes)) throw noFileIn(path);
  const { hash, ...rest } = partOf(graph, includes);
  const isWhole = Object.keys(rest.journeys).length === Object.keys(graph.journeys).length;
  return isWhole ? graph : { ...rest, hash: hashOf(rest) };
}
