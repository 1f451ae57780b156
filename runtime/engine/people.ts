/** The customers of a database, one after another, and what time and graphs want of all of them. */

import type { Programs } from '../core/programs.ts';
import type { Customer } from '../core/state/customer.ts';
import type { Progress } from './progress.ts';
import type { Resident, Residents } from './residents.ts';

export interface People {
  /** `first`, `last`: those with a number from one to the other. */
  everybody(first?: number, last?: number): Generator<Customer>;
  /**
   * Customers of whom nothing is heard must start what time starts, too: once for each graph, every one of them is looked at.
   * A crash in between goes on where it was.
   */
  meetAll(programs: Programs, wake: (resident: Resident) => void): void;
}

export function createPeople(residents: Residents, progress: Progress): People {
  function* everybody(first = 1, last = progress.customers): Generator<Customer> {
    for (let number = first; number <= Math.min(last, progress.customers); number++) {
      const { customer } = residents.get(number);
      if (isSomebody(customer)) yield customer;
    }
  }
  return {
    everybody,
    meetAll(programs, wake) {
      const first = progress.meets;
      if (first === undefined) return;
      const last = programs.current.watches.all.length === 0 ? 0 : progress.customers;
      for (let number = first; number <= last; number++) {
        const resident = residents.get(number);
        progress.meets = number + 1;
        if (isSomebody(resident.customer)) wake(resident);
      }
      delete progress.meets;
    },
  };
}

function isSomebody({ joined, forgotten }: Customer): boolean {
  return joined === null && forgotten === undefined;
}
