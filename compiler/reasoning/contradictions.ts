/** J4062, J4063, J4065: journeys that contradict each other, each with both places. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Expression, Journey, Place, Policy, SendNode, SetNode, Signal, Stop } from '../graph/types.ts';
import { unknown } from './assume.ts';
import { longestBurst } from './bursts.ts';
import { triggersOf } from './causes.ts';
import { afterTrigger } from './flow.ts';
import { allNodes, type Found, nodesIn } from './nodes.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Reasoned, Whole } from './rule.ts';
import { capsOf, covers, rulesOf, sendsUnder } from './sending.ts';
import type { Shared } from './shared.ts';
import { renameVariable, visit } from './terms.ts';
import { period } from './words.ts';

/** Two journeys that both write one attribute, and not the same value: who comes last wins. */
export const twoWriters: GraphRule = (graph, found) => {
  const writers = new Map<string, Found<SetNode>[]>();
  for (const writer of allNodes(graph).sets) {
    const known = writers.get(writer.node.field);
    if (known === undefined) writers.set(writer.node.field, [writer]);
    else known.push(writer);
  }
  for (const [field, all] of writers) {
    const told = new Set<Journey>();
    for (const { journey, node } of all) {
      const other = all.find(
        (each) => each.journey.name < journey.name && canonicalJson(each.node.value) !== canonicalJson(node.value),
      );
      if (other === undefined || told.has(journey)) continue;
      told.add(journey);
      found({
        wording: say.twoWriters({ field, first: other.journey.name, second: journey.name }),
        place: node.place,
        related: [{ place: other.node.place, message: `${other.journey.name} writes it here.` }],
      });
    }
  }
};

interface Run {
  readonly journey: Journey;
  readonly signal: string;
  readonly first: SendNode;
  readonly length: number;
}

/** What a journey sends at once under each cap, in the order of the caps; null: nothing that more of others could drive over it. */
const runsOf = perPair((shared: Shared, journey: Journey): readonly (Run | null)[] =>
  capsOf(shared).map((cap) => {
    if (journey.start.on.kind !== 'signal') return null;
    const run = longestBurst(journey, journey.entry, sendsUnder(shared, journey, cap));
    const [first] = run;
    if (first === undefined || run.length > cap.rule.count) return null;
    return { journey, signal: signalOf(journey), first, length: run.length };
  }),
);

/** Two journeys that start on the same signal and at once send more than a cap lets through. */
export const capContention: GraphRule = (graph, found) => {
  const all = Object.values(graph.journeys).map((journey) => runsOf(graph.shared, journey));
  for (const [index, { policy, rule }] of capsOf(graph.shared).entries()) {
    const bySignal = new Map<string, Run[]>();
    for (const runs of all) {
      const second = runs[index] ?? null;
      if (second === null) continue;
      const { signal } = second;
      const before = bySignal.get(signal) ?? [];
      bySignal.set(signal, before);
      const first = before.find(
        (each) => each.length + second.length > rule.count && startTogether(graph, each.journey, second.journey),
      );
      before.push(second);
      if (first === undefined) continue;
      found({
        wording: say.capForTwo({
          first: first.journey.name,
          second: second.journey.name,
          signal,
          policy: policy.name,
          count: rule.count,
          period: period(rule.perMs),
          what: rule.then === 'drop' ? 'one is dropped' : 'one waits',
        }),
        place: second.first.place,
        related: [
          { place: first.first.place, message: `${first.journey.name} sends here.` },
          { place: rule.place, message: 'The cap is here.' },
        ],
      });
    }
  }
};

/** Is there a signal that starts both at once? */
function startTogether(graph: Whole, a: Journey, b: Journey): boolean {
  const [first, second] = [a.start.on, b.start.on];
  if (first.kind !== 'signal' || second.kind !== 'signal' || signalOf(a) !== signalOf(b)) return false;
  if (a.start.quietMs !== undefined || b.start.quietMs !== undefined) return false;
  const signal = signalOf(a);
  const variables = { it: { kind: 'signal', name: signal } as const };
  const asIt = [first.trigger, second.trigger].flatMap(({ where, as }) =>
    where === undefined
      ? []
      : [{ ...where, expression: as === undefined ? where.expression : renameVariable(where.expression, as, 'it') }],
  );
  const [one, two] = asIt;
  if (one === undefined || two === undefined) return true;
  const both = { ...one, expression: { op: 'and', left: one.expression, right: two.expression } as const };
  const trigger = { signal, where: both, place: first.trigger.place };
  return afterTrigger({ graph, variables }, unknown, trigger).states.length > 0;
}

