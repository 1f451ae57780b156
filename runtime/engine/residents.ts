/**
 * The customers in memory. What changed is written later than its log record: the customers that changed longest ago go
 * first, so a crash costs the replay of at most so many records as `SIZES` says, and a customer that changes often is written once.
 */
import { type Customer, newCustomer } from '../core/state/customer.ts';
import { MOST_UNDER_WAY } from '../store/committer.ts';

export interface Resident {
  customer: Customer;
  /** The last record of the log that is applied; 0: none. */
  seq: number;
  /** The first record that is applied, but not written; 0: all is written. */
  dirtySince: number;
  /** The generation in which it was last asked for. */
  generation: number;
  /** The flush that gave it out last; 0: none. */
  flush: number;
}

/** Reads a stored customer; null where there is none with this number. */
export type LoadCustomer = (number: number) => { readonly customer: Customer; readonly seq: number } | null;

export interface Flushed {
  /** to be written now */
  readonly rows: readonly Resident[];
  /** The last record that is in the stored customers as soon as the rows are written. */
  readonly applied: number;
}

/**
 * How far, in records, the stored customers may trail the log, and how many of them make a generation. More of them take memory; fewer are
 * read and written more often, which takes up to a seventh more time where many come back within an hour.
 */
const SIZES = { few: 32_768, many: 8192 } as const;
const MANY = 100_000;

/** How many customers there will be, as far as one can know. */
export type Expected = keyof typeof SIZES;

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

export function createResidents(load: LoadCustomer, expected: Expected = 'many'): Residents {
  const places = createPlaces<Resident>();
  // Two generations: what was not asked for during a whole generation leaves memory.
  let generation = 1;
  let young: Resident[] = [];
  let old: Resident[] = [];
  let size: number = SIZES[expected];
  let limit = size;
  let queue: Resident[] = [];
  let head = 0;
  let flushes = 0;

  /** What the last flushes gave out is perhaps not written yet. */
  const isNeeded = ({ dirtySince, flush }: Resident): boolean =>
    dirtySince !== 0 || (flush !== 0 && flush >= flushes - MOST_UNDER_WAY);

  const turn = (): void => {
    const leaving = old;
    old = young;
    young = [];
    generation++;
    for (const resident of leaving) {
      if (resident.generation >= generation - 1) continue;
      if (isNeeded(resident)) {
        resident.generation = generation;
        young.push(resident);
      } else places.set(resident.customer.number, undefined);
    }
    // One commit may change more customers than a generation holds: what cannot leave must not be gone through at every call.
    limit = Math.max(size, young.length * 2);
  };

  const keep = (resident: Resident): Resident => {
    resident.generation = generation;
    young.push(resident);
    if (young.length >= limit) turn();
    return resident;
  };

  const come = (customer: Customer, seq: number): Resident => {
    if (customer.number > MANY) size = SIZES.many;
    const resident: Resident = { customer, seq, dirtySince: 0, generation, flush: 0 };
    places.set(customer.number, resident);
    return keep(resident);
  };

  const touch = (resident: Resident, seq: number): void => {
    resident.seq = seq;
    if (resident.dirtySince !== 0) return;
    resident.dirtySince = seq;
    queue.push(resident);
  };

  const get = (number: number): Resident => {
    const found = places.get(number);
    if (found !== undefined) return found.generation === generation ? found : keep(found);
    const stored = load(number);
    return stored === null ? come(newCustomer(number), 0) : come(stored.customer, stored.seq);
  };

  return {
    create: (number) => come(newCustomer(number), 0),
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
      const before = everything ? Number.POSITIVE_INFINITY : seq - size;
      const due: Resident[] = [];
      flushes++;
      for (; head < queue.length; head++) {
        const resident = queue[head];
        if (resident === undefined) break;
        if (resident.dirtySince > before) break;
        resident.dirtySince = 0;
        resident.flush = flushes;
        due.push(resident);
      }
      if (head > size || head === queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      const first = queue[head];
      return { rows: due, applied: first === undefined ? seq : first.dirtySince - 1 };
    },
  };
}

interface Places<T> {
  get(number: number): T | undefined;
  set(number: number, item: T | undefined): void;
}

const PAGE = 1024;

/** Things by numbers that are given one after another: one step to each, and pages without any are dropped. */
function createPlaces<T>(): Places<T> {
  const pages: ({ readonly items: (T | undefined)[]; count: number } | undefined)[] = [];
  return {
    get: (number) => pages[Math.floor(number / PAGE)]?.items[number % PAGE],
    set(number, item) {
      const index = Math.floor(number / PAGE);
      const page = pages[index] ?? { items: new Array<T | undefined>(PAGE).fill(undefined), count: 0 };
      while (pages.length <= index) pages.push(undefined);
      pages[index] = page;
      const place = number % PAGE;
      page.count += Number(item !== undefined) - Number(page.items[place] !== undefined);
      page.items[place] = item;
      if (page.count === 0) pages[index] = undefined;
    },
  };
}
