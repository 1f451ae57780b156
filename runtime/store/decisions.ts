/** Decisions as the log keeps them: compact, the rule by its number in its graph. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Because, Decision, DecisionKind } from '../core/state/output.ts';

type Packed = readonly [
  kind: DecisionKind,
  graph: number,
  journey: string | null,
  instance: string | null,
  subject: string | null,
  outcome: string | null,
  because: readonly (readonly [rule: number, ...values: Json[]])[],
];

/** `graphId` gives the number of a graph in the `graphs` table. Null: nothing was decided. */
export function encodeDecisions(decisions: readonly Decision[], graphId: (hash: string) => number): string | null {
  if (decisions.length === 0) return null;
  const packed = decisions.map(
    (d): Packed => [
      d.kind,
      graphId(d.graph),
      d.journey,
      d.instance,
      d.subject,
      d.outcome,
      d.because.map((b) => [b.rule, ...b.values] as const),
    ],
  );
  return JSON.stringify(packed);
}

/** `graph`: the number of the graph in the `graphs` table. */
export interface StoredDecision extends Omit<Decision, 'graph'> {
  readonly graph: number;
}

export function decodeDecisions(text: string | null): StoredDecision[] {
  if (text === null) return [];
  const packed = JSON.parse(text) as Packed[];
  return packed.map(([kind, graph, journey, instance, subject, outcome, because]) => ({
    kind,
    graph,
    journey,
    instance,
    subject,
    outcome,
    because: because.map(([rule, ...values]): Because => ({ rule, values })),
  }));
}
