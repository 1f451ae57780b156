/** What people are told with a customer: values as the outside reads them, money with its currency, times as text. */
import type { Graph, Json, Type } from '../../../compiler/graph/types.ts';
import type { Share } from '../compile/nodes.ts';
import type { Frame } from '../compile/parts.ts';
import { contactSignals, contactsOf } from '../values/contacts.ts';
import { safeName } from '../values/names.ts';
import { isRecord, timeText, toWire } from '../values/wire.ts';
import { type Context, type Running, variablesOf } from './context.ts';
import { PROFILE_AT_START } from './instances.ts';

export function sharedBy(
  context: Context,
  found: Running,
  shares: readonly Share[],
  frame: Frame,
): Record<string, Json> {
  const shared: Record<string, Json> = {};
  for (const share of shares)
    shared[share.kind === 'value' ? share.name : share.kind] = shareOf(context, found, share, frame);
  return shared;
}

function shareOf(context: Context, found: Running, share: Share, frame: Frame): Json {
  switch (share.kind) {
    case 'value':
      return told(share.value(frame, null), share.type, found.program.graph);
    case 'contacts':
      return contacts(context, share.forMs);
    case 'journey':
      return {
        name: found.journey.name,
        started: timeText(found.instance.startedAt),
        knows: bound(found),
        tried: (found.instance.tried ?? []).map(({ id: _, at, ...each }) => ({ at: timeText(at), ...each })),
        consents: consentsOf(context, found),
        open: context.customer.tasks.map(({ id, team }) => ({ task: id, team })),
      };
    case 'profile': {
      const values = [...found.program.profile].map(([field, value]) => [safeName(field), value(frame, null)] as const);
      return profile(found.program.graph, Object.fromEntries(values));
    }
  }
}

/** To each purpose, and where something else was said for a channel, to that; a subject has none. */
function consentsOf({ customer }: Context, { program, journey }: Running): Json {
  if (journey.about !== null) return {};
  const purposes = Object.values(program.graph.purposes);
  return {
    ...Object.fromEntries(purposes.map((each) => [each.name, each.consent === 'assumed'])),
    ...customer.consents,
  };
}

/** All that is bound where the instance stands. */
function bound(found: Running): Json {
  return known(found.program.graph, found.journey.name, variablesOf(found));
}

/** What is bound in a journey, by the names that its author gave. */
export function known(graph: Graph, journey: string, values: Readonly<Record<string, Json>>): Record<string, Json> {
  const { variables = {} } = graph.journeys[journey] ?? {};
  const all = Object.entries(variables).flatMap(([name, type]): [string, Json][] => {
    const value = values[safeName(name)];
    return value === undefined ? [] : [[name, told(value, type, graph)]];
  });
  const atStart = values[PROFILE_AT_START];
  if (isRecord(atStart)) all.push([PROFILE_AT_START, profile(graph, atStart)]);
  return Object.fromEntries(all);
}

/** Fields of the profile, those that are given. */
export function profile(graph: Graph, values: Readonly<Record<string, Json>>): Record<string, Json> {
  const fields = Object.values(graph.profile).filter(({ name }) => values[safeName(name)] !== undefined);
  return Object.fromEntries(
    fields.map(({ name, type }) => [name, toWire(values[safeName(name)] ?? null, type, graph)] as const),
  );
}

function told(value: Json, type: Type, graph: Graph): Json {
  // A name that stands for a message or a task: its id and channel, and when something became of it.
  if (type.kind === 'id' && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, typeof each === 'number' ? timeText(each) : each]),
    );
  }
  return toWire(value, type, graph);
}

/** Every contact in the window, the oldest first. */
function contacts({ customer, now, programs }: Context, forMs: number | null): Json {
  const from = forMs === null ? Number.NEGATIVE_INFINITY : now - forMs;
  return contactsOf(customer, contactSignals(programs.current.graph), from, now).map((each) => ({
    ...each,
    at: timeText(each.at),
  }));
}
