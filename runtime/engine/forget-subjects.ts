/** What subjects keep of somebody who is forgotten: that a signal named them, without what it said of the person. */
import type { Field, Graph, Json, Type } from '../../compiler/graph/types.ts';
import type { Fact } from '../core/state/customer.ts';
import type { Effect } from '../core/state/output.ts';
import { isRecord } from '../core/values/wire.ts';
import type { RenewedRows } from '../store/erase.ts';
import { createReader } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { About, LogRecord } from '../store/record.ts';
import { placeholder } from '../store/redact.ts';
import { readSpread } from '../store/spread.ts';
import { loadGraphs } from './library.ts';

/** Signals that were nobody's but a subject's. */
export function aloneOf(database: Database, chain: readonly LogRecord[]): ReadonlySet<number> {
  const abouts = chain.filter(({ kind, body }) => kind === 'about' && body !== null);
  const signals = abouts.map(({ body }) => (JSON.parse(body?.toString() ?? '{}') as About).of);
  const read = createReader(database);
  return new Set(signals.filter((seq) => read(seq)?.customer === null));
}

interface Forgotten {
  readonly number: number;
  /** keys, and all that was labelled as personal, of any length */
  readonly values: ReadonlySet<string>;
}

/**
 * The records of subjects that hold a signal of the person's `chain`, without what is labelled and without the person's own values.
 * `redacted`: what is left of a record without the values that can be told apart anywhere.
 */
export function clearedAbouts(
  database: Database,
  chain: readonly LogRecord[],
  person: Forgotten,
  redacted: ReadonlyMap<number, LogRecord>,
): LogRecord[] {
  const graphs = loadGraphs(database).map(({ graph }) => graph);
  const signals = chain.filter(({ kind }) => kind === 'signal').map(({ seq }) => seq);
  const cleared: LogRecord[] = [];
  for (const stored of readSpread(database, signals)) {
    if (stored.kind !== 'about') continue;
    const record = redacted.get(stored.seq) ?? stored;
    const about = JSON.parse(record.body?.toString() ?? '{}') as About;
    const graph = graphs.findLast(({ signals: declared }) => declared[about.signal] !== undefined);
    const body = JSON.stringify({ ...about, fact: clearedFact(about, graph, person) });
    if (body !== stored.body?.toString()) cleared.push({ ...record, body: Buffer.from(body), altered: 'redacted' });
  }
  return cleared;
}

function clearedFact({ signal, subject, fact }: About, graph: Graph | undefined, person: Forgotten): Fact {
  const fields = new Map(graph?.signals[signal]?.fields.map((field) => [field.name, field]));
  const entries = Object.entries(fact).map(([name, value]): [string, Json] => {
    const field = fields.get(name);
    if (name === 'at' || name === 'id' || value === subject.value) return [name, value];
    return [name, field === undefined || graph === undefined ? value : clearedField(graph, field, value, person)];
  });
  return { ...fact, ...Object.fromEntries(entries) };
}

function clearedField(graph: Graph, field: Field, value: Json, person: Forgotten): Json {
  if ((field.labels ?? []).length > 0) return neutral(graph, field.type, value, person);
  if (typeof value === 'string') return person.values.has(value) ? placeholder(value, person.number) : value;
  const { type } = field;
  const inner = type.kind === 'optional' ? type.of : type;
  if (Array.isArray(value) && inner.kind === 'list')
    return value.map((item) => clearedField(graph, { name: field.name, type: inner.of }, item, person));
  if (inner.kind === 'named' && isRecord(value))
    return recordOf(graph, inner.name, value, (each, item) => clearedField(graph, each, item, person));
  return value;
}

/** A value of the same type that says nothing: what follows from the signal is computed anew with it. */
function neutral(graph: Graph, type: Type, value: Json, person: Forgotten): Json {
  if (value === null) return null;
  switch (type.kind) {
    case 'optional':
      return neutral(graph, type.of, value, person);
    case 'list':
      return [];
    case 'named': {
      const named = graph.types[type.name];
      if (named?.kind === 'enumeration') return named.values[0] ?? null;
      if (!isRecord(value)) return null;
      return recordOf(graph, type.name, value, (each, item) => neutral(graph, each.type, item, person));
    }
    case 'boolean':
      return false;
    case 'timezone':
      return 'UTC';
    case 'locale':
      return 'en';
    case 'country':
      return 'ZZ';
    default:
      return typeof value === 'string' ? placeholder(value, person.number) : 0;
  }
}

function recordOf(
  graph: Graph,
  name: string,
  value: { readonly [field: string]: Json },
  item: (field: Field, value: Json) => Json,
): Json {
  const named = graph.types[name];
  const fields = named?.kind === 'record' ? named.fields : [];
  return {
    ...value,
    ...Object.fromEntries(fields.map((field) => [field.name, item(field, value[field.name] ?? null)])),
  };
}

/** What a customer's records give out when they are computed anew. */
export interface Renewed {
  /** Told of every record, in order; gives the body of one that an earlier record gave out, as it is now, or null: it stays. */
  bodyOf(record: LogRecord): Buffer | null;
  /** What came of the record. */
  add(record: LogRecord, effects: readonly Effect[]): void;
  readonly rows: RenewedRows;
}

export function createRenewed(): Renewed {
  const [messages, tasks, calls] = [
    new Map<string, string[]>(),
    new Map<string, string[]>(),
    new Map<string, string[]>(),
  ];
  /** Signals that are given out and have no record yet, the next one first. */
  const given = new Map<number, readonly (Effect & { readonly kind: 'emit' })[]>();
  return {
    rows: { redactMessage: messages, redactTask: tasks, redactCall: calls },
    bodyOf({ kind, customer, body }) {
      if (customer === null || (kind !== 'emit' && kind !== 'heard')) {
        if (customer !== null) given.delete(customer);
        return null;
      }
      if (kind !== 'emit') return null;
      const [next, ...rest] = given.get(customer) ?? [];
      if (next === undefined) return null;
      given.set(customer, rest);
      const { signal, fact, depth } = next;
      const now = Buffer.from(JSON.stringify({ signal, fact, depth }));
      return body !== null && now.equals(body) ? null : now;
    },
    add({ customer }, effects) {
      const emits: (Effect & { readonly kind: 'emit' })[] = [];
      for (const effect of effects) {
        if (effect.kind === 'emit') emits.push(effect);
        if (effect.kind === 'message') messages.set(effect.id, [effect.to, JSON.stringify(effect.content)]);
        if (effect.kind === 'task') tasks.set(effect.id, [effect.because, JSON.stringify(effect.context)]);
        if (effect.kind === 'call') calls.set(effect.id, [JSON.stringify(effect.arguments)]);
      }
      // What a given-out signal gives out itself comes before what was given out beside it.
      if (customer !== null && emits.length > 0) given.set(customer, [...emits, ...(given.get(customer) ?? [])]);
    },
  };
}
