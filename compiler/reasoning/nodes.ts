/** Nodes of all journeys by their kind. */
import type {
  ConsentNode,
  DecideNode,
  EmitNode,
  ExperimentNode,
  Journey,
  RunNode,
  SendNode,
  SetNode,
} from '../graph/types.ts';
import type { Group } from './groups.ts';
import { perObject } from './remember.ts';
import type { Whole } from './rule.ts';

/** A node, and the journey that it is of. */
export interface Found<N> {
  readonly journey: Journey;
  readonly node: N;
}

export interface NodesByKind {
  readonly sends: readonly Found<SendNode>[];
  readonly sets: readonly Found<SetNode>[];
  readonly emits: readonly Found<EmitNode>[];
  readonly consents: readonly Found<ConsentNode>[];
  readonly experiments: readonly Found<ExperimentNode>[];
  readonly decides: readonly Found<DecideNode>[];
  readonly runs: readonly Found<RunNode>[];
}

export const nodesIn = perObject((journey: Journey): NodesByKind => {
  const sends: Found<SendNode>[] = [];
  const sets: Found<SetNode>[] = [];
  const emits: Found<EmitNode>[] = [];
  const consents: Found<ConsentNode>[] = [];
  const experiments: Found<ExperimentNode>[] = [];
  const decides: Found<DecideNode>[] = [];
  const runs: Found<RunNode>[] = [];
  for (const node of journey.nodes) {
    if (node.kind === 'send') sends.push({ journey, node });
    else if (node.kind === 'set') sets.push({ journey, node });
    else if (node.kind === 'emit') emits.push({ journey, node });
    else if (node.kind === 'consent') consents.push({ journey, node });
    else if (node.kind === 'experiment') experiments.push({ journey, node });
    else if (node.kind === 'decide') decides.push({ journey, node });
    else if (node.kind === 'run') runs.push({ journey, node });
  }
  return { sends, sets, emits, consents, experiments, decides, runs };
});

const nodesInGroup = perObject(({ journeys }: Group) => together(journeys.map(nodesIn)));

/** Those of a kind are put together when they are first asked for. */
export const allNodes = perObject(({ groups }: Whole) => together(groups.map(nodesInGroup)));

function together(each: readonly NodesByKind[]): NodesByKind {
  const all: { -readonly [K in keyof NodesByKind]?: NodesByKind[K] } = {};
  return {
    get sends() {
      all.sends ??= each.flatMap(({ sends }) => sends);
      return all.sends;
    },
    get sets() {
      all.sets ??= each.flatMap(({ sets }) => sets);
      return all.sets;
    },
    get emits() {
      all.emits ??= each.flatMap(({ emits }) => emits);
      return all.emits;
    },
    get consents() {
      all.consents ??= each.flatMap(({ consents }) => consents);
      return all.consents;
    },
    get experiments() {
      all.experiments ??= each.flatMap(({ experiments }) => experiments);
      return all.experiments;
    },
    get decides() {
      all.decides ??= each.flatMap(({ decides }) => decides);
      return all.decides;
    },
    get runs() {
      all.runs ??= each.flatMap(({ runs }) => runs);
      return all.runs;
    },
  };
}

/** Is there such a send in any journey? */
export function someSend({ groups }: Whole, test: (node: SendNode) => boolean): boolean {
  return groups.some((group) => nodesInGroup(group).sends.some(({ node }) => test(node)));
}
