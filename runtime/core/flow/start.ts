/** Whether a signal starts journeys. Every journey that it could start says yes or why not. */
import type { Journey } from '../compile/journey.ts';
import type { Frame } from '../compile/parts.ts';
import type { Fact } from '../state/customer.ts';
import { begin, keyOf, type Occasion, occasionFrame, refuse } from './begin.ts';
import { gather } from './bursts.ts';
import { because, bind, type Context, concerns, emptyFrame, fits, seenBy } from './context.ts';
import { completeSequence, countAround } from './patterns.ts';
import { haveTurn, turnsOf } from './turns.ts';

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

type On<K> = Extract<Journey['start']['on'], { kind: K }>;

function considerCount(context: Context, journey: Journey, on: On<'count'>, fact: Fact): void {
  const frame = emptyFrame(context);
  const reason = seenBy(on.trigger, frame, fact);
  if (!fits(on.trigger, frame, fact)) {
    refuse(context, journey, [reason], 'condition');
    return;
  }
  const turns = turnsOf(journey.name, on, frame);
  const counted = countAround(on, frame, fact, turns);
  const reasons = [because(on.rule, [counted.length, on.count]), reason];
  if (counted.length < on.count) {
    refuse(context, journey, reasons, 'count');
    return;
  }
  // What has answered once is not counted again.
  haveTurn(context, journey.name, turns, counted);
  begin(context, journey, { bound: [[on.trigger.as, fact]], reasons });
}

function considerSequence(context: Context, journey: Journey, on: On<'sequence'>, signal: string, fact: Fact): void {
  const frame = emptyFrame(context);
  const turns = turnsOf(journey.name, on, frame);
  const completed = completeSequence(on, frame, signal, fact, turns);
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
  haveTurn(context, journey.name, turns, usedUp);
  const reasons = [
    because(on.rule),
    ...(final === undefined ? [] : [seenBy(final, bound(on, frame, facts.slice(0, -1)), facts.at(-1) ?? fact)]),
  ];
  begin(context, journey, { bound: on.triggers.map(({ as }, index) => [as, facts[index] ?? fact] as const), reasons });
}

function bound(on: On<'sequence'>, frame: Frame, facts: readonly Fact[]): Frame {
  return facts.reduce((known, fact, index) => {
    const trigger = on.triggers[index];
    return trigger === undefined ? known : bind(trigger, known, fact);
  }, frame);
}
