/** What time alone brings about: one timer after another, in the order in which they are due. */

import type { Stop } from '../compile/journey.ts';
import type { Node } from '../compile/nodes.ts';
import type { HeldParcel, Instance, Position } from '../state/customer.ts';
import type { DecisionKind } from '../state/output.ts';
import { advance, resume } from './advance.ts';
import { callIsLate } from './calls.ts';
import { changesAt, endedByCondition, reachesGoal } from './conditions.ts';
import {
  because,
  type Context,
  decide,
  frameOf,
  inOrder,
  locate,
  positionsOf,
  type Running,
  type Step,
} from './context.ts';
import { isEndless, MOST_ROUNDS, standStill } from './endless.ts';
import { end, settleGoal } from './instances.ts';
import { releaseParcel } from './parcels.ts';
import { isPaused } from './pause.ts';
import { roundIsDue } from './rounds.ts';
import { escalate } from './tasks.ts';
import { moveMoments, waitIsDue } from './wait.ts';
import { nextStart, startTimers } from './watch.ts';

/** At one instant: stop, then goal, then the rest. */
type Rank = 0 | 1 | 2;

interface Timer {
  readonly due: number;
  readonly rank: Rank;
  readonly fire: () => void;
  /** Whose it is; absent: of no instance. */
  readonly instance?: Instance;
  /** Where an instance stands whose step is up; absent: it is another limit. */
  readonly standing?: Running;
  /** Where a message waits that may perhaps go now; absent: it is another limit. */
  readonly held?: Running;
}

/** What was there before a timer had its turn. */
type Before = Readonly<Record<'decisions' | 'effects', number>>;

/** More timers than this cannot be due at once for one customer. */
const MOST_TIMERS = 10_000;

/** Of fewer instances than this the next timer is found sooner than what was known of it. */
const MANY = 32;

/** Of one instance these change nothing of which another one's timers know. */
const OWN_AFFAIRS: ReadonlySet<DecisionKind> = new Set(['sent', 'went_on', 'branched', 'finished']);

const HOUR = 3_600_000;

const NONE: readonly HeldParcel[] = [];
const NO_STOPS: readonly Stop[] = [];

export function fireDue(context: Context): void {
  const endless = isEndless(context);
  let rounds: Map<Position, number> | undefined;
  /** Known behind what concerned nobody else, the last first. */
  let behind: Timer[] | undefined;
  /** Of these nothing is due any more since that is known. */
  const done = new Set<Instance>();
  for (let fired = 0; fired < MOST_TIMERS; fired++) {
    const timer = nextOf(behind, done) ?? nextTimer(context);
    if (timer === null || timer.due > context.now) return;
    const { standing, held } = timer;
    const own = held ?? (context.customer.instances.length > MANY ? standing : undefined);
    const before =
      own === undefined ? undefined : { decisions: context.decisions.length, effects: context.effects.length };
    let round = 0;
    // Nearly always it is one timer or two: nobody counts them.
    if (fired > MOST_ROUNDS && standing !== undefined) {
      rounds ??= new Map();
      round = (rounds.get(standing.at) ?? 0) + 1;
      rounds.set(standing.at, round);
    }
    if (standing !== undefined && (endless || round > MOST_ROUNDS)) {
      const node = standing.journey.nodes.get(standing.at.node);
      standStill(context, standing, node, 'loop in which no time passes');
    } else timer.fire();
    // A thousand can wait for one place, or for one morning: who goes through all for each of them blocks everybody.
    const waits = own !== undefined && before !== undefined && onlyWaitsOn(context, own, before);
    const aside = waits || (own !== undefined && before !== undefined && isAside(context, own, before));
    if (!aside) behind = undefined;
    else if (behind !== undefined && behind.length > 0) {
      if (!waits) done.add(own.instance);
    } else {
      behind = dueTimers(context);
      done.clear();
    }
  }
}

function nextOf(behind: Timer[] | undefined, done: ReadonlySet<Instance>): Timer | undefined {
  let timer = behind?.pop();
  while (timer?.instance !== undefined && done.has(timer.instance)) timer = behind?.pop();
  return timer;
}

