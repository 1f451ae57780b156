/** What new files leave behind: journeys on which something still runs, and what waits to leave by ways that they no longer have. */
import type { Programs } from '../core/programs.ts';
import type { Customer } from '../core/state/customer.ts';
import type { Database } from '../store/open.ts';
import { lostWays } from './leaving.ts';

export interface LeftBehind {
  /** journeys that are no longer in the files, with how many instances still run on them */
  readonly removed: readonly { readonly journey: string; readonly running: number }[];
  /** ways by which something waits to leave, and of which no file says any more how they are reached */
  readonly lost: readonly string[];
}

export interface Reload extends LeftBehind {
  /** false: the graph is the one that held already */
  readonly changed: boolean;
}

export function leftBehind(database: Database, everybody: Iterable<Customer>, { current }: Programs): LeftBehind {
  const running = new Map<string, number>();
  for (const { instances } of everybody) {
    for (const { journey, outcome } of instances) {
      if (outcome === null && !current.journeys.has(journey)) running.set(journey, (running.get(journey) ?? 0) + 1);
    }
  }
  const removed = [...running]
    .map(([journey, count]) => ({ journey, running: count }))
    .sort((a, b) => (a.journey < b.journey ? -1 : 1));
  return { removed, lost: lostWays(database, current.graph) };
}
