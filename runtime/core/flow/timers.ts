/** What time alone brings about: one timer after another, in the order in which they are due. */
import { advance, resume } from './advance.ts';
import { changesAt } from './conditions.ts';
import { because, type Context, frameOf, locate, type Running } from './context.ts';
import { end, settleGoal } from './instances.ts';
import { escalate } from './tasks.ts';
import { waitIsDue } from './wait.ts';

/** At one instant: stop, then goal, then the rest. */
type Rank = 0 | 1 | 2;

interface Timer {
  readonly due: number;
  readonly rank: Rank;
  readonly fire: () => void;
}

/** More timers than this cannot be due at once for one customer. */
const MOST_TIMERS = 10_000;

export function fireDue(context: Context): void {
  for (let fired = 0; fired < MOST_TIMERS; fired++) {
    const timer = nextTimer(context);
    if (timer === null || timer.due > context.now) return;
    timer.fire();
  }
}

/** When the customer must be looked at again though nothing happens, or null. */
export function nextWake(context: Context): number | null {
  let earliest = Number.POSITIVE_INFINITY;
  for (const task of context.customer.tasks) earliest = Math.min(earliest, task.due ?? earliest);
  for (const instance of context.customer.instances) {
    const found = locate(context, instance);
    if (found === null) continue;
    if (instance.goal === 'open') earliest = Math.min(earliest, instance.goalUntil ?? earliest);
    if (instance.outcome !== null) continue;
    earliest = Math.min(earliest, instance.expireAt ?? earliest, instance.held?.until ?? earliest);
    for (const due of instance.timers) earliest = Math.min(earliest, due ?? earliest);
    earliest = Math.min(earliest, conditionChange(context, found));
  }
  return earliest === Number.POSITIVE_INFINITY ? null : Math.max(earliest, context.now);
}

function nextTimer(context: Context): Timer | null {
  let best: Timer | null = null;
  const consider = (due: number | null, rank: Rank, fire: () => void): void => {
    if (due === null) return;
    if (best === null || due < best.due || (due === best.due && rank < best.rank)) best = { due, rank, fire };
  };
  for (const task of context.customer.tasks) consider(task.due, 2, () => escalate(context, task));
  for (const instance of context.customer.instances) {
    const found = locate(context, instance);
    if (found === null) continue;
    if (instance.goal === 'open') consider(instance.goalUntil, 1, () => goalIsDue(context, found));
    if (instance.outcome !== null) continue;
    consider(instance.expireAt, 0, () => expire(context, found));
    consider(instance.held?.until ?? null, 2, () => release(context, found));
    for (const [index, due] of instance.timers.entries()) consider(due, 2, () => waitTimer(context, found, index));
  }
  return best;
}

function goalIsDue(context: Context, found: Running): void {
  const goal = found.journey.goal;
  if (goal !== null) settleGoal(context, found, goal.absent ? 'reached' : 'missed', [because(goal.rule)]);
}

function expire(context: Context, found: Running): void {
  const { expire: rule } = found.journey;
  if (rule !== null) end(context, found, 'stopped', rule.outcome, [because(rule.rule)]);
}

function release(context: Context, found: Running): void {
  // A time that has come is not looked at twice: judging again sets a new one or lets the message go.
  const held = found.instance.held;
  if (held !== null) found.instance.held = { ...held, until: null };
  resume(context, found);
}

function waitTimer(context: Context, found: Running, index: number): void {
  const node = found.journey.nodes.get(found.instance.node);
  if (node?.kind !== 'wait') {
    found.instance.timers = [];
    return;
  }
  const step = waitIsDue(context, found, node, index);
  if (step === 'stay') found.instance.timers[index] = null;
  else advance(context, found, step.go);
}

/** When a condition that the instance waits for, or that stops it, may change by time alone. */
function conditionChange(context: Context, { instance, journey }: Running): number {
  let earliest = Number.POSITIVE_INFINITY;
  const frame = frameOf(context, instance);
  const consider = (time: number | null): void => {
    if (time !== null) earliest = Math.min(earliest, time);
  };
  for (const stop of journey.stops) if (stop.kind === 'condition') consider(changesAt(stop.condition, frame));
  if (journey.goal?.condition != null && instance.goal === 'open') consider(changesAt(journey.goal.condition, frame));
  const node = journey.nodes.get(instance.node);
  if (node?.kind === 'wait') {
    for (const arm of node.arms) if (arm.kind === 'condition') consider(changesAt(arm.condition, frame));
  }
  return earliest;
}
