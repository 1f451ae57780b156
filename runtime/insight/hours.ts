/** When the people of a team are there. */
import type { Program } from '../core/compile/program.ts';
import { newCustomer } from '../core/state/customer.ts';
import { opening } from '../core/values/hours.ts';
import { timeText } from './history.ts';

export interface Opening {
  readonly open: boolean;
  /** RFC 3339: until when it is open, or from when on; null: that does not change */
  readonly until: string | null;
}

/** Null: the team says no hours, and is always there. `now`: milliseconds since 1970 UTC. */
export function openingOf(program: Program, team: string, now: number): Opening | null {
  const hours = program.hours.get(team);
  if (hours === undefined) return null;
  const { open, changes } = opening(now, hours({ customer: newCustomer(0), variables: {}, now, startedAt: now }));
  return { open, until: changes === null ? null : timeText(changes) };
}