function signalOf({ start }: Journey): string {
  return triggersOf(start.on)[0]?.signal ?? '';
}

/** Words by which signals say that a customer is unhappy. */
const unhappy = /complain|dispute|grievance|refund|return(ed|request)|fraud|bereave|deceas/i;

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
      signals: happened(rule.condition.expression),
    })),
  ];
  const signals = Object.values(shared.signals).filter(
    ({ name, meanings }) =>
      !meanings.some(({ kind }) => kind === 'resolution') &&
      (unhappy.test(name) || holds.some((hold) => hold.signals.has(name))),
  );
  return {
    holds,
    signals,
    sold: new Set(holds.flatMap(({ policy }) => (policy.covers.kind === 'purpose' ? [policy.covers.name] : []))),
    holding: new Map(signals.map(({ name }) => [name, holds.filter((hold) => hold.signals.has(name))])),
  };
});

/** A promotion that goes on although the customer has complained or sent something back, and the signals that it does not heed. */
const heedless = perPair((shared: Shared, journey: Journey) => {
  const { signals, sold, holding } = troublesOf(shared);
  const promotions = promotionsOf(shared, journey, sold);
  const [first] = promotions;
  if (first === undefined) return null;
  const heldBack = (message: string, signal: string): boolean =>
    holding.get(signal)?.some(({ policy }) => covers(shared, policy, message)) === true;
  // A signal that the journey stops for, waits for or asks about is one that its author has thought of.
  const heeded = signalsOf(journey);
  const open = signals.filter(
    ({ name }) => !heeded.has(name) && !promotions.every(({ message }) => heldBack(message, name)),
  );
  const [signal] = open;
  return signal === undefined ? null : { journey, first, signals: open.map(({ name }) => name), signal };
});

/** A promotion goes on although the customer has complained or sent something back. */
export const promotionsAfterTrouble: GraphRule = ({ journeys, shared }, found) => {
  const { holds, signals } = troublesOf(shared);
  if (signals.length === 0) return;
  const all = Object.values(journeys);
  let stopping: ReadonlyMap<string, readonly Stop[]> | undefined;
  for (const journey of all) {
    const trouble = heedless(shared, journey);
    if (trouble === null) continue;
    const { signal } = trouble;
    stopping ??= stopsBySignal(all);
    const peer = stopping.get(signal.name)?.find((stop) => !journey.stops.includes(stop));
    const beside = peer === undefined ? holds.find((hold) => hold.signals.has(signal.name)) : stopElsewhere(peer);
    found(promotionAfterTrouble(trouble, beside ?? troubleItself(signal)));
  }
};

const stopElsewhere = perObject(({ place }: Stop): Beside => ({ place, message: 'Another journey stops for it.' }));
const troubleItself = perObject(({ place }: Signal): Beside => ({ place, message: 'The signal is here.' }));

const promotionAfterTrouble = perPair(
  ({ journey, first, signals, signal }: NonNullable<ReturnType<typeof heedless>>, beside: Beside): Reasoned => ({
    wording: say.promotionAfterTrouble({
      journey: journey.name,
      message: first.message,
      signals: few(signals),
      signal: signal.name,
    }),
    place: first.place,
    related: [{ place: beside.place, message: beside.message }],
  }),
);

/** Messages that want something of the customer: of a journey of that kind, asked for by consent, or held back elsewhere. */
function promotionsOf(shared: Shared, journey: Journey, sold: ReadonlySet<string>): SendNode[] {
  return nodesIn(journey).sends.flatMap(({ node }) => {
    const purpose = shared.purposes[shared.purposeOf.get(node.message) ?? ''];
    if (purpose === undefined) return [];
    const promotes = journey.kind === 'promotion' || purpose.consent === 'asked' || sold.has(purpose.name);
    return promotes ? [node] : [];
  });
}

/** Signals that a condition asks to have come. */
function happened(condition: Expression): ReadonlySet<string> {
  const signals = new Set<string>();
  visit(condition, (inner) => {
    if (inner.op === 'aggregate' && (inner.function === 'any' || inner.function === 'count')) signals.add(inner.signal);
  });
  return signals;
}

function stopsBySignal(journeys: readonly Journey[]): ReadonlyMap<string, readonly Stop[]> {
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
}

/** Signals that a journey speaks of anywhere. */
const signalsOf = perObject(
  (journey: Journey): ReadonlySet<string> =>
    signalsIn([journey.start, journey.stops, journey.goal ?? null, journey.nodes]),
);

/** Names under `signal`, wherever they stand. */
function signalsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) signalsIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key === 'signal' && typeof item === 'string') found.add(item);
      else if (key !== 'place') signalsIn(item, found);
    }
  }
  return found;
}
