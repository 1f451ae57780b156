/** J4065: what goes on as if nothing had happened, although the customer has complained or sent something back. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { Expression, Handler, Journey, Place, Policy, SendNode, Signal, Stop } from '../graph/types.ts';
import { sendsLater } from './bursts.ts';
import type { Group } from './groups.ts';
import { allNodes, nodesIn } from './nodes.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Reasoned, Whole } from './rule.ts';
import { covers, rulesOf } from './sending.ts';
import type { Shared } from './shared.ts';
import { visit } from './terms.ts';

/** Words by which signals say that a customer is unhappy. */
const unhappy =
  /complain|disput|grievance|refund|return(ed|request|start|open|regist|announc|receiv)|outage|fraud|bereave|deceas|(^|[^e])fault|damaged/i;

/** .. and that it is over. */
const over = /(over|ended|closed|resolved|settled|fixed|mended|withdrawn|cancell?ed|rejected|paid)$/i;

interface Beside {
  readonly place: Place;
  readonly message: string;
}

interface Hold extends Beside {
  readonly policy: Policy;
  readonly signals: ReadonlySet<string>;
}

interface Troubles {
  readonly holds: readonly Hold[];
  /** signals by which a customer is unhappy */
  readonly signals: readonly Signal[];
  /** purposes that policies hold back */
  readonly sold: ReadonlySet<string>;
  /** the policies that hold back after a signal */
  readonly holding: ReadonlyMap<string, readonly Hold[]>;
}

const HOLDS = 'This policy holds others back.';

const troublesOf = perObject((shared: Shared): Troubles => {
  const holds: Hold[] = [
    ...rulesOf(shared, 'hold_after').map(({ policy, rule }) => ({
      policy,
      place: rule.place,
      message: HOLDS,
      signals: new Set([rule.signal]),
    })),
    ...rulesOf(shared, 'hold_while').map(({ policy, rule }) => ({
      policy,
      place: rule.place,
      message: HOLDS,
      signals: happened(shared, rule.condition.expression),
    })),
  ];
  // What is about nobody in particular says of nobody that he is unhappy, and no policy can hold after it.
  const signals = Object.values(shared.signals).filter(
    ({ name, meanings, withoutCustomer }) =>
      withoutCustomer !== true &&
      !meanings.some(({ kind }) => kind === 'resolution') &&
      (saysTrouble({ name }) || holds.some((hold) => hold.signals.has(name))),
  );
  return {
    holds,
    signals,
    sold: new Set(holds.flatMap(({ policy }) => (policy.covers.kind === 'purpose' ? [policy.covers.name] : []))),
    holding: new Map(signals.map(({ name }) => [name, holds.filter((hold) => hold.signals.has(name))])),
  };
});

/** A message that goes on although the customer has complained or sent something back, and the signals that it does not heed. */
interface Trouble {
  readonly journey: Journey;
  readonly send: SendNode;
  readonly signals: readonly Signal[];
  readonly first: Signal;
  /** by this field the signal is about the same thing as the journey */
  readonly by?: string;
}

const troublesIn = perPair((shared: Shared, journey: Journey): readonly Trouble[] => {
  const { signals, sold, holding } = troublesOf(shared);
  const heeded = signalsOf(shared, journey);
  // A signal that the journey stops for, waits for or asks about is one that its author has thought of.
  const open = signals.filter(({ name }) => !heeded.has(name));
  if (open.length === 0) return [];
  const isHeld = ({ message }: SendNode, { name }: Signal): boolean =>
    holding.get(name)?.some(({ policy }) => covers(shared, policy, message)) === true;
  const told = new Set<Signal>();
  const found: Trouble[] = [];
  const tell = (send: SendNode, unheeded: readonly Signal[], by?: string): void => {
    const now = unheeded.filter((signal) => !told.has(signal) && !isHeld(send, signal));
    const [first] = now;
    if (first === undefined) return;
    for (const signal of now) told.add(signal);
    found.push({ journey, send, signals: now, first, ...(by === undefined ? {} : { by }) });
  };
  for (const send of promotionsOf(shared, journey, sold)) tell(send, open);
  for (const [by, same] of aboutTheSame(shared, journey, open))
    for (const send of sendsLater(journey)) tell(send, same, by);
  return found;
});

