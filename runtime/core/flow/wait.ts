/** Waits: what an instance listens to at its node, and which arm wins. */

import type { Arm, Moment } from '../compile/arms.ts';
import type { Node } from '../compile/nodes.ts';
import type { Frame, Target } from '../compile/parts.ts';
import type { Fact, Instance } from '../state/customer.ts';
import { instantOf, isZone, localAt, monthsOn, nextLocal, withinReach } from '../values/calendar.ts';
import { afterOpenTime } from '../values/hours.ts';
import { because, type Context, decide, fits, frameOf, type Running, type Step, seen, seenBy } from './context.ts';
import { hasHappened, takeArm } from './delivery.ts';
import { bindSignal } from './instances.ts';

type WaitNode = Node & { readonly kind: 'wait' };

/** Sets the timers; an arm that already holds (a look back, a moment that has passed) is taken at once. */
export function beginWait(context: Context, found: Running, node: WaitNode): Step {
  const frame = frameOf(context, found);
  const timers: (number | null)[] = node.arms.map(() => null);
  for (let index = 0; index < node.arms.length; index++) {
    const step = beginArm(context, found, node.arms[index], frame, timers, index);
    if (step !== null) return step;
  }
  found.at.timers = timers;
  return 'stay';
}

function beginArm(
  context: Context,
  found: Running,
  arm: Arm | undefined,
  frame: Frame,
  timers: (number | null)[],
  index: number,
): Step | null {
  switch (arm?.kind) {
    case undefined:
      return null;
    case 'signal': {
      const fact = lookBack(arm, frame, found.instance);
      return fact === null ? null : takeSignal(context, found, arm, fact);
    }
    case 'message':
      return hasHappened(found, arm) ? takeArm(context, found, arm) : null;
    case 'condition':
      return arm.condition.test(frame, null) === true ? takeCondition(context, found, arm) : null;
    case 'after': {
      timers[index] = dueAfter(arm, frame);
      return null;
    }
    case 'at': {
      const due = momentOf(arm.moment, frame);
      if (due === null) return leave(context, found, arm, arm.absent ?? arm, 'absent', [due]);
      const past = arm.moment.kind === 'time' && due < frame.now;
      if (past) return leave(context, found, arm, arm.past ?? arm, 'past', [due]);
      timers[index] = due;
      return null;
    }
  }
}

/** So much time from now on; with hours, only time inside of them counts. */
export function dueAfter(arm: Arm & { kind: 'after' }, frame: Frame): number {
  const duration = Math.max(0, Number(arm.duration(frame, null)));
  return arm.hours === null ? withinReach(frame.now + duration) : afterOpenTime(frame.now, duration, arm.hours(frame));
}

/** Moments that are read from what can change move with it, in either direction; one that has passed by moving takes its way. */
export function moveMoments(context: Context, found: Running, node: WaitNode): Step {
  const { at, instance, program } = found;
  // A time of day is still the first one since the wait began, and so many days from `now` are counted from there.
  const frame: Frame = { ...frameOf(context, found), asked: at.since };
  for (const [index, arm] of node.arms.entries()) {
    if (arm.kind !== 'at' || !arm.live) continue;
    const due = momentOf(arm.moment, frame);
    if (due === at.timers[index]) continue;
    if (due === null) return leave(context, found, arm, arm.absent ?? arm, 'absent', [due]);
    if (due < context.now) {
      const way = arm.moment.kind === 'time' ? (arm.past ?? arm) : arm;
      return leave(context, found, arm, way, 'past', [due]);
    }
    at.timers[index] = due;
    decide(context, program, 'moved', [because(arm.rule, [due])], { instance });
  }
  return 'stay';
}

/** A remembered signal that the arm accepts from before this step. */
function lookBack(arm: Arm & { kind: 'signal' }, frame: Frame, instance: Instance): Fact | null {
  const { look, trigger } = arm;
  if (look.kind === 'step') return null;
  const from =
    look.kind === 'start' ? instance.startedAt : look.kind === 'ever' ? Number.NEGATIVE_INFINITY : frame.now - look.ms;
  const facts = frame.customer.history[trigger.signal] ?? [];
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i];
    if (fact === undefined || fact.at > frame.now) continue;
    if (fact.at < from) return null;
    if (fits(trigger, frame, fact)) return fact;
  }
  return null;
}

