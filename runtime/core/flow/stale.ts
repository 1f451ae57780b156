/**
 * Which watched journeys have to be looked at in one call of the core: those that what happened can concern. A signal then costs
 * what these cost, not what all journeys cost that are deployed.
 */
import { type Journey, onPriority } from '../compile/journey.ts';
import type { Context } from './context.ts';

const NONE: readonly Journey[] = [];

/** Any of them may start now, or at another time. */
export function everythingIsStale({ stale, programs }: Context): void {
  for (const journey of programs.current.watches.all) stale.add(journey);
}

/** Something was remembered of the signal. */
export function signalIsStale({ stale, programs }: Context, signal: string): void {
  for (const journey of programs.current.watches.bySignal.get(signal) ?? NONE) stale.add(journey);
}

/** The profile or a consent is another one. */
export function stateIsStale({ stale, programs }: Context): void {
  for (const journey of programs.current.watches.byState) stale.add(journey);
}

/** What time alone has brought about, and what changes unseen. */
export function timeIsStale({ customer, stale, programs, now }: Context): void {
  const { watches, journeys } = programs.current;
  // Times of an earlier graph may name journeys that are watched no more.
  if (watches.all.length === 0) return;
  for (const journey of watches.always) stale.add(journey);
  const { watch, wake } = customer;
  if (watch === null || wake === null || now < wake) return;
  for (const times of [watch.due, watch.changes]) {
    for (const name in times) {
      const journey = (times[name] ?? now) <= now ? journeys.get(name) : undefined;
      if (journey !== undefined) stale.add(journey);
    }
  }
}

/** Those that have to be looked at, highest priority first. */
export function staleInOrder({ stale }: Context): readonly Journey[] {
  if (stale.size === 0) return NONE;
  return stale.size === 1 ? [...stale] : [...stale].sort(onPriority);
}
