/**
 * The core: (programs, customer, input) -> (customer, decisions, effects). The same input on the same customer gives the
 * same result, bit for bit; production, tests, simulation and replay all call this one function.
 *
 * It takes the customer over: the object that is passed in is changed and is the one to keep.
 * It never throws on what an author wrote or a client sent.
 */

import type { Journey } from './compile/journey.ts';
import { act, advance } from './flow/advance.ts';
import { askModels, takeAnswer } from './flow/calls.ts';
import { endedByCondition, reachesGoal, stoppedByCondition } from './flow/conditions.ts';
import {
  because,
  bind,
  type Context,
  emptyFrame,
  fits,
  frameOf,
  isAlive,
  locate,
  lookAt,
  positionsOf,
  type Running,
  running,
  seen,
  seenBy,
  staleOf,
  standing,
} from './flow/context.ts';
import { takeDelivery } from './flow/delivery.ts';
import { tell, wouldStart } from './flow/each.ts';
import { beginInstant, endInstant } from './flow/endless.ts';
import { remember } from './flow/history.ts';
import { identify } from './flow/identify.ts';
import { end, settleGoal } from './flow/instances.ts';
import { resend } from './flow/leave.ts';
import { migrateInstance } from './flow/migrate.ts';
import { cancelInstance, moveLimit } from './flow/operators.ts';
import { recallParcel, takeHeard, takeParcel } from './flow/parcels.ts';
import { settle } from './flow/settle.ts';
import { timeIsStale } from './flow/stale.ts';
import { startJourneys } from './flow/start.ts';
import { claimTask, closeTask } from './flow/tasks.ts';
import { fireDue, nextWake, wakeAgain } from './flow/timers.ts';
import { waitSees } from './flow/wait.ts';
import { beginWatch, breakSilence, keepTimes } from './flow/watch.ts';
import type { Programs } from './programs.ts';
import type { Customer, Fact } from './state/customer.ts';
import type { Input } from './state/input.ts';
import type { Outcome } from './state/output.ts';

export function decide(programs: Programs, customer: Customer, input: Input): Outcome {
  const context: Context = {
    programs,
    customer,
    seq: input.seq,
    now: input.now,
    // A clock that is ahead does not make what is said after it outdated.
    saidAt: 'fact' in input ? Math.min(input.fact.at, input.now) : input.now,
    decisions: [],
    effects: [],
    passed: input.kind === 'heard' ? (input.passed ?? 0) : 0,
    runs: null,
    ended: [],
    depth: input.kind === 'signal' ? (input.depth ?? 0) : 0,
    wanted: programs.current.models.size === 0 ? undefined : new Map(),
    located: null,
    line: null,
    stale: staleOf(programs),
    empty: null,
  };
  beginInstant(context);
  beginWatch(context);
  timeIsStale(context);
  switch (input.kind) {
    case 'signal':
      takeSignal(context, input.signal, input.fact);
      break;
    case 'told':
      if (input.instance === undefined) tell(context, input.journey, input.fact);
      else hear(context, input.instance, input.signal, input.fact);
      break;
    case 'identify':
      identify(context, input.profile);
      break;
    case 'wake':
      fireDue(context);
      break;
    case 'delivery':
      takeDelivery(context, input, advance);
      break;
    case 'resend':
      resend(context, input);
      break;
    case 'answer':
      takeAnswer(context, input, advance);
      break;
    case 'parcel':
      takeParcel(context, input.parcel);
      break;
    case 'recall':
      recallParcel(context, input.id);
      break;
    case 'heard':
      takeHeard(context, input, advance);
      break;
    case 'task':
      closeTask(context, input.task, input.action);
      break;
    case 'cancel':
      cancelInstance(context, input);
      break;
    case 'move':
      moveLimit(context, input);
      break;
    case 'migrate':
      migrateInstance(context, input);
      break;
    case 'claim':
      claimTask(context, input);
      break;
  }
  settle(context);
  keepTimes(context);
  askModels(context);
  customer.wake = input.kind === 'wake' ? wakeAgain(context) : nextWake(context);
  endInstant(context);
  return { decisions: context.decisions, effects: context.effects };
}