/** The signal that just came: the first arm that accepts it wins; one that says `without` slides. */
export function waitSees(context: Context, found: Running, node: WaitNode, signal: string, fact: Fact): Step {
  for (let index = 0; index < node.arms.length; index++) {
    const arm = node.arms[index];
    if (arm?.kind === 'signal' && arm.trigger.signal === signal) {
      if (fits(arm.trigger, frameOf(context, found), fact)) return takeSignal(context, found, arm, fact);
    } else if (arm?.kind === 'after' && arm.without?.signal === signal) {
      const frame = frameOf(context, found);
      if (fits(arm.without, frame, fact)) found.at.timers[index] = putOff(arm, frame, fact, found.at.timers[index]);
    }
  }
  return 'stay';
}

/** Counted from when the signal was; one that comes late may have been before what it was counted from. */
function putOff(arm: Arm & { kind: 'after' }, frame: Frame, { at }: Fact, before: number | null | undefined): number {
  const due = dueAfter(arm, { ...frame, now: at });
  return at < frame.now ? Math.max(due, before ?? due) : due;
}

/** A `when` arm whose condition holds now. */
export function waitHolds(context: Context, found: Running, node: WaitNode): Step {
  if (!node.asks) return 'stay';
  const frame = frameOf(context, found);
  for (const arm of node.arms) {
    if (arm.kind === 'condition' && arm.condition.test(frame, null) === true) return takeCondition(context, found, arm);
  }
  return 'stay';
}

/** A timer of the wait is due. */
export function waitIsDue(context: Context, found: Running, node: WaitNode, index: number): Step {
  const arm = node.arms[index];
  if (arm === undefined || arm.kind === 'signal' || arm.kind === 'condition' || arm.kind === 'message') return 'stay';
  return leave(context, found, arm, arm, 'time', [found.at.timers[index] ?? null]);
}

function takeSignal(context: Context, found: Running, arm: Arm & { kind: 'signal' }, fact: Fact): Step {
  const reason = seenBy(arm.trigger, frameOf(context, found), fact);
  decide(context, found.program, 'went_on', [reason], { instance: found.instance, outcome: 'signal' });
  bindSignal(found, arm.trigger.as, fact);
  return { go: arm.next };
}

function takeCondition(context: Context, found: Running, arm: Arm & { kind: 'condition' }): Step {
  const reason = seen(arm.condition, frameOf(context, found));
  decide(context, found.program, 'went_on', [reason], { instance: found.instance, outcome: 'condition' });
  return { go: arm.next };
}

function leave(
  context: Context,
  found: Running,
  arm: Arm,
  to: { readonly next: Target | null },
  outcome: string,
  values: readonly (number | null)[],
): Step {
  decide(context, found.program, 'went_on', [because(arm.rule, values)], { instance: found.instance, outcome });
  return { go: to.next };
}

/** How many days from today the moment looks for its time of day; null: today. */
function daysOn({ days, months }: Moment & { readonly kind: 'local' }, frame: Frame, today: number): number | null {
  if (months !== null) return monthsOn(today, months) - today;
  return days === null ? null : Number(days(frame, null));
}

export function momentOf(moment: Moment, frame: Frame): number | null {
  if (moment.kind === 'time') {
    const time = moment.time(frame, null);
    return time === null ? null : withinReach(Number(time));
  }
  const named = moment.zone(frame, null);
  const zone = typeof named === 'string' && isZone(named) ? named : 'UTC';
  const clock = moment.clock(frame, null);
  if (clock === null) return null;
  const { asked = frame.now } = frame;
  const today = localAt(asked, zone).day;
  const days = daysOn(moment, frame, today);
  if (days !== null && moment.weekdays === null && moment.except === null)
    return Math.max(asked, instantOf(today + days, Number(clock), zone));
  // The next one, not this very instant: a step that goes round with `wait until 09:00` comes by once a day.
  const allowed = moment.weekdays ?? undefined;
  return nextLocal(asked + 1, today + (days ?? 0), Number(clock), allowed, zone, moment.except ?? undefined);
}
