/**
 * Times of an instance that moves to another graph, as that one would have set them when the waiting began. Only a time that is still
 * the one that the old graph set: what an operator has moved, or a signal has put off, stays.
 */
import type { Arm } from '../compile/arms.ts';
import type { Journey } from '../compile/journey.ts';
import type { Frame } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Customer, Instance, Position } from '../state/customer.ts';
import { nextRound } from './rounds.ts';
import { dueAfter, momentOf } from './wait.ts';

/** A time that would be another one. Milliseconds since 1970 UTC. */
export interface Retiming {
  /** id of the node in the old graph; null: when the whole instance expires */
  readonly node: string | null;
  readonly from: number;
  readonly to: number;
  /** Sets it, in the instance that was looked at. */
  set(): void;
}

export function retimingsOf(
  customer: Customer,
  instance: Instance,
  graphs: { readonly from: Program; readonly to: Program },
  nodes: Readonly<Record<string, string>>,
): Retiming[] {
  const [old, next] = [graphs.from.journeys.get(instance.journey), graphs.to.journeys.get(instance.journey)];
  if (old === undefined || next === undefined) return [];
  const found: Retiming[] = [];
  const { startedAt, expireAt } = instance;
  if (expireAt !== null && old.expire !== null && next.expire !== null && expireAt === startedAt + old.expire.afterMs) {
    const to = startedAt + next.expire.afterMs;
    const set = (): void => {
      instance.expireAt = to;
    };
    if (to !== expireAt) found.push({ node: null, from: expireAt, to, set });
  }
  for (const [variables, at] of positionsOf(instance)) {
    const [before, now] = [at.node, nodes[at.node] ?? ''] as const;
    const frame: Frame = { customer, variables, now: at.since, startedAt };
    const wanted = duesAt(next, now, frame);
    for (const [index, due] of duesAt(old, before, frame).entries()) {
      const [from = null, to = null] = [at.timers[index], wanted[index]];
      if (from === null || due !== from) continue;
      const set = (): void => {
        at.timers[index] = to;
      };
      if (to !== null && to !== from) found.push({ node: at.node, from, to, set });
    }
  }
  return found;
}

/** When what runs at a node is due, as it was when the waiting began: the arms of a wait, or the time until the next round. */
function duesAt(journey: Journey, id: string, frame: Frame): readonly (number | null)[] {
  const node = journey.nodes.get(id);
  if (node?.kind === 'wait') return node.arms.map((arm) => dueOf(arm, frame));
  const loop = node?.kind === 'again' ? journey.nodes.get(node.of) : undefined;
  if (loop?.kind !== 'repeat' || loop.every === null) return [];
  return [nextRound(loop.every, frame)];
}

/** What the arm waits for, as it was when the waiting began. A moment that is read from what can change follows it by itself. */
function dueOf(arm: Arm | undefined, frame: Frame): number | null {
  if (arm?.kind === 'after') return dueAfter(arm, frame);
  return arm?.kind === 'at' && !arm.live ? momentOf(arm.moment, frame) : null;
}

/** Every place that an instance is at, with what is bound there. */
export function positionsOf(instance: Instance): readonly (readonly [Instance['variables'], Position])[] {
  const { variables, threads = [] } = instance;
  return [[variables, instance], ...threads.map((thread) => [{ ...variables, ...thread.variables }, thread] as const)];
}
