/** Everything that is known of a person: for whoever asks what is stored of them. */
import type { Json } from '../../compiler/graph/types.ts';
import { profile } from '../core/flow/shares.ts';
import type { Customer } from '../core/state/customer.ts';
import { safeName } from '../core/values/names.ts';
import { toWire } from '../core/values/wire.ts';
import type { View } from '../engine/view.ts';
import type { Database } from '../store/open.ts';
import { type CallOfPerson, personRows } from '../store/person.ts';
import { type Entry, spread, timeline, timeText } from './history.ts';
import { customerName } from './instances.ts';

export interface Exported {
  readonly customer: string;
  /** RFC 3339: as of which moment of the log */
  readonly asOf: string;
  readonly keys: Customer['keys'];
  /** every field of the profile, also those that are computed */
  readonly profile: Readonly<Record<string, Json>>;
  readonly consents: Customer['consents'];
  readonly experiments: Readonly<Record<string, string>>;
  readonly instances: readonly { readonly id: string; readonly journey: string; readonly since: string }[];
  readonly messages: readonly object[];
  readonly tasks: readonly object[];
  readonly calls: readonly object[];
  /** every signal and every decision, with what it rests on, the oldest first */
  readonly timeline: readonly Entry[];
  /** subjects that signals of this person named, such as `ticket:T1`, and what was decided of them then */
  readonly subjects: readonly { readonly subject: string; readonly timeline: readonly Entry[] }[];
}

export function exportOf(database: Database, view: View, number: number): Exported {
  const customer = view.find(number)?.customer;
  const entries = timeline(database, view, number);
  const numbers = new Set([number, ...entries.flatMap(({ customer: each }) => each ?? [])]);
  const rows = personRows(database, [...numbers]);
  return {
    customer: `#${number}`,
    asOf: timeText(view.clock),
    keys: customer?.keys ?? {},
    // A subject has none: it would be all defaults.
    profile: customer === undefined || customer.about !== undefined ? {} : profileOf(view, customer),
    consents: customer?.consents ?? {},
    experiments: customer?.experiments ?? {},
    instances: (customer?.instances ?? []).map(({ id, journey, since }) => ({ id, journey, since: timeText(since) })),
    ...rows,
    calls: rows.calls.map((call) => callOf(view, call)),
    timeline: entries,
    subjects: subjectsOf(database, view, entries),
  };
}

function subjectsOf(database: Database, view: View, entries: readonly Entry[]): Exported['subjects'] {
  const signals = entries.filter(({ kind }) => kind === 'signal').map(({ seq }) => seq);
  const bySubject = new Map<number, Entry[]>();
  for (const entry of spread(database, view, signals)) {
    if (entry.kind !== 'about' || entry.customer === null) continue;
    bySubject.set(entry.customer, [...(bySubject.get(entry.customer) ?? []), entry]);
  }
  return [...bySubject].map(([number, timeline]) => ({ subject: customerName(view, number), timeline }));
}

function profileOf({ library, clock }: View, customer: Customer): Record<string, Json> {
  const frame = { customer, variables: {}, now: clock, startedAt: clock };
  const { current } = library.programs;
  const values = [...current.profile].map(([field, value]) => [safeName(field), value(frame, null)] as const);
  return profile(current.graph, Object.fromEntries(values));
}

/** Its arguments as they went out; those of an action that no file declares any more as they were counted. */
function callOf({ library }: View, call: CallOfPerson): object {
  const { graph } = library.programs.current;
  const parameters = (graph.actions?.[call.name] ?? graph.models?.[call.name])?.parameters ?? [];
  const told = parameters.map(({ name, type }) => [name, toWire(call.arguments[name] ?? null, type, graph)] as const);
  return { ...call, arguments: { ...call.arguments, ...Object.fromEntries(told) } };
}