/** The timers of others that are due stay as they are: what came of this one concerned its own instance, of which nothing more is due. */
function isAside(context: Context, { instance }: Running, before: Before): boolean {
  if (context.customer.instances.length <= MANY) return false;
  const isLate = (due: number | null): boolean => due !== null && due <= context.now;
  if (
    instance.threads !== undefined ||
    isLate(instance.expireAt) ||
    (instance.goal === 'open' && isLate(instance.goalUntil))
  )
    return false;
  if (instance.timers.some(isLate) || isLate(instance.held?.until ?? null)) return false;
  return (
    context.decisions
      .slice(before.decisions)
      .every((decision) => decision.instance === instance.id && OWN_AFFAIRS.has(decision.kind)) &&
    context.effects.slice(before.effects).every(({ kind }) => kind === 'message')
  );
}

/** The message was judged and has to wait for longer, of which nothing else has come. */
function onlyWaitsOn({ decisions, effects, now }: Context, { instance, at }: Running, before: Before): boolean {
  if (at.held === null || (at.held.until ?? now + 1) <= now || effects.length > before.effects) return false;
  const since = decisions.slice(before.decisions);
  return since.every((decision) => decision.kind === 'still_held' && decision.instance === instance.id);
}

/**
 * When the customer must be looked at again after a wake. A time that has come and fires nothing would wake it at this instant for
 * ever: that is a mistake of ours, told as such, and it is looked at when something else is due, or in an hour.
 */
export function wakeAgain(context: Context): number | null {
  const wake = nextWake(context);
  if (wake === null || wake > context.now) return wake;
  const timer = nextTimer(context);
  if (timer !== null && timer.due <= context.now && !isEndless(context)) return wake;
  decide(context, context.programs.current, 'stuck', [], {
    outcome: 'due at one instant for ever',
  });
  const later = context.now + HOUR;
  return timer === null || timer.due <= context.now ? later : Math.min(timer.due, later);
}

/** When the customer must be looked at again though nothing happens, or null. */
export function nextWake(context: Context): number | null {
  let earliest = Number.POSITIVE_INFINITY;
  for (const task of context.customer.tasks) earliest = Math.min(earliest, task.due ?? earliest);
  for (const parcel of context.customer.parcels ?? NONE) earliest = Math.min(earliest, parcel.until ?? earliest);
  for (const instance of context.customer.instances) {
    const found = locate(context, instance);
    if (found === null) continue;
    if (instance.goal === 'open') earliest = Math.min(earliest, instance.goalUntil ?? earliest);
    earliest = Math.min(earliest, endingChange(context, found));
    if (instance.outcome !== null) continue;
    earliest = Math.min(earliest, instance.expireAt ?? earliest, standsUntil(context, found));
    if (instance.threads === undefined) continue;
    for (const at of instance.threads) earliest = Math.min(earliest, standsUntil(context, { ...found, at }));
  }
  earliest = Math.min(earliest, nextStart(context));
  return earliest === Number.POSITIVE_INFINITY ? null : Math.max(earliest, context.now);
}

function nextTimer(context: Context): Timer | null {
  return timersIn(context, false)[0] ?? null;
}

/** All that are due, the last first. */
function dueTimers(context: Context): Timer[] {
  return timersIn(context, true)
    .sort((a, b) => a.due - b.due || a.rank - b.rank)
    .reverse();
}

/** All that are due, or only the first one, due or not. */
function timersIn(context: Context, all: boolean): Timer[] {
  const { customer, now } = context;
  const found: Timer[] = [];
  const fits = (due: number | null, rank: Rank): due is number => {
    if (due === null || (all && due > now)) return false;
    const best = all ? undefined : found[0];
    return best === undefined || due < best.due || (due === best.due && rank < best.rank);
  };
  const take = (timer: Timer): void => {
    found[all ? found.length : 0] = timer;
  };
  for (const task of customer.tasks)
    if (fits(task.due, 2)) take({ due: task.due, rank: 2, fire: () => escalate(context, task) });
  for (const parcel of customer.parcels ?? NONE)
    if (fits(parcel.until, 2)) take({ due: parcel.until, rank: 2, fire: () => releaseParcel(context, parcel) });
  for (const found of inOrder(context)) {
    const { instance } = found;
    const { goalUntil, expireAt } = instance;
    if (instance.goal === 'open' && fits(goalUntil, 1))
      take({ due: goalUntil, rank: 1, instance, fire: () => goalIsDue(context, found) });
    if (instance.outcome !== null) continue;
    if (fits(expireAt, 0)) take({ due: expireAt, rank: 0, instance, fire: () => expire(context, found) });
    if (isPaused(context, found)) continue;
    for (const standing of positionsOf(found)) {
      const { held, timers } = standing.at;
      const until = held === null ? null : held.until;
      if (fits(until, 2))
        take({ due: until, rank: 2, instance, held: standing, fire: () => release(context, standing) });
      for (let index = 0; index < timers.length; index++) {
        const due = timers[index] ?? null;
        if (fits(due, 2)) take({ due, rank: 2, instance, standing, fire: () => nodeTimer(context, standing, index) });
      }
    }
  }
  for (const { due, fire } of startTimers(context)) if (fits(due, 2)) take({ due, rank: 2, fire });
  return found;
}

