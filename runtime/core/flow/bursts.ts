/** `after 5 minutes of quiet`: signals of a burst are gathered, and start one journey when no more come. */
import type { Journey } from '../compile/journey.ts';
import type { Burst, Fact } from '../state/customer.ts';
import type { Because } from '../state/output.ts';
import { begin, reentryRefusal, refuse, repeatOf, runningFor, whileRunning } from './begin.ts';
import { because, type Context } from './context.ts';
import { watchOf } from './watch-state.ts';

export function gather(
  context: Context,
  journey: Journey,
  key: string | null,
  fact: Fact,
  reasons: readonly Because[],
): void {
  const current = runningFor(context, journey, key);
  if (current !== undefined && repeatOf(context, journey, current) !== 'restart') {
    whileRunning(context, journey, current, { bound: [[null, fact]], reasons });
    return;
  }
  const refusal = current === undefined ? reentryRefusal(context, journey, key) : null;
  if (refusal !== null) {
    refuse(context, journey, [refusal, ...reasons], 'reentry');
    return;
  }
  const { bursts } = watchOf(context);
  const due = context.now + (journey.start.quietMs ?? 0);
  const burst = bursts.find((each) => each.journey === journey.name && each.key === key);
  if (burst === undefined) bursts.push({ journey: journey.name, key, due, facts: [fact] });
  else {
    burst.due = due;
    // Not copied: a burst that never gets quiet grows long.
    if (journey.start.repeat === 'collect') burst.facts.push(fact);
    else burst.facts = [fact];
  }
  refuse(context, journey, reasons, 'quiet awaited');
}

/** It has been quiet for long enough. A journey that is gone with its graph starts nothing. */
export function burstIsOver(context: Context, burst: Burst): void {
  const { bursts } = watchOf(context);
  bursts.splice(bursts.indexOf(burst), 1);
  const journey = context.programs.current.journeys.get(burst.journey);
  if (journey?.start.on.kind !== 'signal') return;
  const { as } = journey.start.on.trigger;
  begin(context, journey, {
    bound: burst.facts.map((fact) => [as, fact] as const),
    reasons: [because(journey.start.on.trigger.rule)],
  });
}
