/**
 * Journeys in groups of neighbours. What follows from a group is kept with it, so that after an edit a rule goes through one group
 * of journeys, and not through all.
 */
import type { Journey } from '../graph/types.ts';

export interface Group {
  readonly journeys: readonly Journey[];
}

const SIZE = 32;

/** In the order of the journeys; a group whose journeys are the same as before is the one before. */
export function groupsOf(journeys: readonly Journey[], before: readonly Group[]): readonly Group[] {
  const groups: Group[] = [];
  for (let start = 0; start < journeys.length; start += SIZE) {
    const former = before[groups.length];
    const members = journeys.slice(start, start + SIZE);
    groups.push(former !== undefined && sameMembers(former.journeys, members) ? former : { journeys: members });
  }
  return groups;
}

function sameMembers<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
