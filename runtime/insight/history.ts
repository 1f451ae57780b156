/** What happened to one customer, and why: the log read back with the places in the source and the values seen. */
import type { Graph, Json } from '../../compiler/graph/types.ts';
import { compileProgram } from '../core/compile/program.ts';
import type { Rule } from '../core/state/output.ts';
import { explain } from '../core/values/format.ts';
import { toWire } from '../core/values/wire.ts';
import type { View } from '../engine/view.ts';
import { decodeDecisions, type StoredDecision } from '../store/decisions.ts';
import { placesOf, readPlaces, readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { type OutboxRow, type OutboxStatus, readMessage, readNotLeft } from '../store/outbox.ts';
import type { LogRecord } from '../store/record.ts';
import { readSpread } from '../store/spread.ts';

export interface Reason {
  /** as the author wrote it */
  readonly rule: string;
  readonly file: string;
  /** from 1 */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export interface ExplainedDecision {
  readonly seq: number;
  /** RFC 3339 */
  readonly time: string;
  readonly journey: string | null;
  readonly instance: string | null;
  readonly kind: string;
  /** the message, team, field or purpose that it is about */
  readonly subject: string | null;
  readonly outcome: string | null;
  /** of what became of a message: its name */
  readonly message?: string;
  /** of a message that failed and was let leave again: where it is now, and why */
  readonly since?: { readonly status: OutboxStatus; readonly error: string | null };
  /** of what is to leave, and has not yet: its id in the outbox, when it is tried next, and why it did not leave until now */
  readonly waits?: {
    readonly id: string;
    readonly status: OutboxStatus;
    readonly nextAt: string | null;
    readonly error: string | null;
    /** through what it leaves, and how that is, if it does not work; who sends knows */
    readonly connector?: string;
    readonly state?: string;
  };
  readonly because: readonly Reason[];
}

export interface Entry {
  readonly seq: number;
  readonly time: string;
  readonly kind: LogRecord['kind'];
  /** the number that the customer had then: another one before it joined; null: none */
  readonly customer: number | null;
  /** of an act of an operator: what it was */
  readonly act?: unknown;
  /** somebody was forgotten: what is missing here */
  readonly altered?: LogRecord['altered'];
  /** of a signal: as it came; of one that a journey gave out, without a customer, or for a subject: what was told of it */
  readonly signal?: unknown;
  readonly decisions: readonly ExplainedDecision[];
}

/** Everything in the log about a customer, the oldest first. */
export function timeline(database: Database, view: View, number: number): Entry[] {
  return [...entriesAt(database, view, placesOfCustomer(database, view, number))];
}

/** Where the records of a customer stand in the log, the oldest first. */
export function placesOfCustomer(database: Database, view: View, number: number): readonly number[] {
  const found = view.find(number);
  return found === null || found.seq === 0 ? [] : placesOf(database, found.seq);
}

/** What stands in these places, one after another. */
export function* entriesAt(database: Database, view: View, places: readonly number[]): Generator<Entry> {
  const entryOf = createEntries(database, view);
  for (const record of readPlaces(database, places)) yield entryOf(record);
}

/** The decisions about a signal, also those about the subjects that it names and those whom it is for. */
export function decisionsOn(database: Database, view: View, signal: number): ExplainedDecision[] {
  const record = readRecord(database, signal);
  const records = [...(record === undefined ? [] : [record]), ...readSpread(database, [signal])];
  return records.map(createEntries(database, view)).flatMap(({ decisions }) => decisions);
}

function createEntries(database: Database, view: View): (record: LogRecord) => Entry {
  const explainer = createExplainer(view);
  return (record) => {
    const { seq, kind, customer, altered, body } = record;
    const entry = {
      seq,
      time: timeText(record.time),
      kind,
      customer,
      ...(altered === undefined ? {} : { altered }),
      decisions: decodeDecisions(record.decisions).map((decision) => named(database, explainer(decision, record))),
    };
    if (kind === 'act') return { ...entry, act: actOnWire(parse(body)) };
    if (kind === 'told' || kind === 'about' || kind === 'emit') return { ...entry, signal: spreadOf(view, record) };
    return kind === 'signal' ? { ...entry, signal: parse(body) } : entry;
  };
}

/** When it was asked for, and where a wait was moved to, as on the wire. */
function actOnWire(act: unknown): unknown {
  if (typeof act !== 'object' || act === null) return act;
  const isTime = (name: string, value: unknown): value is number =>
    (name === 'at' || name === 'to') && typeof value === 'number';
  return Object.fromEntries(
    Object.entries(act).map(([name, value]) => [name, isTime(name, value) ? timeText(value) : value]),
  );
}

/** A signal that was told: its fields stand in the log as the core counts. */
function spreadOf(view: View, { body, decisions }: LogRecord): unknown {
  const told = parse(body);
  if (typeof told !== 'object' || told === null || !('signal' in told) || !('fact' in told)) return told;
  const name = String(told.signal);
  const ids = new Set(decodeDecisions(decisions).map(({ graph }) => graph));
  // Those that decided on it knew it; else the newest that does.
  const graphs = [...view.graphs].reverse().sort((a, b) => Number(ids.has(b.id)) - Number(ids.has(a.id)));
  const graph = graphs.map((each) => each.graph).find((each) => Object.hasOwn(each.signals, name));
  return graph === undefined ? told : { ...told, fact: toWire(told.fact as Json, { kind: 'signal', name }, graph) };
}

/** All decisions, the oldest first. */
export function why(database: Database, view: View, number: number): ExplainedDecision[] {
  return timeline(database, view, number).flatMap((entry) => entry.decisions);
}

function named(database: Database, decision: ExplainedDecision): ExplainedDecision {
  return decision.kind === 'delivery' ? delivered(database, decision) : { ...decision, ...notLeft(database, decision) };
}

function notLeft(database: Database, decision: ExplainedDecision): Pick<ExplainedDecision, 'waits'> {
  const row = waiting(database, decision);
  if (row === undefined || row.nextAt === null) return {};
  const { id, status, nextAt, error } = row;
  return { waits: { id, status, nextAt: status === 'pending' ? timeText(nextAt) : null, error } };
}

function waiting(database: Database, { kind, seq, instance, subject, outcome }: ExplainedDecision) {
  if (kind === 'called' || kind === 'handed') return readMessage(database, outcome ?? '');
  if (kind !== 'sent') return undefined;
  return readNotLeft(database, { seq, instance: instance ?? '', message: subject ?? '', way: outcome ?? '' });
}

/** What became of a message is told by its id; the journey that has sent it may have ended. */
function delivered(database: Database, decision: ExplainedDecision): ExplainedDecision {
  const sent = readMessage(database, decision.subject ?? '');
  if (sent === undefined) return decision;
  const { message, journey, instance } = sent;
  const since = sinceThen(decision.outcome, sent);
  return {
    ...decision,
    message,
    journey: decision.journey ?? journey,
    instance: decision.instance ?? instance,
    ...since,
  };
}

/** A failure is told once, as what the journey has heard; an operator may have let the message leave again. */
function sinceThen(outcome: string | null, { status, error }: OutboxRow): Pick<ExplainedDecision, 'since'> {
  if (outcome?.startsWith('failed') !== true || status === 'dead' || status === 'failed') return {};
  return status === 'cancelled' && outcome === `failed: ${error}`
    ? {}
    : { since: { status, error: status === 'sent' ? null : error } };
}

const KEPT_BACK: ReadonlySet<string> = new Set(['held', 'still_held', 'paused']);
/** Of an instance. `cancelled` ends one branch of it, or takes back what it has sent to another customer. */
export const ENDS: ReadonlySet<string> = new Set(['finished', 'stopped']);

/** What is about a message, journey, team, policy or instance; and how an instance ended while that was kept back, since it never came then; and where a team's task went. */
export function decisionsAbout(all: readonly ExplainedDecision[], name: string): ExplainedDecision[] {
  const about = new Set(all.filter((decision) => isAbout(decision, name)));
  const last = new Map([...about].map((decision) => [decision.instance, decision]));
  for (const [instance, { kind, seq }] of last) {
    if (instance === null || !KEPT_BACK.has(kind)) continue;
    const end = all.find(
      (each) => each.instance === instance && each.seq > seq && (ENDS.has(each.kind) || each.kind === 'cancelled'),
    );
    if (end !== undefined) about.add(end);
  }
  // A team that has lost a task is asked about by its name, and the task is the other team's by then.
  const tasks = new Set([...about].flatMap(({ kind, outcome }) => (kind === 'handed' ? [outcome] : [])));
  for (const each of all) if (each.kind === 'escalated' && tasks.has(each.outcome)) about.add(each);
  return all.filter((decision) => about.has(decision));
}

/** Whether it is about a message, journey, team, policy, purpose, channel or instance of that name. */
export function isAbout(decision: ExplainedDecision, name: string): boolean {
  return (
    decision.journey === name ||
    decision.subject === name ||
    (decision.kind === 'consent' && decision.subject?.startsWith(`${name} on `) === true) ||
    // A policy or a channel can have stood against it without being the outcome: another one lasts longer, or the next channel was free.
    decision.because.some(({ rule }) => rule === `channel ${name}` || rule.startsWith(`policy ${name}: `)) ||
    decision.outcome === name ||
    decision.instance === name ||
    decision.message === name
  );
}

export function createExplainer(view: View): (decision: StoredDecision, record: LogRecord) => ExplainedDecision {
  const graphs = new Map<number, Graph>();
  for (const { id, graph } of view.graphs) graphs.set(id, graph);
  return (decision, record) => {
    const graph = graphs.get(decision.graph);
    return {
      seq: record.seq,
      time: timeText(record.time),
      journey: decision.journey,
      instance: decision.instance,
      kind: decision.kind,
      subject: decision.subject,
      outcome: decision.outcome,
      because: decision.because.flatMap(({ rule: index, values }) => {
        const rule = graph === undefined ? undefined : rulesOf(graph)[index];
        if (graph === undefined || rule === undefined) return [];
        // A version that noted fewer values saw no others.
        const reads = rule.reads.slice(0, values.length);
        const seen = reads.map((read, i) => [read.name, explain(values[i] ?? null, read.type, graph)] as const);
        const [file, line] = rule.place;
        return [{ rule: rule.text, file: graph.files[file] ?? '', line: line + 1, values: Object.fromEntries(seen) }];
      }),
    };
  };
}

const rulesOfGraphs = new WeakMap<Graph, readonly Rule[]>();

/** Rules are numbered while a graph is compiled, and only then: compiling again is what reads a number back. */
function rulesOf(graph: Graph): readonly Rule[] {
  const known = rulesOfGraphs.get(graph);
  if (known !== undefined) return known;
  const { rules } = compileProgram(graph);
  rulesOfGraphs.set(graph, rules);
  return rules;
}

export function timeText(time: number): string {
  return new Date(time).toISOString();
}

function parse(body: Buffer | null): unknown {
  try {
    return JSON.parse(body?.toString() ?? 'null');
  } catch {
    return null;
  }
}