function goalIsDue(context: Context, found: Running): void {
  const goal = found.journey.goal;
  if (found.instance.outcome === null ? endsNow(context, found) : reachesGoal(context, found)) return;
  if (goal !== null) settleGoal(context, found, goal.absent ? 'reached' : 'missed', [because(goal.rule)]);
}

function expire(context: Context, found: Running): void {
  const { expire: rule } = found.journey;
  if (rule !== null) end(context, found, 'stopped', rule.outcome, [because(rule.rule)]);
}

/** What time has made true comes before what is due at the same instant: a stop, then a goal. */
function endsNow(context: Context, found: Running): boolean {
  const { goal } = found.instance;
  return endedByCondition(context, found) || found.instance.goal !== goal;
}

function release(context: Context, found: Running): void {
  if (endedByCondition(context, found)) return;
  // A time that has come is not looked at twice: judging again sets a new one or lets the message go.
  const { held } = found.at;
  if (held !== null) found.at.held = { ...held, until: null };
  resume(context, found);
}

/** A deadline of the node is due; what it means is the node's own. */
function nodeTimer(context: Context, found: Running, index: number): void {
  if (endedByCondition(context, found)) return;
  const node = found.journey.nodes.get(found.at.node);
  if (node?.kind === 'wait' && node.live) {
    // Who had a turn before, at this very instant, may have moved the moment.
    const moved = moveMoments(context, found, node);
    if (moved !== 'stay') {
      advance(context, found, moved.go);
      return;
    }
    if ((found.at.timers[index] ?? 0) > context.now) return;
  }
  const step = node === undefined ? 'stay' : timeIsUp(context, found, node, index);
  if (step === 'stay') found.at.timers[index] = null;
  else advance(context, found, step.go);
}

function timeIsUp(context: Context, found: Running, node: Node, index: number): Step {
  switch (node.kind) {
    case 'wait':
      return waitIsDue(context, found, node, index);
    case 'call':
      return callIsLate(context, found, node);
    case 'again':
      return roundIsDue(context, found, node);
    default:
      return 'stay';
  }
}

/** When a condition that ends the instance, or is its goal, may change by time alone. */
function endingChange(context: Context, found: Running): number {
  const { goal } = found.journey;
  const stops = found.instance.outcome === null ? found.journey.stops : NO_STOPS;
  if (stops.length === 0 && goal?.condition == null) return Number.POSITIVE_INFINITY;
  let earliest = Number.POSITIVE_INFINITY;
  const frame = frameOf(context, found);
  for (const stop of stops) {
    if (stop.kind === 'condition')
      earliest = Math.min(earliest, changesAt(stop.condition.dependence, frame) ?? earliest);
  }
  if (goal?.condition == null || found.instance.goal !== 'open') return earliest;
  return Math.min(earliest, changesAt(goal.condition.dependence, frame) ?? earliest);
}

/** When time moves a position on, or may change a condition that it waits for. A paused one waits until it is resumed. */
function standsUntil(context: Context, found: Running): number {
  if (isPaused(context, found) || found.at.stuck === true) return Number.POSITIVE_INFINITY;
  const { at, journey } = found;
  let earliest = at.held?.until ?? Number.POSITIVE_INFINITY;
  for (const due of at.timers) earliest = Math.min(earliest, due ?? earliest);
  const node = journey.nodes.get(at.node);
  if (node?.kind === 'again') {
    const begun = journey.nodes.get(node.of);
    if (begun?.kind !== 'repeat' || begun.until === null) return earliest;
    return Math.min(earliest, changesAt(begun.until.dependence, frameOf(context, found)) ?? earliest);
  }
  if (node?.kind !== 'wait') return earliest;
  for (const arm of node.arms) {
    if (arm.kind !== 'condition') continue;
    earliest = Math.min(earliest, changesAt(arm.condition.dependence, frameOf(context, found)) ?? earliest);
  }
  return earliest;
}
