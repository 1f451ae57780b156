/** Which customer holds a key. */
import { randomInt } from 'node:crypto';
import type { Customer } from '../core/state/customer.ts';
import { hash32 } from './hash.ts';
import { createKeyIndex } from './key-index.ts';
import type { Database } from './open.ts';
import type { Bindable } from './rows.ts';

export interface KeyTable {
  find(name: string, value: string): number | undefined;
  add(name: string, value: string, customer: number): void;
  /** Gives all keys by which one customer is found to another. */
  move(from: Customer, to: number): void;
  /** Rows of the table for what was added since the last call. */
  take(): Bindable[];
}

/** So many questions are answered by the table before it is worth reading it whole. */
const QUESTIONS_BEFORE_READING = 1000;

/** Rows of subjects stand apart: under other files a person can have the same key with the same value. */
const SUBJECT = 'subject:';

/**
 * `has` tells whether a customer has a key now: one that has joined another has none, and what names subjects is no person's.
 * `namesSubject`: what a key names under the files of now.
 */
export function keyTable(
  database: Database,
  has: (customer: number, name: string, value: string) => boolean,
  namesSubject: (name: string) => boolean,
): KeyTable {
  const select = database.prepare('SELECT customer FROM keys WHERE name = ? AND value = ?').pluck();
  const index = createKeyIndex();
  // Nobody outside can make up keys that all fall on one place.
  const seed = randomInt(2 ** 32);
  let pending: Bindable[] = [];
  let questions = 0;
  let complete = false;

  const hashOf = (name: string, value: string): number => hash32(value, hash32(name, seed));
  const read = (): void => {
    const rows = database.prepare('SELECT name, value, customer FROM keys').raw().iterate();
    for (const [name, value, customer] of rows as Iterable<[string, string, number]>) {
      index.add(hashOf(name.startsWith(SUBJECT) ? name.slice(SUBJECT.length) : name, value), customer);
    }
    complete = true;
  };
  const add = (name: string, value: string, customer: number): void => {
    index.add(hashOf(name, value), customer);
    pending.push(namesSubject(name) ? SUBJECT + name : name, value, customer);
  };
  const find = (name: string, value: string): number | undefined => {
    const found = index.find(hashOf(name, value), (customer) => has(customer, name, value));
    if (found !== undefined || complete) return found;
    if (++questions === QUESTIONS_BEFORE_READING) read();
    return rowsOf(name, namesSubject(name))
      .map((row) => select.get(row, value))
      .find((stored) => typeof stored === 'number' && has(stored, name, value)) as number | undefined;
  };
  return {
    find,
    add,
    move(from, to) {
      for (const [name, values] of Object.entries(from.keys))
        for (const value of values) if (find(name, value) === from.number) add(name, value, to);
    },
    take() {
      const taken = pending;
      pending = [];
      return taken;
    },
  };
}

/** The customer that holds a key as far as the table knows, or null. */
export function findKey(database: Database, name: string, value: string, ofSubject: boolean): number | null {
  const select = database.prepare('SELECT customer FROM keys WHERE name = ? AND value = ?').pluck();
  for (const row of rowsOf(name, ofSubject)) {
    const found = select.get(row, value);
    if (typeof found === 'number') return found;
  }
  return null;
}

/** Older versions kept subjects among the persons. */
function rowsOf(name: string, ofSubject: boolean): readonly string[] {
  return ofSubject ? [SUBJECT + name, name] : [name];
}