function saysTrouble({ name }: Pick<Signal, 'name'>): boolean {
  return unhappy.test(name) && !over.test(name);
}

/** Names of ids that say nothing of what they are of. */
const anything = new Set(['id', 'key', 'reference', 'ref', 'number', 'code', 'uuid']);

/**
 * Troubles with the very thing that the journey is about, by the id that they have in common with the signal that starts it: the order that is
 * sent back, the invoice that is disputed.
 */
function aboutTheSame(
  { signals }: Shared,
  { start: { on } }: Journey,
  troubles: readonly Signal[],
): ReadonlyMap<string, readonly Signal[]> {
  const found = new Map<string, Signal[]>();
  const own = on.kind === 'signal' ? signals[on.trigger.signal] : undefined;
  if (own === undefined) return found;
  for (const trouble of troubles) {
    if (!saysTrouble(trouble)) continue;
    const by = idsOf(trouble).find((name) => idsOf(own).includes(name));
    if (by !== undefined) found.set(by, [...(found.get(by) ?? []), trouble]);
  }
  return found;
}

const idsOf = perObject(({ fields, keys }: Signal): readonly string[] =>
  fields.flatMap(({ name, type }) =>
    type.kind === 'id' && keys[name] === undefined && !anything.has(name) ? [name] : [],
  ),
);

/** Something goes on although the customer has complained or sent something back. */
export const promotionsAfterTrouble: GraphRule = (graph, found) => {
  const { groups, shared } = graph;
  const { holds, signals } = troublesOf(shared);
  if (signals.length === 0) return;
  const stopping = new Map<string, readonly Stop[]>();
  for (const group of groups) {
    for (const each of troublesInGroup(shared, group)) {
      const trouble = unheeded(graph, each);
      if (trouble === undefined) continue;
      const { name } = trouble.first;
      const stops = stopping.get(name) ?? groups.flatMap((each) => stopsBySignal(each).get(name) ?? []);
      stopping.set(name, stops);
      const peer = stops.find((stop) => !trouble.journey.stops.includes(stop));
      const beside = peer === undefined ? holds.find((hold) => hold.signals.has(name)) : stopElsewhere(peer);
      found(afterTrouble(trouble, beside ?? troubleItself(trouble.first)));
    }
  }
};

const nothing: ReadonlySet<string> = new Set();

/** What is left of it besides what others see to. */
function unheeded(graph: Whole, trouble: Trouble): Trouble | undefined {
  const { handlers, shared } = graph;
  const around = heededAround(graph, trouble.journey);
  const withdrawn = withdrawnBy(handlers).get(shared.purposeOf.get(trouble.send.message) ?? '') ?? nothing;
  if (around.size + withdrawn.size === 0) return trouble;
  const signals = trouble.signals.filter(({ name }) => !around.has(name) && !withdrawn.has(name));
  const [first] = signals;
  if (signals.length === trouble.signals.length) return trouble;
  return first === undefined ? undefined : { ...trouble, signals, first };
}

const troublesInGroup = perPair((shared: Shared, { journeys }: Group) =>
  journeys.flatMap((journey) => troublesIn(shared, journey)),
);

const stopElsewhere = perObject(({ place }: Stop): Beside => ({ place, message: 'Another journey stops for it.' }));
const troubleItself = perObject(({ place }: Signal): Beside => ({ place, message: 'The signal is here.' }));

const afterTrouble = perPair(({ journey, send, signals, first, by }: Trouble, beside: Beside): Reasoned => {
  const { on } = journey.start;
  const as = on.kind === 'signal' ? on.trigger.as : undefined;
  const where = by === undefined || as === undefined ? '' : ` where it.${by} == ${as}.${by}`;
  return {
    wording: say.promotionAfterTrouble({
      journey: journey.name,
      message: send.message,
      signals: few(signals.map(({ name }) => name)),
      signal: first.name,
      where,
    }),
    place: send.place,
    related: [{ place: beside.place, message: beside.message }],
  };
});

/** Messages that want something of the customer: of a journey of that kind, asked for by consent, or held back elsewhere. */
function promotionsOf(shared: Shared, journey: Journey, sold: ReadonlySet<string>): SendNode[] {
  return nodesIn(journey).sends.flatMap(({ node }) => {
    const purpose = shared.purposes[shared.purposeOf.get(node.message) ?? ''];
    // Others are not the ones who complained.
    if (purpose === undefined || node.to !== undefined) return [];
    const promotes = journey.kind === 'promotion' || purpose.consent === 'asked' || sold.has(purpose.name);
    return promotes ? [node] : [];
  });
}

