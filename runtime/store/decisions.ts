/** Decisions as the log keeps them: compact, the rule by its number in its graph. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Because, Decision, DecisionKind } from '../core/state/output.ts';
import { unreadable } from './failure.ts';

type Packed = readonly [
  kind: DecisionKind,
  graph: number,
  journey: string | 0,
  instance: string | 0,
  subject: string | 0,
  outcome: string | 0,
  because: readonly (readonly [rule: number, ...values: Json[]])[],
];

/** Takes text piece by piece. */
export interface TextSink {
  text(piece: string): void;
}

/**
 * `graphId` gives the number of a graph in the `graphs` table. The text is put together by hand and goes where it is kept piece by
 * piece: most of it is names that need no escaping, and it is written for every signal.
 */
export function writeDecisions(to: TextSink, decisions: readonly Decision[], graphId: (hash: string) => number): void {
  let before = '[';
  let graphHash = '';
  let graphNumber = '';
  for (const { kind, graph, journey, instance, subject, outcome, because } of decisions) {
    if (graph !== graphHash) {
      graphHash = graph;
      graphNumber = String(graphId(graph));
    }
    to.text(before);
    to.text('["');
    to.text(kind);
    to.text('",');
    to.text(graphNumber);
    named(to, journey);
    named(to, instance);
    quoted(to, subject);
    quoted(to, outcome);
    to.text(',[');
    for (let index = 0; index < because.length; index++) reason(to, because[index], index > 0);
    to.text(']]');
    before = ',';
  }
  to.text(']');
}

function reason(to: TextSink, because: Because | undefined, comma: boolean): void {
  if (because === undefined) return;
  to.text(comma ? ',[' : '[');
  to.text(String(because.rule));
  for (const value of because.values) {
    to.text(',');
    to.text(Number.isFinite(value) ? String(value) : JSON.stringify(value));
  }
  to.text(']');
}

/** What `writeDecisions` writes. Null: nothing was decided. */
export function encodeDecisions(decisions: readonly Decision[], graphId: (hash: string) => number): string | null {
  if (decisions.length === 0) return null;
  const pieces: string[] = [];
  writeDecisions({ text: (piece) => void pieces.push(piece) }, decisions, graphId);
  return pieces.join('');
}

/** Names of journeys and instances need no escaping. */
function named(to: TextSink, name: string | null): void {
  if (name === null) {
    to.text(',0');
    return;
  }
  to.text(',"');
  to.text(name);
  to.text('"');
}

const PLAIN = /^[A-Za-z0-9_ ().,:-]*$/;

function quoted(to: TextSink, text: string | null): void {
  if (text === null || PLAIN.test(text)) {
    named(to, text);
    return;
  }
  to.text(',');
  to.text(JSON.stringify(text));
}

/** `graph`: the number of the graph in the `graphs` table. */
export interface StoredDecision extends Omit<Decision, 'graph'> {
  readonly graph: number;
}

export function decodeDecisions(text: string | null): StoredDecision[] {
  if (text === null) return [];
  try {
    return unpacked(JSON.parse(text) as Packed[]);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw unreadable('What was decided on a record of the log');
  }
}

function unpacked(packed: readonly Packed[]): StoredDecision[] {
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
