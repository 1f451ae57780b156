/** Nothing goes on for ever at one instant: it would fill the disk, and nobody else would have their turn. */
import type { Node } from '../compile/nodes.ts';
import { because, type Context, decide, type Running } from './context.ts';

/** Who moves on so often at one instant goes round, by waits that take no time: `wait seen.pause`, and it is zero. */
export const MOST_ROUNDS = 1000;

/** Before anything happens: a new instant begins with nothing. */
export function beginInstant({ customer, now }: Context): void {
  if (customer.rounds !== undefined && customer.rounds.at !== now) delete customer.rounds;
}

/** After everything: whether it must be looked at again at this very instant, and how often that was so. */
export function endInstant({ customer, now }: Context): void {
  if (customer.wake === now) customer.rounds = { at: now, count: (customer.rounds?.count ?? 0) + 1 };
}

export function isEndless({ customer }: Context): boolean {
  return customer.rounds !== undefined && customer.rounds.count > MOST_ROUNDS;
}

/** Its step would be up at this instant for ever, or would be gone through again for whatever happens: it goes no further. */
export function standStill(
  context: Context,
  { instance, program, at }: Running,
  node: Node | undefined,
  outcome: 'loop without a wait' | 'loop in which no time passes',
): void {
  decide(context, program, 'stuck', node === undefined ? [] : [because(node.rule)], { instance, outcome });
  at.timers = [];
  at.stuck = true;
}
