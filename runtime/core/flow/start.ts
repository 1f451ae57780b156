/** Whether a signal starts journeys. Every journey that it could start says yes or why not. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Journey } from '../compile/journey.ts';
import type { Frame } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Fact } from '../state/customer.ts';
import type { Because } from '../state/output.ts';
import { advance } from './advance.ts';
import { because, type Context, decide, fits, seenBy } from './context.ts';
import { bindSignal, end, newInstance } from './instances.ts';

export function startJourneys(context: Context, signal: string, fact: Fact): void {
  const program = context.programs.current;
  for (const journey of program.starts.get(signal) ?? []) consider(context, program, journey, fact);
}

function consider(context: Context, program: Program, journey: Journey, fact: Fact): void {
  const { customer, now } = context;
  const { trigger, repeat } = journey.start;
  const frame: Frame = { customer, variables: {}, now, startedAt: now };
  const reason = seenBy(trigger, frame, fact);
  const about = { journey: journey.name };
  if (!fits(trigger, frame, fact)) {
    decide(context, program, 'not_started', [reason], { ...about, outcome: 'condition' });
    return;
  }
  const key = keyOf(journey, trigger.as === null ? frame : { ...frame, variables: { [trigger.as]: fact } }, fact);
  const current = customer.instances.find((i) => i.outcome === null && i.journey === journey.name && i.key === key);
  if (current !== undefined) {
    if (repeat === 'ignore') {
      decide(context, program, 'not_started', [reason], { instance: current, outcome: 'running' });
      return;
    }
    if (repeat === 'refresh') {
      bindSignal({ instance: current, at: current, program, journey }, trigger.as, fact);
      decide(context, program, 'not_started', [reason], { instance: current, outcome: 'refreshed' });
      return;
    }
  }
  const refusal = reentryRefusal(context, journey, key);
  if (refusal !== null) {
    decide(context, program, 'not_started', [refusal, reason], { ...about, outcome: 'reentry' });
    return;
  }
  const replaced = current === undefined ? undefined : context.programs.get(current.graph);
  const replacedJourney = replaced?.journeys.get(journey.name);
  if (current !== undefined && replaced !== undefined && replacedJourney !== undefined) {
    const ended = { instance: current, at: current, program: replaced, journey: replacedJourney };
    end(context, ended, 'stopped', 'restarted', [reason]);
  }
  if (journey.start.reentry.kind !== 'every') customer.starts[startName(journey, key)] = now;
  const found = newInstance(context, program, journey, key, fact);
  decide(context, program, 'started', [reason], { instance: found.instance, subject: key });
  advance(context, found, journey.entry);
}

function keyOf(journey: Journey, frame: Frame, fact: Fact): string | null {
  const value: Json = journey.start.key === null ? null : journey.start.key(frame, fact);
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function reentryRefusal(context: Context, journey: Journey, key: string | null): Because | null {
  const { reentry, rule } = journey.start;
  if (reentry.kind === 'every') return null;
  const last = context.customer.starts[startName(journey, key)];
  if (last === undefined) return null;
  if (reentry.kind === 'again' && last + reentry.afterMs <= context.now) return null;
  return because(rule, [key, last]);
}

function startName(journey: Journey, key: string | null): string {
  return key === null ? journey.name : `${journey.name} ${key}`;
}
