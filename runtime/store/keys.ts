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

/** No more answers a name than this are remembered from one `take` to the next. */
const REMEMBERED = 65_536;

/** What is in memory of the keys of one name: all that was added since the last `take` but one, and what was asked for. */
interface Recent {
  young: Map<string, number>;
  old: Map<string, number>;
  /** keeps the hashes of different names apart */
  readonly seed: number;
}

export function keyTable(database: Database): KeyTable {
  const select = database.prepare('SELECT customer FROM keys WHERE name = ? AND value = ?').pluck();
  const filter = lazyFilter(database, storedHashes);
  const names = new Map<string, Recent>();
  let pending: Bindable[] = [];

  const recent = (name: string): Recent => {
    let found = names.get(name);
    if (found === undefined) {
      found = { young: new Map(), old: new Map(), seed: seedOf(name) };
      names.set(name, found);
    }
    return found;
  };
  const add = (name: string, value: string, customer: number): void => {
    const known = recent(name);
    known.young.set(value, customer);
    pending.push(name, value, customer);
    filter.add(hash53(value, known.seed));
  };
  return {
    find(name, value) {
      const known = recent(name);
      if (!filter.maybe(hash53(value, known.seed))) return undefined;
      const young = known.young.get(value);
      if (young !== undefined) return young;
      const stored = known.old.get(value) ?? select.get(name, value);
      if (typeof stored !== 'number') return undefined;
      if (known.young.size < REMEMBERED) known.young.set(value, stored);
      return stored;
    },
    add,
    move(from, to) {
      for (const [name, values] of Object.entries(from.keys)) for (const value of values) add(name, value, to);
    },
    take() {
      for (const known of names.values()) {
        known.old = known.young;
        known.young = new Map();
      }
      const taken = pending;
      pending = [];
      return taken;
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
