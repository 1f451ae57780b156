/** What new files leave behind: journeys on which something still runs, teams with open tasks, what waits to leave by ways that they no longer have, subjects that no signal finds, and values of other types. */
import type { Graph } from '../../compiler/graph/types.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer } from '../core/state/customer.ts';
import type { Database } from '../store/open.ts';
import { disbandedTeams, lostWays } from './leaving.ts';
import { type Retyped, retyped } from './retyped.ts';

export interface LeftBehind {
  /** journeys that are no longer in the files, with how many instances still run on them */
  readonly removed: readonly { readonly journey: string; readonly running: number }[];
  /** teams that are no longer in the files, with how many of their tasks are open */
  readonly disbanded: readonly { readonly team: string; readonly open: number }[];
  /** ways by which something waits to leave, and of which no file says any more how they are reached */
  readonly lost: readonly string[];
  /** keys that named subjects, and by which no signal finds them any more, with how many instances about them still run */
  readonly deaf: readonly { readonly subject: string; readonly key: string; readonly running: number }[];
  /** fields that have another type than under the files before these */
  readonly retyped: readonly Retyped[];
}

export interface Reload extends LeftBehind {
  /** false: the graph is the one that held already */
  readonly changed: boolean;
}

/** `before`: the files before these; null: there were none. */
export function leftBehind(
  database: Database,
  everybody: Iterable<Customer>,
  { current }: Programs,
  before: Graph | null,
): LeftBehind {
  const running = new Map<string, number>();
  const deaf = new Map<string, LeftBehind['deaf'][number]>();
  for (const customer of everybody) {
    const { instances } = customer;
    const unheard = unheardOf(customer, current);
    if (unheard !== null) {
      const others = deaf.get(`${unheard.subject} ${unheard.key}`)?.running ?? 0;
      deaf.set(`${unheard.subject} ${unheard.key}`, { ...unheard, running: others + unheard.running });
    }
    for (const { journey, outcome } of instances) {
      if (outcome === null && !current.journeys.has(journey)) running.set(journey, (running.get(journey) ?? 0) + 1);
    }
  }
  const removed = [...running]
    .map(([journey, count]) => ({ journey, running: count }))
    .sort((a, b) => (a.journey < b.journey ? -1 : 1));
  return {
    removed,
    disbanded: disbandedTeams(database, current.graph),
    lost: lostWays(database, current.graph),
    deaf: [...deaf.values()],
    retyped: before === null ? [] : retyped(before, current.graph),
  };
}

/** Null: signals find it, or nothing runs on it that could hear one. */
function unheardOf(
  { about, keys, instances }: Customer,
  { subjects }: Programs['current'],
): LeftBehind['deaf'][number] | null {
  const running = instances.filter(({ outcome }) => outcome === null).length;
  const [key] = Object.keys(keys);
  if (about === undefined || key === undefined || running === 0 || subjects?.get(key) === about) return null;
  return { subject: about, key, running };
}
