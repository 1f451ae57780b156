/** Which customer holds a key. */
import type { Customer } from '../core/state/customer.ts';
import { hash53, lazyFilter } from './filter.ts';
import type { Database } from './open.ts';
import { rowWriter } from './rows.ts';

export interface KeyTable {
  find(name: string, value: string): number | undefined;
  add(name: string, value: string, customer: number): void;
  /** Gives all keys of one customer to another. */
  move(from: Customer, to: number): void;
  write(): void;
}

/** So many answers stay in memory, twice: those of now and those of before. */
const GENERATION = 32_768;

export function keyTable(database: Database): KeyTable {
  const select = database.prepare('SELECT customer FROM keys WHERE name = ? AND value = ?').pluck();
  const replace = rowWriter(database, 'INSERT OR REPLACE INTO keys (name, value, customer)', 3);
  const filter = lazyFilter(database, storedHashes);
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  let pending = new Map<string, { readonly name: string; readonly value: string; readonly customer: number }>();

  const remember = (key: string, customer: number): number => {
    young.set(key, customer);
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    return customer;
  };
  const add = (name: string, value: string, customer: number): void => {
    const key = `${name} ${value}`;
    remember(key, customer);
    pending.set(key, { name, value, customer });
    filter.add(hash53(key, 0));
  };
  return {
    find(name, value) {
      const key = `${name} ${value}`;
      const recent = young.get(key);
      if (recent !== undefined) return recent;
      const older = old.get(key);
      if (older !== undefined) return remember(key, older);
      if (!filter.maybe(hash53(key, 0))) return undefined;
      const waiting = pending.get(key)?.customer;
      if (waiting !== undefined) return remember(key, waiting);
      const stored = select.get(name, value);
      return typeof stored === 'number' ? remember(key, stored) : undefined;
    },
    add,
    move(from, to) {
      for (const [name, values] of Object.entries(from.keys)) for (const value of values) add(name, value, to);
    },
    write() {
      // In the order of the table: neighbours share a page.
      const sorted = [...pending].sort((a, b) => (a[0] < b[0] ? -1 : 1));
      replace(sorted.flatMap(([, { name, value, customer }]) => [name, value, customer]));
      pending = new Map();
    },
  };
}

function* storedHashes(database: Database): Generator<number> {
  const rows = database.prepare('SELECT name, value FROM keys').raw().iterate() as Iterable<[string, string]>;
  for (const [name, value] of rows) yield hash53(`${name} ${value}`, 0);
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
