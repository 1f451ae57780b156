/**
 * Builds the nodes and edges of one journey. Lowering walks the statements in order and carries the open ways: edges that
 * do not yet know where they lead, and steps that begin at the next node.
 */
import type { Edge, EdgeKind, Node, Place } from '../types.ts';

interface OpenEdge {
  readonly from: string;
  readonly on: EdgeKind;
  readonly index?: number;
  readonly label: string;
  readonly place: Place;
}

/** Ways that lead to whatever comes next. */
export interface Open {
  readonly edges: readonly OpenEdge[];
  /** steps that begin here; `` is the journey itself */
  readonly steps: readonly string[];
}

type Unplaced<N extends Node = Node> = N extends Node ? Omit<N, 'id' | 'step' | 'label' | 'place'> : never;

export interface Builder {
  /** Adds a node that all the open ways lead to. Returns its id. */
  add(
    node: Unplaced,
    at: { readonly step: string | undefined; readonly label: string; readonly place: Place },
    from: Open,
  ): string;
  /** Lets the open ways lead to a step, wherever it stands. */
  jump(step: string, from: Open): void;
  /** Nodes that can be reached, their edges, and the first node. */
  result(): { readonly entry: string; readonly nodes: readonly Node[]; readonly edges: readonly Edge[] };
}

export const nowhere: Open = { edges: [], steps: [] };
export const beginning: Open = { edges: [], steps: [''] };

export function joined(...ways: readonly Open[]): Open {
  return { edges: ways.flatMap((way) => way.edges), steps: ways.flatMap((way) => way.steps) };
}

export function exit(from: string, on: EdgeKind, label: string, place: Place, index?: number): Open {
  return { edges: [{ from, on, label, place, ...(index === undefined ? {} : { index }) }], steps: [] };
}

export function createBuilder(): Builder {
  const nodes: Node[] = [];
  const counts = new Map<string, number>();
  const edges: { readonly open: OpenEdge; readonly to: { node: string } | { step: string } }[] = [];
  /** where a step begins: at a node, or (a step that only jumps) where another one begins */
  const begins = new Map<string, { node: string } | { step: string }>();

  const idFor = (step: string | undefined, kind: string): string => {
    const base = step === undefined ? kind : `${step}/${kind}`;
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return count === 1 ? base : `${base}#${count}`;
  };

  const nodeOf = (to: { node: string } | { step: string }): string | undefined => {
    let at: { node: string } | { step: string } | undefined = to;
    // Steps that only jump in a circle have been reported; the bound keeps us from following them for ever.
    for (let hops = 0; at !== undefined && hops <= begins.size; hops++) {
      if ('node' in at) return at.node;
      at = begins.get(at.step);
    }
    return undefined;
  };

  return {
    add(node, at, from) {
      const id = idFor(at.step, node.kind);
      const placed = { id, ...(at.step === undefined ? {} : { step: at.step }), label: at.label, place: at.place };
      nodes.push({ ...node, ...placed } as Node);
      for (const open of from.edges) edges.push({ open, to: { node: id } });
      for (const step of from.steps) begins.set(step, { node: id });
      return id;
    },
    jump(step, from) {
      for (const open of from.edges) edges.push({ open, to: { step } });
      for (const begun of from.steps) begins.set(begun, { step });
    },
    result() {
      const entry = nodeOf({ step: '' }) ?? nodes[0]?.id ?? '';
      const resolved = edges.flatMap(({ open, to }): Edge[] => {
        const target = nodeOf(to);
        return target === undefined ? [] : [edge(open, target)];
      });
      const reached = reachable(entry, resolved);
      const order = new Map(nodes.map((node, index) => [node.id, index] as const));
      return {
        entry,
        nodes: nodes.filter((node) => reached.has(node.id)),
        edges: resolved.filter((each) => reached.has(each.from)).sort((a, b) => compareEdges(a, b, order)),
      };
    },
  };
}

function edge(open: OpenEdge, to: string): Edge {
  const { from, on, index, label, place } = open;
  return { id: `${from}>${on}${index ?? ''}`, from, to, on, ...(index === undefined ? {} : { index }), label, place };
}

const kinds: readonly EdgeKind[] = [
  'next',
  'yes',
  'no',
  'arm',
  'past',
  'absent',
  'case',
  'otherwise',
  'failed',
  'held',
  'resolved',
  'returned',
  'branch',
  'round',
  'variant',
  'approved',
  'rejected',
];

/** By node in the order written, then by kind and index. */
function compareEdges(a: Edge, b: Edge, order: ReadonlyMap<string, number>): number {
  return (
    (order.get(a.from) ?? 0) - (order.get(b.from) ?? 0) ||
    kinds.indexOf(a.on) - kinds.indexOf(b.on) ||
    (a.index ?? 0) - (b.index ?? 0)
  );
}

function reachable(entry: string, edges: readonly Edge[]): ReadonlySet<string> {
  const after = new Map<string, string[]>();
  for (const each of edges) {
    const list = after.get(each.from);
    if (list === undefined) after.set(each.from, [each.to]);
    else list.push(each.to);
  }
  const reached = new Set([entry]);
  const queue = [entry];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const next of after.get(at) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      queue.push(next);
    }
  }
  return reached;
}