/** Whether a signal without a customer would start the journey for this one; nothing changes. */
export function isMeant(
  programs: Programs,
  customer: Customer,
  at: { readonly journey: Journey; readonly fact: Fact; readonly now: number },
): 'yes' | 'passed' | 'no' {
  const context = lookAt(programs, customer, { seq: 0, now: at.now });
  return customer.joined === null ? wouldStart(context, at.journey, at.fact) : 'no';
}

/** At one instant: stop, then goal, then what waits, then what starts. */
function takeSignal(context: Context, signal: string, fact: Fact): void {
  remember(context, signal, fact);
  handle(context, signal, fact);
  if (context.customer.instances.length > 0) {
    // One that ends takes those with it that it runs: each ends once. Nothing starts meanwhile.
    const all = running(context);
    for (const found of all) {
      if (isAlive(found)) stopOn(context, found, signal, fact);
      // What the signal has changed can end an instance, too: that is its turn as well, and comes before its goal.
      if (isAlive(found)) stoppedByCondition(context, found);
    }
    for (const instance of [...context.customer.instances]) goalOn(context, instance, signal, fact);
    for (const found of standing(context)) waitOn(context, found, signal, fact);
  }
  breakSilence(context, signal, fact);
  startJourneys(context, signal, fact);
}

function waitOn(context: Context, found: Running, signal: string, fact: Fact): void {
  // Wherever it stands: what ends it now does not keep the same signal from starting it anew.
  if (!isAlive(found) || endedByCondition(context, found) || found.at.stuck === true) return;
  const node = found.journey.nodes.get(found.at.node);
  if (node?.kind !== 'wait') return;
  const step = waitSees(context, found, node, signal, fact);
  if (step !== 'stay') advance(context, found, step.go);
}

/** A running instance takes a signal without a customer. */
function hear(context: Context, instance: string, signal: string, fact: Fact): void {
  const found = running(context).find((each) => each.instance.id === instance);
  if (found === undefined) return;
  stopOn(context, found, signal, fact);
  for (const each of positionsOf(found)) waitOn(context, each, signal, fact);
}

/** They keep profiles, which only customers have. */
function handle(context: Context, signal: string, fact: Fact): void {
  if (context.customer.about !== undefined) return;
  const program = context.programs.current;
  for (const { trigger, actions } of program.handlers.get(signal) ?? []) {
    const { where } = trigger;
    const bound = bind(trigger, emptyFrame(context), fact);
    if (where !== null && where.test(bound, fact) !== true) continue;
    const reasons = where === null ? [] : [seen(where, bound, fact)];
    for (const action of actions) act(context, program, action, bound, reasons);
  }
}

function stopOn(context: Context, found: Running, signal: string, fact: Fact): void {
  for (const stop of found.journey.stops) {
    if (stop.kind !== 'signal' || stop.trigger.signal !== signal) continue;
    const frame = frameOf(context, found);
    if (!fits(stop.trigger, frame, fact)) continue;
    end(context, found, 'stopped', stop.outcome, [seenBy(stop.trigger, frame, fact)]);
    return;
  }
}

/** A goal stays open after its instance has ended, as long as its time lasts. */
function goalOn(context: Context, instance: Customer['instances'][number], signal: string, fact: Fact): void {
  if (instance.goal !== 'open') return;
  const found = locate(context, instance);
  const goal = found?.journey.goal;
  if (found === null || goal == null) return;
  if (goal.trigger === null) {
    reachesGoal(context, found);
    return;
  }
  if (goal.trigger.signal !== signal) return;
  const frame = frameOf(context, found);
  if (!fits(goal.trigger, frame, fact)) return;
  settleGoal(context, found, goal.absent ? 'missed' : 'reached', [
    because(goal.rule),
    seenBy(goal.trigger, frame, fact),
  ]);
}