/** Signals that a condition asks to have come. */
function happened({ profile }: Pick<Shared, 'profile'>, condition: Expression): ReadonlySet<string> {
  const signals = new Set<string>();
  const fields = new Set<string>();
  const see = (inner: Expression): void => {
    if (inner.op === 'aggregate' && (inner.function === 'any' || inner.function === 'count')) signals.add(inner.signal);
    if (inner.op !== 'profile' || fields.has(inner.field)) return;
    fields.add(inner.field);
    const computed = profile[inner.field]?.computed;
    if (computed !== undefined) visit(computed, see);
  };
  visit(condition, see);
  return signals;
}

const stopsBySignal = perObject(({ journeys }: Group): ReadonlyMap<string, readonly Stop[]> => {
  const map = new Map<string, Stop[]>();
  for (const { stops } of journeys) {
    for (const stop of stops) {
      if (stop.kind !== 'signal') continue;
      const known = map.get(stop.trigger.signal);
      if (known === undefined) map.set(stop.trigger.signal, [stop]);
      else known.push(stop);
    }
  }
  return map;
});

/** Signals that a journey speaks of anywhere, also by what the profile computes of them. */
const signalsOf = perPair(({ profile }: Shared, journey: Journey): ReadonlySet<string> => {
  const { signals, fields } = spokenIn(journey);
  const found = new Set(signals);
  const seen = new Set(fields);
  // A set that grows while it is gone through is gone through to its end.
  for (const field of seen) {
    const computed = profile[field]?.computed;
    if (computed !== undefined) speak(computed, { signals: found, fields: seen });
  }
  return found;
});

interface Spoken {
  readonly signals: Set<string>;
  readonly fields: Set<string>;
}

/** The profile may change beneath a journey that stays. */
const spokenIn = perObject(({ start, stops, goal, nodes }: Journey): Spoken => {
  const spoken: Spoken = { signals: new Set(), fields: new Set() };
  speak([start, stops, goal ?? null, nodes], spoken);
  return spoken;
});

function speak(value: unknown, spoken: Spoken): void {
  if (Array.isArray(value)) for (const item of value) speak(item, spoken);
  else if (isRecord(value)) {
    // Not by entries: every journey is gone through, and most of it is texts and numbers.
    for (const key in value) {
      const item = value[key];
      if (typeof item === 'object') {
        if (key !== 'place') speak(item, spoken);
      } else if (key === 'signal' && typeof item === 'string') spoken.signals.add(item);
      else if (key === 'field' && typeof item === 'string' && value.op === 'profile') spoken.fields.add(item);
    }
  }
}

/** By the journey that is run; each is worked out once, however many ways lead to it. */
const heededByRunners = perObject((_: Whole) => new Map<Journey, ReadonlySet<string>>());

/** What all heed that run a journey and wait for it: it ends with them. */
function heededAround(graph: Whole, journey: Journey): ReadonlySet<string> {
  if (journey.start.on.kind !== 'called') return nothing;
  const known = heededByRunners(graph);
  const before = known.get(journey);
  if (before !== undefined) return before;
  // Who runs itself in the end is not asked again.
  known.set(journey, nothing);
  const [first, ...others] = allNodes(graph)
    .runs.filter(({ node }) => node.journey === journey.name)
    .map(({ journey: host, node }) =>
      node.waits ? new Set([...signalsOf(graph.shared, host), ...heededAround(graph, host)]) : nothing,
    );
  const heeded = new Set([...(first ?? [])].filter((name) => others.every((other) => other.has(name))));
  known.set(journey, heeded);
  return heeded;
}

/** Purpose -> the signals of which each withdraws the consent for it. */
const withdrawnBy = perObject((handlers: readonly Handler[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { trigger, actions } of handlers) {
    if (trigger.where !== undefined) continue;
    for (const each of actions) {
      if (each.kind !== 'consent' || each.action !== 'withdraw' || each.channel !== undefined) continue;
      found.set(each.purpose, (found.get(each.purpose) ?? new Set()).add(trigger.signal));
    }
  }
  return found;
});

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
