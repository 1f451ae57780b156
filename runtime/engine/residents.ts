/**
 * The customers in memory. What changed is written later than its log record: the customers that changed longest ago go
 * first, so a crash costs the replay of at most `HORIZON` records, and a customer that changes often is written once.
 */
import { type Customer, newCustomer } from '../core/state/customer.ts';
import { MOST_UNDER_WAY } from '../store/committer.ts';

export interface Resident {
  customer: Customer;
  /** The last record of the log that is applied; 0: none. */
  seq: number;
  /** The first record that is applied, but not written; 0: all is written. */
  dirtySince: number;
}

/** Reads a stored customer; null where there is none with this number. */
export type LoadCustomer = (number: number) => { readonly customer: Customer; readonly seq: number } | null;

export interface Flushed {
  /** to be written now */
  readonly rows: readonly Resident[];
  /** The last record that is in the stored customers as soon as the rows are written. */
  readonly applied: number;
}

/** How far, in records, the stored customers may trail the log. */
const HORIZON = 8192;
const GENERATION = 8192;

export interface Residents {
  create(number: number): Resident;
  get(number: number): Resident;
  /** The customer of that number, or the one that it has joined. */
  current(number: number): Resident;
  /** Marks a record as applied. */
  touch(resident: Resident, seq: number): void;
  /** Puts another state in the place of a customer's. */
  replace(resident: Resident, customer: Customer, seq: number): void;
  /** What is older than the horizon (or everything), to be written. It stays in memory while its batch can be under way. */
  flush(seq: number, everything: boolean): Flushed;
}

export function createResidents(load: LoadCustomer): Residents {
  // Two generations: what was not asked for during a whole generation leaves memory.
  let young = new Map<number, Resident>();
  let old = new Map<number, Resident>();
  let limit = GENERATION;
  let queue: Resident[] = [];
  let head = 0;
  // Given out by the last flushes, and perhaps not written yet.
  let flushed: (readonly Resident[])[] = [];

  const keep = (resident: Resident): Resident => {
    young.set(resident.customer.number, resident);
    if (young.size < limit) return resident;
    const leaving = old;
    old = young;
    young = new Map();
    for (const [number, left] of leaving) if (left.dirtySince !== 0 && !old.has(number)) young.set(number, left);
    for (const left of flushed.flat()) if (!old.has(left.customer.number)) young.set(left.customer.number, left);
    // One commit may change more customers than a generation holds: what cannot leave must not be gone through at every call.
    limit = Math.max(GENERATION, young.size * 2);
    return resident;
  };

  const touch = (resident: Resident, seq: number): void => {
    resident.seq = seq;
    if (resident.dirtySince !== 0) return;
    resident.dirtySince = seq;
    queue.push(resident);
  };

  const get = (number: number): Resident => {
    const found = young.get(number);
    if (found !== undefined) return found;
    const older = old.get(number);
    if (older !== undefined) return keep(older);
    const stored = load(number);
    if (stored === null) return keep({ customer: newCustomer(number), seq: 0, dirtySince: 0 });
    return keep({ customer: stored.customer, seq: stored.seq, dirtySince: 0 });
  };

  return {
    create: (number) => keep({ customer: newCustomer(number), seq: 0, dirtySince: 0 }),
    get,
    current(number) {
      let resident = get(number);
      while (resident.customer.joined !== null) resident = get(resident.customer.joined);
      return resident;
    },
    touch,
    replace(resident, customer, seq) {
      resident.customer = customer;
      touch(resident, seq);
    },
    flush(seq, everything) {
      const before = everything ? Number.POSITIVE_INFINITY : seq - HORIZON;
      const due: Resident[] = [];
      for (; head < queue.length; head++) {
        const resident = queue[head];
        if (resident === undefined) break;
        if (resident.dirtySince > before) break;
        resident.dirtySince = 0;
        due.push(resident);
      }
      if (head > HORIZON || head === queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      flushed = [due, ...flushed].slice(0, MOST_UNDER_WAY + 1);
      const first = queue[head];
      return { rows: due, applied: first === undefined ? seq : first.dirtySince - 1 };
    },
  };
}
