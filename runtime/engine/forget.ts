/** Forgetting a customer: what is found, what is left, and what follows for others in whose records values of theirs stood. */
import type { Programs } from '../core/programs.ts';
import type { Customer } from '../core/state/customer.ts';
import type { Write } from '../store/batch.ts';
import { encodeDecisions } from '../store/decisions.ts';
import { erase, eraseRows, findValues, type Joins } from '../store/erase.ts';
import { readChain, readLog } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { LogRecord, Seals } from '../store/record.ts';
import { createRedactor } from '../store/redact.ts';
import { parseEnvelope } from './envelope.ts';
import { aloneOf, clearedAbouts, createRenewed, type Renewed } from './forget-subjects.ts';
import { createLibrary, loadGraphs } from './library.ts';
import { replayRecord } from './replay.ts';
import { createResidents, type Resident } from './residents.ts';

export interface Forgetting {
  readonly seals: Seals;
  readonly writes: readonly Write[];
  /** others, as the log without the values gives them */
  readonly others: readonly Resident[];
  /** who is forgotten: the customer, and all that have joined it */
  readonly people: ReadonlySet<number>;
}

/** Changes nothing yet. Everything has to be on disk. */
export function forgetting(database: Database, programs: Programs, resident: Resident): Forgetting {
  const { customer } = resident;
  const chain = readChain(database, resident.seq);
  const values = valuesOf(chain, customer, programs);
  const redactor = createRedactor(values, customer.number);
  const { joins, redacted: found } = findValues(database, redactor);
  const people = joinedWith(customer.number, joins);
  const redacted = new Map([...found].filter(([, record]) => !people.has(record.customer ?? 0)));
  const cleared = clearedAbouts(database, chain, { number: customer.number, values: new Set(values) }, redacted);
  for (const record of cleared) redacted.set(record.seq, record);
  const subjects = new Set(cleared.flatMap(({ customer: subject }) => subject ?? []));
  const renewed = createRenewed();
  const others = rebuild(database, redacted, joins, { of: subjects, renewed });
  const { seals, writes } = erase(database, people, aloneOf(database, chain), redacted);
  const quoted = values.map((value) => JSON.stringify(value));
  const isTheirs = (text: string): boolean =>
    redactor.json(text) !== text || quoted.some((value) => text.includes(value));
  return {
    seals,
    writes: [...writes, ...eraseRows(database, people, redactor, isTheirs, { of: subjects, rows: renewed.rows })],
    others,
    people,
  };
}

/** The keys of a customer, and every value labelled as personal: in the profile as it is, and in each signal that came. */
function valuesOf(chain: readonly LogRecord[], customer: Customer, { current }: Programs): string[] {
  const values = new Set(Object.values(customer.keys).flat());
  const add = (fields: readonly Labelled[], of: (field: Labelled) => unknown): void => {
    for (const field of fields) {
      const value = (field.labels ?? []).length === 0 ? null : of(field);
      if (typeof value === 'string') values.add(value);
    }
  };
  const { profile, signals } = current.graph;
  add(Object.values(profile), ({ name }) => customer.profile[name]);
  const byWire = new Map(Object.values(signals).flatMap(({ wire, fields }) => wire.map((name) => [name, fields])));
  for (const { kind, body } of chain) {
    const parsed = kind === 'signal' && body !== null ? parseEnvelope(body.toString()) : null;
    if (parsed?.ok !== true) continue;
    const { type, data } = parsed.envelope;
    const given = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
    add(byWire.get(type) ?? [], ({ name, wire }) => given[wire ?? name]);
  }
  return [...values];
}

interface Labelled {
  readonly name: string;
  readonly wire?: string;
  readonly labels?: readonly string[];
}

/** A customer and all that have joined it, directly or by others. */
export function joinedWith(number: number, joins: Joins): Set<number> {
  const people = new Set([number]);
  for (const each of people) for (const from of joins.get(each) ?? []) people.add(from);
  return people;
}

/**
 * Others by the log without the values. Where something else follows now, the log says what follows: a record's decisions are those of
 * the signals that are left.
 */
function rebuild(
  database: Database,
  redacted: Map<number, LogRecord>,
  joins: Joins,
  anew: { readonly of: ReadonlySet<number>; readonly renewed: Renewed },
): Resident[] {
  const into = new Map([...joins].flatMap(([customer, all]) => all.map((from) => [from, customer] as const)));
  const numbers = new Set<number>();
  for (const { customer } of redacted.values()) {
    let newest = customer;
    for (let next = newest; next !== null; next = into.get(next) ?? null) newest = next;
    if (newest !== null) for (const each of joinedWith(newest, joins)) numbers.add(each);
  }
  if (numbers.size === 0) return [];
  const library = createLibrary();
  const residents = createResidents(() => null);
  const graphs = new Map(loadGraphs(database).map(({ id, graph }) => [id, graph]));
  for (const stored of readLog(database)) {
    if (stored.customer !== null && !numbers.has(stored.customer)) continue;
    const isSubject = stored.customer !== null && anew.of.has(stored.customer);
    const given = isSubject ? anew.renewed.bodyOf(stored) : null;
    if (given !== null) redacted.set(stored.seq, { ...stored, body: given, altered: 'redacted' });
    const record = redacted.get(stored.seq) ?? stored;
    const outcome = replayRecord({ library, graphs, residents }, record);
    if (outcome === null) continue;
    if (isSubject) anew.renewed.add(stored, outcome.effects);
    const decisions = encodeDecisions(outcome.decisions, library.idOf);
    if (decisions !== record.decisions) redacted.set(record.seq, { ...record, decisions, altered: 'redacted' });
  }
  return [...numbers].map((number) => residents.get(number));
}
