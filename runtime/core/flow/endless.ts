/** Nothing goes on for ever at one instant: it would fill the disk, and nobody else would have their turn. */
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

/** Its step would be up at this instant for ever: it goes no further, as in a loop without a wait. */
export function standStill(context: Context, { instance, journey, program, at }: Running): void {
  const node = journey.nodes.get(at.node);
  const reasons = node === undefined ? [] : [because(node.rule)];
  decide(context, program, 'stuck', reasons, { instance, outcome: 'loop in which no time passes' });
  at.timers = [];
}
