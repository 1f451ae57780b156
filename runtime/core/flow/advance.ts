/** Walks an instance from node to node until it waits or ends. */

import type { Node } from '../compile/nodes.ts';
import type { Action, Frame, Target } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Instance, Position } from '../state/customer.ts';
import type { Because } from '../state/output.ts';
import { callOut } from './calls.ts';
import { pick } from './choice.ts';
import { endedByCondition } from './conditions.ts';
import { consentName, noteConsent } from './consent.ts';
import { because, type Context, decide, frameOf, isAlive, type Running, type Step, seen } from './context.ts';
import { emitSignal } from './emit.ts';
import { standStill } from './endless.ts';
import { assign } from './experiment.ts';
import { handOver } from './handoff.ts';
import { end } from './instances.ts';
import { standsStill } from './pause.ts';
import { beginEach, beginRepeat, goAgain } from './rounds.ts';
import { runOther } from './runs.ts';
import { trySend } from './send.ts';
import { stateIsStale } from './stale.ts';
import { branchOut, eachAtOnce, joinUp } from './together.ts';
import { beginWait } from './wait.ts';

/** How many nodes one input may pass without a wait: more is a loop that the checker did not see. */
const LONGEST_RUN = 10_000;

export function advance(context: Context, found: Running, target: Target | null): void {
  const { journey } = found;
  let next = target;
  for (let passed = 0; isAlive(found); passed++) {
    const node = next === null ? undefined : journey.nodes.get(next.to);
    if (next !== null) context.programs.visit?.(journey.name, next.edge);
    if (node === undefined) {
      end(context, found, 'finished', 'finished', []);
      return;
    }
    if (passed > LONGEST_RUN) {
      standStill(context, found, node, 'loop without a wait');
      return;
    }
    arrive(context, found.at, node);
    const step = enter(context, found, node);
    if (step === 'stay') return;
    next = step.go;
  }
}

/** Tries again at the node where the instance stands: a held message, or whatever a pause kept back. */
export function resume(context: Context, found: Running): void {
  const node = found.journey.nodes.get(found.at.node);
  if (node === undefined || found.at.held === null) return;
  const step = enter(context, found, node);
  if (step !== 'stay') advance(context, found, step.go);
}

function arrive(context: Context, at: Position, node: Node): void {
  at.node = node.id;
  at.since = context.now;
  if (at.timers.length > 0) at.timers = [];
  at.held = null;
  at.task = null;
  if (at.awaits !== undefined) delete at.awaits;
  if (at.stuck !== undefined) delete at.stuck;
}

function enter(context: Context, found: Running, node: Node): Step {
  const { instance, program } = found;
  if (standsStill(context, found, node)) return 'stay';
  switch (node.kind) {
    case 'wait':
      return beginWait(context, found, node);
    case 'send':
      if (endedByCondition(context, found)) return 'stay';
      return trySend(context, found, node);
    case 'handoff':
      if (endedByCondition(context, found)) return 'stay';
      return handOver(context, found, node);
    case 'branch': {
      const frame = frameOf(context, found);
      const holds = node.condition.test(frame, null) === true;
      decide(context, program, 'branched', [seen(node.condition, frame)], { instance, outcome: holds ? 'yes' : 'no' });
      return { go: holds ? node.yes : node.no };
    }
    case 'choose':
      return choose(context, found, node);
    case 'action':
      act(context, program, node.action, frameOf(context, found), [], instance);
      return { go: node.next };
    case 'run':
      if (endedByCondition(context, found)) return 'stay';
      return runOther(context, found, node, advance);
    case 'call':
      if (endedByCondition(context, found)) return 'stay';
      return callOut(context, found, node);
    case 'together':
      return branchOut(context, found, node, advance);
    case 'repeat':
      return beginRepeat(context, found, node);
    case 'each':
      return node.together ? eachAtOnce(context, found, node, advance) : beginEach(context, found, node);
    case 'again':
      return goAgain(context, found, node);
    case 'join':
      joinUp(context, found, node.of, advance);
      return 'stay';
    case 'emit':
      return emitSignal(context, found, node);
    case 'experiment':
      return assign(context, found, node);
    case 'decide':
      return pick(context, found, node);
    case 'finish': {
      const value = node.value === null ? null : node.value(frameOf(context, found), null);
      end(context, found, 'finished', node.outcome, [because(node.rule)], null, value);
      return 'stay';
    }
  }
}

function choose(context: Context, found: Running, node: Node & { kind: 'choose' }): Step {
  const { instance, program } = found;
  const frame = frameOf(context, found);
  const value = node.subject(frame, null);
  const index = node.cases.findIndex((item) => item.values.some((candidate) => candidate(frame, null) === value));
  const chosen = node.cases[index];
  const outcome = chosen === undefined ? 'otherwise' : `case ${index + 1}`;
  decide(context, program, 'branched', [because(node.rule, [value])], { instance, outcome });
  return { go: chosen === undefined ? node.otherwise : chosen.next };
}

/** `set` and `grant | withdraw consent`; also for handlers, where there is no instance. */
export function act(
  context: Context,
  program: Program,
  action: Action,
  frame: Frame,
  reasons: readonly Because[],
  instance?: Instance,
): void {
  const { customer } = context;
  const about = instance === undefined ? {} : { instance };
  if (action.kind === 'set') {
    const value = action.value(frame, null);
    if (customer.profile[action.field] === value) return;
    customer.profile[action.field] = value;
    stateIsStale(context);
    decide(context, program, 'set', [...reasons, because(action.rule)], { ...about, subject: action.field });
    return;
  }
  const name = consentName(action.purpose, action.channel);
  const noted = noteConsent(customer, name, action.action === 'grant', context.saidAt);
  if (noted === 'unchanged') return;
  if (noted === 'noted') stateIsStale(context);
  decide(context, program, 'consent', [...reasons, because(action.rule)], {
    ...about,
    subject: name,
    outcome: noted === 'noted' ? action.action : 'grant of before it was withdrawn, which stays',
  });
}
