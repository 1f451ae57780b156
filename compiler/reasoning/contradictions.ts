/** J4062, J4063, J4065: journeys that contradict each other, each with both places. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Expression, Journey, Place, SendNode, SetNode, Stop } from '../graph/types.ts';
import { unknown } from './assume.ts';
import { longestBurst } from './bursts.ts';
import { triggersOf } from './causes.ts';
import { afterTrigger } from './flow.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { covers, rulesOf, sendingsOf, sendsUnder } from './sending.ts';
import { renameVariable, visit } from './terms.ts';
import { period } from './words.ts';

const setsOf = perObject(({ nodes }: Journey): readonly SetNode[] => nodes.filter((node) => node.kind === 'set'));

/** Two journeys that both write one attribute, and not the same value: who comes last wins. */
export const twoWriters: GraphRule = (graph, found) => {
  const writers = new Map<string, { readonly journey: Journey; readonly node: SetNode }[]>();
  for (const journey of Object.values(graph.journeys)) {
    for (const node of setsOf(journey)) {
      const known = writers.get(node.field);
      if (known === undefined) writers.set(node.field, [{ journey, node }]);
      else known.push({ journey, node });
    }
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

/** Two journeys that start on the same signal and at once send more than a cap lets through. */
export const capContention: GraphRule = (graph, found) => {
  const journeys = Object.values(graph.journeys);
  for (const { policy, rule } of rulesOf(graph, 'at_most')) {
    const runs = journeys.flatMap((journey) => {
      if (journey.start.on.kind !== 'signal') return [];
      const run = longestBurst(journey, journey.entry, sendsUnder(graph, journey, policy, rule.channel));
      return run[0] === undefined || run.length > rule.count ? [] : [{ journey, run, first: run[0] }];
    });
    const bySignal = new Map<string, typeof runs>();
    for (const second of runs) {
      const signal = signalOf(second.journey);
      const before = bySignal.get(signal) ?? [];
      bySignal.set(signal, before);
      const first = before.find(
        (each) =>
          each.run.length + second.run.length > rule.count && startTogether(graph, each.journey, second.journey),
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

/** A promotion goes on although the customer has complained or sent something back. */
export const promotionsAfterTrouble: GraphRule = (graph, found) => {
  const holds = [
    ...rulesOf(graph, 'hold_after').map(({ policy, rule }) => ({
      policy,
      place: rule.place,
      signals: new Set([rule.signal]),
    })),
    ...rulesOf(graph, 'hold_while').map(({ policy, rule }) => ({
      policy,
      place: rule.place,
      signals: happened(rule.condition.expression),
    })),
  ];
  const troubles = Object.values(graph.signals).filter(
    ({ name, meanings }) =>
      !meanings.some(({ kind }) => kind === 'resolution') &&
      (unhappy.test(name) || holds.some(({ signals }) => signals.has(name))),
  );
  if (troubles.length === 0) return;
  const journeys = Object.values(graph.journeys);
  const sold = new Set(holds.flatMap(({ policy }) => (policy.covers.kind === 'purpose' ? [policy.covers.name] : [])));
  const stopping = stopsBySignal(journeys);
  const holding = new Map(troubles.map(({ name }) => [name, holds.filter(({ signals }) => signals.has(name))]));
  const heldBack = (message: string, signal: string): boolean =>
    holding.get(signal)?.some(({ policy }) => covers(graph, policy, message)) === true;
  for (const journey of journeys) {
    const promotions = promotionsOf(graph, journey, sold);
    const [first] = promotions;
    if (first === undefined) continue;
    // A signal that the journey stops for, waits for or asks about is one that its author has thought of.
    const heeded = signalsOf(journey);
    const open = troubles.filter(
      ({ name }) => !heeded.has(name) && !promotions.every(({ message }) => heldBack(message, name)),
    );
    const [signal] = open;
    if (signal === undefined) continue;
    const peer = stopping.get(signal.name)?.find((stop) => !journey.stops.includes(stop));
    const related: readonly { readonly place: Place; readonly message: string }[] =
      peer !== undefined
        ? [{ place: peer.place, message: 'Another journey stops for it.' }]
        : holds
            .filter((hold) => hold.signals.has(signal.name))
            .map(({ place }) => ({ place, message: 'This policy holds others back.' }));
    found({
      wording: say.promotionAfterTrouble({
        journey: journey.name,
        message: first.message,
        signals: few(open.map(({ name }) => name)),
        signal: signal.name,
      }),
      place: first.place,
      related: related.length > 0 ? related.slice(0, 1) : [{ place: signal.place, message: 'The signal is here.' }],
    });
  }
};

/** Messages that want something of the customer: of a journey of that kind, asked for by consent, or held back elsewhere. */
function promotionsOf(graph: Whole, journey: Journey, sold: ReadonlySet<string>): SendNode[] {
  return sendingsOf(journey).flatMap(({ node }) => {
    const purpose = graph.purposes[graph.messages[node.message]?.purpose ?? ''];
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

function stopsBySignal(journeys: readonly Journey[]): Map<string, Stop[]> {
  const map = new Map<string, Stop[]>();
  for (const stop of journeys.flatMap(({ stops }) => stops)) {
    if (stop.kind !== 'signal') continue;
    const known = map.get(stop.trigger.signal);
    if (known === undefined) map.set(stop.trigger.signal, [stop]);
    else known.push(stop);
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
