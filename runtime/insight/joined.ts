/** Who has become whom: customers that turned out to be one are counted as one. */
import { joinOf, type LogRecord } from '../store/record.ts';

export interface Joined {
  /** Looks whether a record is a join. */
  note(record: LogRecord): void;
  /** The customer that a number stands for, as of all that was noted. */
  who(customer: number): number;
}

export function createJoined(): Joined {
  const into = new Map<number, number>();
  return {
    note({ kind, body, customer }) {
      if (kind === 'join' && body !== null && customer !== null) into.set(joinOf(body).from, customer);
    },
    who(customer) {
      let number = customer;
      for (let next = into.get(number); next !== undefined; next = into.get(number)) number = next;
      return number;
    },
  };
}
