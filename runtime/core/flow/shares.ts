/** What people are told with a customer: values as the outside reads them, money with its currency, times as text. */
import type { Json, Type } from '../../../compiler/graph/types.ts';
import type { Share } from '../compile/nodes.ts';
import type { Frame } from '../compile/parts.ts';
import { safeName } from '../values/names.ts';
import { timeText, toWire } from '../values/wire.ts';
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
      return told(share.value(frame, null), share.type, found);
    case 'contacts':
      return contacts(context, share.forMs);
    case 'journey':
      return { name: found.journey.name, started: timeText(found.instance.startedAt), knows: known(found) };
    case 'profile': {
      const values = [...found.program.profile].map(([field, value]) => [safeName(field), value(frame, null)] as const);
      return profile(found, Object.fromEntries(values));
    }
  }
}

/** All that is bound where the instance stands. */
function known(found: Running): Json {
  const values = variablesOf(found);
  const { variables = {} } = found.program.graph.journeys[found.journey.name] ?? {};
  const all = Object.entries(variables).flatMap(([name, type]): [string, Json][] => {
    const value = values[safeName(name)];
    return value === undefined ? [] : [[name, told(value, type, found)]];
  });
  const atStart = values[PROFILE_AT_START];
  if (isObject(atStart)) all.push([PROFILE_AT_START, profile(found, atStart)]);
  return Object.fromEntries(all);
}

function profile({ program }: Running, values: Readonly<Record<string, Json>>): Json {
  const fields = Object.values(program.graph.profile).filter(({ name }) => values[safeName(name)] !== undefined);
  return Object.fromEntries(
    fields.map(({ name, type }) => [name, toWire(values[safeName(name)] ?? null, type, program.graph)] as const),
  );
}

function told(value: Json, type: Type, { program }: Running): Json {
  // A name that stands for a message or a task: its id and channel, and when something became of it.
  if (type.kind === 'id' && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, typeof each === 'number' ? timeText(each) : each]),
    );
  }
  return toWire(value, type, program.graph);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every contact in the window, the oldest first: signals that are contacts, and messages that were sent. */
function contacts(context: Context, forMs: number | null): Json {
  const { customer, now, programs } = context;
  const from = forMs === null ? Number.NEGATIVE_INFINITY : now - forMs;
  const found: { at: number; what: string; channel: string | null }[] = [];
  for (const signal of programs.current.signals.values()) {
    if (signal.contact === null) continue;
    for (const fact of customer.history[signal.name] ?? []) {
      if (fact.at >= from && fact.at <= now) found.push({ at: fact.at, what: signal.name, channel: signal.contact.on });
    }
  }
  for (const sent of customer.sent) {
    if (sent.at >= from) found.push({ at: sent.at, what: sent.message, channel: sent.channel });
  }
  return found.sort((a, b) => a.at - b.at).map((each) => ({ ...each, at: timeText(each.at) }));
}
