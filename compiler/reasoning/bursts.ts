/** Messages that one instance sends without waiting in between. */
import { depthFirst } from '../checks/depth-first.ts';
import type { Edge, Journey, Node, SendNode } from '../graph/types.ts';
import { perObject } from './remember.ts';
import { reachedFrom } from './ways.ts';

export const nodesOf = perObject(({ nodes }: Journey) => new Map(nodes.map((node) => [node.id, node])));
/** Edges that an instance passes without waiting, by the node that they leave. */
const quickEdges = perObject((journey: Journey) => {
  const nodes = nodesOf(journey);
  const edges = new Map<string, Edge[]>();
  for (const edge of journey.edges) {
    const node = nodes.get(edge.from);
    if (node === undefined || takesTime(node, edge)) continue;
    const known = edges.get(edge.from);
    if (known === undefined) edges.set(edge.from, [edge]);
    else known.push(edge);
  }
  return edges;
});
/** By where they begin and by the sends that are wanted. */
const bursts = perObject((_journey: Journey) => new Map<string, readonly SendNode[]>());

/** The longest run of wanted sends from a node on, in the order in which they go out; a wait or a person ends a run. */
export function longestBurst(journey: Journey, from: string, wanted: readonly SendNode[]): readonly SendNode[] {
  if (wanted.length === 0) return [];
  const known = bursts(journey);
  const key = `${from} ${wanted.map(({ id }) => id).join(' ')}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = burstFrom(journey, from, new Set(wanted));
  known.set(key, found);
  return found;
}

/** Sends one after the other: each stands once, however many begin before it. */
interface Run {
  readonly node: SendNode;
  readonly rest: Run | undefined;
  readonly length: number;
}

function burstFrom(journey: Journey, from: string, wanted: ReadonlySet<Node>): readonly SendNode[] {
  const nodes = nodesOf(journey);
  const edges = quickEdges(journey);
  const runs = new Map<string, Run | undefined>();
  depthFirst(from, {
    next: (id) => (edges.get(id) ?? []).map(({ to }) => to),
    leave: (id) => {
      const node = nodes.get(id);
      const next = (edges.get(id) ?? []).flatMap(({ to }) => runs.get(to) ?? []);
      // All branches begin at once; where fewer are enough, the first may end the others.
      const isAll = node?.kind === 'together' && node.until === node.branches;
      const rest = isAll ? oneAfterTheOther(next) : longestOf(next);
      const isWanted = node?.kind === 'send' && wanted.has(node);
      runs.set(id, isWanted ? { node, rest, length: 1 + (rest?.length ?? 0) } : rest);
    },
  });
  const sends: SendNode[] = [];
  for (let run = runs.get(from); run !== undefined; run = run.rest) sends.push(run.node);
  return sends;
}

function longestOf(runs: readonly Run[]): Run | undefined {
  return runs.reduce<Run | undefined>((most, run) => (run.length > (most?.length ?? 0) ? run : most), undefined);
}

function oneAfterTheOther(runs: readonly Run[]): Run | undefined {
  const nodes: SendNode[] = [];
  for (const run of runs) for (let at: Run | undefined = run; at !== undefined; at = at.rest) nodes.push(at.node);
  return nodes.reduceRight<Run | undefined>(
    (rest, node) => ({ node, rest, length: 1 + (rest?.length ?? 0) }),
    undefined,
  );
}

/** What is sent to the customer some time after the start. */
export const sendsLater = perObject((journey: Journey): readonly SendNode[] => {
  const nodes = nodesOf(journey);
  const begun = journey.edges.flatMap((edge) => {
    const node = nodes.get(edge.from);
    return node !== undefined && node.kind !== 'send' && takesTime(node, edge) ? [edge.to] : [];
  });
  const late = reachedFrom(journey, begun);
  return journey.nodes.flatMap((node) =>
    node.kind === 'send' && node.to === undefined && late.has(node.id) ? [node] : [],
  );
});

/** A node and all that is reached from it without waiting; nothing is followed behind what ends the way. */
export function reachedAtOnce(journey: Journey, from: string, ends: (node: Node) => boolean): ReadonlySet<string> {
  const nodes = nodesOf(journey);
  return reachedFrom(journey, [from], (edge) => {
    const node = nodes.get(edge.from);
    return node !== undefined && !takesTime(node, edge) && !ends(node);
  });
}

function takesTime(node: Node, edge: Edge): boolean {
  switch (node.kind) {
    case 'wait':
      return true;
    case 'handoff':
      return edge.on !== 'next';
    // What could not be sent was not counted.
    case 'send':
      return edge.on !== 'next';
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
