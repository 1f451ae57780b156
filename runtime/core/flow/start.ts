/** Whether a signal starts journeys. Every journey that it could start says yes or why not. */
import type { Journey } from '../compile/journey.ts';
import type { Frame, Trigger } from '../compile/parts.ts';
import type { Fact } from '../state/customer.ts';
import { begin, emptyFrame, keyOf, type Occasion, occasionFrame, refuse } from './begin.ts';
import { gather } from './bursts.ts';
import { because, type Context, concerns, fits, seenBy } from './context.ts';
import { completeSequence, countAround, withFact } from './patterns.ts';
import { watchOf } from './watch-state.ts';

export function startJourneys(context: Context, signal: string, fact: Fact): void {
  for (const journey of context.programs.current.starts.get(signal) ?? [])
    if (concerns(journey, context.customer)) consider(context, journey, signal, fact);
}

function consider(context: Context, journey: Journey, signal: string, fact: Fact): void {
  const { on } = journey.start;
  switch (on.kind) {
    case 'signal': {
      const frame = emptyFrame(context);
      const reason = seenBy(on.trigger, frame, fact);
      if (!fits(on.trigger, frame, fact)) {
        refuse(context, journey, [reason], 'condition');
        return;
      }
      const occasion: Occasion = { bound: [[on.trigger.as, fact]], reasons: [reason] };
      if (journey.start.quietMs === null) begin(context, journey, occasion);
      else gather(context, journey, keyOf(journey, occasionFrame(context, occasion), fact), fact, [reason]);
      return;
    }
    case 'count':
      considerCount(context, journey, on, fact);
      return;
    case 'sequence':
      considerSequence(context, journey, on, signal, fact);
      return;
    case 'called':
    case 'silence':
    case 'becoming':
    case 'schedule':
    case 'anchored':
    case 'each':
      return;
  }
}

const NONE: readonly string[] = [];

type On<K> = Extract<Journey['start']['on'], { kind: K }>;

function considerCount(context: Context, journey: Journey, on: On<'count'>, fact: Fact): void {
  const frame = emptyFrame(context);
  const reason = seenBy(on.trigger, frame, fact);
  if (!fits(on.trigger, frame, fact)) {
    refuse(context, journey, [reason], 'condition');
    return;
  }
  const used = context.customer.watch?.used?.[journey.name] ?? NONE;
  const counted = countAround(on, frame, fact, asSet(used));
  const reasons = [because(on.rule, [counted.length, on.count]), reason];
  if (counted.length < on.count) {
    refuse(context, journey, reasons, 'count');
    return;
  }
  // What has answered once is not counted again.
  useUp(context, journey.name, [on.trigger], [...used, ...counted.map(({ id }) => id)]);
  begin(context, journey, { bound: [[on.trigger.as, fact]], reasons });
}

function considerSequence(context: Context, journey: Journey, on: On<'sequence'>, signal: string, fact: Fact): void {
  const frame = emptyFrame(context);
  const used = context.customer.watch?.used?.[journey.name] ?? NONE;
  const completed = completeSequence(on, frame, signal, fact, asSet(used));
  const final = on.triggers.at(-1);
  if (completed === 'too many') {
    refuse(context, journey, [because(on.rule)], 'too many signals');
    return;
  }
  if (completed === 'none') {
    if (final?.signal === signal) refuse(context, journey, [because(on.rule)], 'sequence');
    return;
  }
  const { facts, usedUp } = completed;
  useUp(context, journey.name, on.triggers, [...used, ...usedUp]);
  const reasons = [
    because(on.rule),
    ...(final === undefined ? [] : [seenBy(final, bound(on, frame, facts.slice(0, -1)), facts.at(-1) ?? fact)]),
  ];
  begin(context, journey, { bound: on.triggers.map(({ as }, index) => [as, facts[index] ?? fact] as const), reasons });
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Made once for each list: it grows with the customer, and is asked for with every signal. */
function asSet(ids: readonly string[]): ReadonlySet<string> {
  const known = sets.get(ids);
  if (known !== undefined) return known;
  const made = new Set(ids);
  sets.set(ids, made);
  return made;
}

/** What has had its turn is noted as long as it is remembered at all. */
function useUp(context: Context, journey: string, triggers: readonly Trigger[], ids: readonly string[]): void {
  const { history } = context.customer;
  const remembered = new Set(triggers.flatMap(({ signal }) => (history[signal] ?? []).map(({ id }) => id)));
  const watch = watchOf(context);
  watch.used = { ...watch.used, [journey]: ids.filter((id) => remembered.has(id)) };
}

function bound(on: On<'sequence'>, frame: Frame, facts: readonly Fact[]): Frame {
  return facts.reduce((known, fact, index) => {
    const trigger = on.triggers[index];
    return trigger === undefined ? known : withFact(trigger, known, fact);
  }, frame);
}
