/** Which customer holds a key. */
import type { Customer } from '../core/state/customer.ts';
import { hash53, lazyFilter } from './filter.ts';
import type { Database } from './open.ts';
import type { Bindable } from './rows.ts';

export interface KeyTable {
  find(name: string, value: string): number | undefined;
  add(name: string, value: string, customer: number): void;
  /** Gives all keys of one customer to another. */
  move(from: Customer, to: number): void;
  /** Rows of the table for what was added since the last call. They are looked up in memory until the call after this one. */
  take(): Bindable[];
}

/** So many answers a name stay in memory, twice: those of now and those of before. */
const GENERATION = 32_768;

/** What is in memory of the keys of one name. */
interface Recent {
  young: Map<string, number>;
  old: Map<string, number>;
  pending: Map<string, number>;
  /** taken, and perhaps not in the table yet */
  taken: Map<string, number>;
  /** keeps the hashes of different names apart */
  readonly seed: number;
}

export function keyTable(database: Database): KeyTable {
  const select = database.prepare('SELECT customer FROM keys WHERE name = ? AND value = ?').pluck();
  const filter = lazyFilter(database, storedHashes);
  const names = new Map<string, Recent>();

  const recent = (name: string): Recent => {
    let found = names.get(name);
    if (found === undefined) {
      found = { young: new Map(), old: new Map(), pending: new Map(), taken: new Map(), seed: seedOf(name) };
      names.set(name, found);
    }
    return found;
  };
  const remember = (known: Recent, value: string, customer: number): number => {
    known.young.set(value, customer);
    if (known.young.size >= GENERATION) {
      known.old = known.young;
      known.young = new Map();
    }
    return customer;
  };
  const add = (name: string, value: string, customer: number): void => {
    const known = recent(name);
    remember(known, value, customer);
    known.pending.set(value, customer);
    filter.add(hash53(value, known.seed));
  };
  return {
    find(name, value) {
      const known = recent(name);
      if (!filter.maybe(hash53(value, known.seed))) return undefined;
      const young = known.young.get(value);
      if (young !== undefined) return young;
      const old = known.old.get(value);
      if (old !== undefined) return remember(known, value, old);
      const stored = known.pending.get(value) ?? known.taken.get(value) ?? select.get(name, value);
      return typeof stored === 'number' ? remember(known, value, stored) : undefined;
    },
    add,
    move(from, to) {
      for (const [name, values] of Object.entries(from.keys)) for (const value of values) add(name, value, to);
    },
    take() {
      const values: Bindable[] = [];
      for (const [name, known] of names) {
        // In the order of the table: neighbours share a page.
        for (const value of [...known.pending.keys()].sort()) values.push(name, value, known.pending.get(value) ?? 0);
        known.taken = known.pending;
        known.pending = new Map();
      }
      return values;
    },
  };
}

function seedOf(name: string): number {
  return hash53(name, 0) >>> 0;
}

function* storedHashes(database: Database): Generator<number> {
  const rows = database.prepare('SELECT name, value FROM keys').raw().iterate() as Iterable<[string, string]>;
  for (const [name, value] of rows) yield hash53(value, seedOf(name));
}

/** The customer that holds a value under one of the key names, the first of them first; or null. */
export function findByValue(database: Database, names: readonly string[], value: string): number | null {
  const select = database.prepare('SELECT customer FROM keys WHERE name = ? AND value = ?').pluck();
  for (const name of names) {
    const found = select.get(name, value);
    if (typeof found === 'number') return found;
  }
  return null;
}
