/**
 * Everything that is known of a person: for whoever asks what is stored of them. What is long is read from the database while it is
 * written (`pieces.ts`), and can be gone through once.
 */
import type { Json } from '../../compiler/graph/types.ts';
import { profile } from '../core/flow/shares.ts';
import type { Customer } from '../core/state/customer.ts';
import { safeName } from '../core/values/names.ts';
import { toWire } from '../core/values/wire.ts';
import type { View } from '../engine/view.ts';
import { readPlaces } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { type CallOfPerson, personRows } from '../store/person.ts';
import { readSpread } from '../store/spread.ts';
import { type Entry, entriesAt, placesOfCustomer, timeText } from './history.ts';
import { customerName, type ShownInstance } from './instances.ts';

export interface Exported {
  /** as `journey why` and `journey timeline` name it */
  readonly customer: string;
  readonly number: number;
  /** RFC 3339: as of which moment of the log */
  readonly asOf: string;
  readonly keys: Customer['keys'];
  /** every field of the profile, also those that are computed */
  readonly profile: Readonly<Record<string, Json>>;
  readonly consents: Customer['consents'];
  readonly experiments: Readonly<Record<string, string>>;
  /** those that run, and those that have ended whose goal can still be reached */
  readonly instances: readonly InstanceOfPerson[];
  readonly messages: Iterable<object>;
  readonly tasks: Iterable<object>;
  readonly calls: Iterable<object>;
  /** every signal and every decision, with what it rests on, the oldest first */
  readonly timeline: Iterable<Entry>;
  /** subjects that signals of this person named, such as `ticket:T1`, and what was decided of them then */
  readonly subjects: readonly { readonly subject: string; readonly timeline: Iterable<Entry> }[];
}

interface InstanceOfPerson extends Pick<ShownInstance, 'id' | 'journey' | 'started' | 'since' | 'outcome'> {}

export function exportOf(database: Database, view: View, number: number): Exported {
  const customer = view.find(number)?.customer;
  const places = placesOfCustomer(database, view, number);
  const numbers = new Set([number]);
  const signals: number[] = [];
  for (const record of readPlaces(database, places)) {
    if (record.customer !== null) numbers.add(record.customer);
    if (record.kind === 'signal') signals.push(record.seq);
  }
  const rows = personRows(database, [...numbers]);
  return {
    customer: customerName(view, number),
    number,
    asOf: timeText(view.clock),
    keys: customer?.keys ?? {},
    // A subject has none: it would be all defaults.
    profile: customer === undefined || customer.about !== undefined ? {} : profileOf(view, customer),
    consents: customer?.consents ?? {},
    experiments: customer?.experiments ?? {},
    instances: (customer?.instances ?? []).map(({ id, journey, startedAt, since, outcome }) => {
      return { id, journey, started: timeText(startedAt), since: timeText(since), outcome };
    }),
    ...rows,
    calls: callsOf(view, rows.calls),
    timeline: entriesAt(database, view, places),
    subjects: subjectsOf(database, view, signals),
  };
}

/** What followed from the signals, whose places are given, for the subjects that they name. */
function subjectsOf(database: Database, view: View, signals: readonly number[]): Exported['subjects'] {
  const bySubject = new Map<number, number[]>();
  for (const { kind, seq, customer } of readSpread(database, signals)) {
    if (kind !== 'about' || customer === null) continue;
    const places = bySubject.get(customer);
    if (places === undefined) bySubject.set(customer, [seq]);
    else places.push(seq);
  }
  return [...bySubject].map(([number, places]) => ({
    subject: customerName(view, number),
    timeline: entriesAt(database, view, places),
  }));
}

function profileOf({ library, clock }: View, customer: Customer): Record<string, Json> {
  const frame = { customer, variables: {}, now: clock, startedAt: clock };
  const { current } = library.programs;
  const values = [...current.profile].map(([field, value]) => [safeName(field), value(frame, null)] as const);
  return profile(current.graph, Object.fromEntries(values));
}

function* callsOf(view: View, calls: Iterable<CallOfPerson>): Generator<object> {
  for (const call of calls) yield callOf(view, call);
}

/** Its arguments as they went out; those of an action that no file declares any more as they were counted. */
function callOf({ library }: View, call: CallOfPerson): object {
  const { graph } = library.programs.current;
  const parameters = (graph.actions?.[call.name] ?? graph.models?.[call.name])?.parameters ?? [];
  const told = parameters.map(({ name, type }) => [name, toWire(call.arguments[name] ?? null, type, graph)] as const);
  return { ...call, arguments: { ...call.arguments, ...Object.fromEntries(told) } };
}
