/** Decisions as the log keeps them: compact, the rule by its number in its graph. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Because, Decision, DecisionKind } from '../core/state/output.ts';

type Packed = readonly [
  kind: DecisionKind,
  graph: number,
  journey: string | 0,
  instance: string | 0,
  subject: string | 0,
  outcome: string | 0,
  because: readonly (readonly [rule: number, ...values: Json[]])[],
];

/**
 * `graphId` gives the number of a graph in the `graphs` table. Null: nothing was decided. The text is put together by hand:
 * most of it is names that need no escaping, and it is written for every signal.
 */
export function encodeDecisions(decisions: readonly Decision[], graphId: (hash: string) => number): string | null {
  if (decisions.length === 0) return null;
  let text = '[';
  let graphHash = '';
  let graphNumber = 0;
  for (const { kind, graph, journey, instance, subject, outcome, because } of decisions) {
    if (text.length > 1) text += ',';
    if (graph !== graphHash) {
      graphHash = graph;
      graphNumber = graphId(graph);
    }
    text += `["${kind}",${graphNumber},${named(journey)},${named(instance)},${quoted(subject)},${quoted(outcome)},[`;
    let comma = '';
    for (const { rule, values } of because) {
      text += `${comma}[${rule}`;
      for (const value of values) text += Number.isFinite(value) ? `,${String(value)}` : `,${JSON.stringify(value)}`;
      text += ']';
      comma = ',';
    }
    text += ']]';
  }
  return `${text}]`;
}

/** Names of journeys and instances need no escaping. */
function named(text: string | null): string {
  return text === null ? '0' : `"${text}"`;
}

const PLAIN = /^[A-Za-z0-9_ ().,:-]*$/;

function quoted(text: string | null): string {
  if (text === null) return '0';
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
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
    journey: journey === 0 ? null : journey,
    instance: instance === 0 ? null : instance,
    subject: subject === 0 ? null : subject,
    outcome: outcome === 0 ? null : outcome,
    because: because.map(([rule, ...values]): Because => ({ rule, values })),
  }));
}
