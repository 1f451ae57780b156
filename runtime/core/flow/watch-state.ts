/** What is remembered for journeys that can start though no signal comes: made when first needed. */
import type { Watch } from '../state/customer.ts';
import type { Context } from './context.ts';

export function watchOf({ customer, programs }: Context): Watch {
  customer.watch ??= { graph: programs.current.hash, due: {}, last: {}, holds: {}, changes: {}, bursts: [] };
  return customer.watch;
}
