/** Reads the state as of the last commit, also while another process writes, or after one was killed. */

import type { Customer } from '../core/state/customer.ts';
import { safeName } from '../core/values/names.ts';
import { holds, weakNames } from '../identity/keys.ts';
import { type CustomerRow, customerReader, readCustomers } from '../store/derived.ts';
import { findKey } from '../store/keys.ts';
import { readLog } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { createLibrary, type Library, type LoadedGraph } from './library.ts';
import { readProgress } from './progress.ts';
import { restoreLibrary } from './recover.ts';
import { replayRecord } from './replay.ts';
import { createResidents } from './residents.ts';

export interface View {
  readonly library: Library;
  readonly graphs: readonly LoadedGraph[];
  /** Milliseconds since 1970 UTC */
  readonly clock: number;
  /** See `Progress.virtual`. */
  readonly virtual: boolean;
  /** Numbers that were given, also to subjects and to those that joined another. */
  readonly customers: number;
  /** How many subjects there are, by what they are. */
  readonly subjects: Readonly<Record<string, number>>;
  /** How many of the numbers have joined another. */
  readonly joined: number;
  /** A customer, and its newest record in the log; null where there is none with this number. */
  find(number: number): { readonly customer: Customer; readonly seq: number } | null;
  /** The number of the customer with a key of that value (`#12`: with that number; `ticket:T1`: of that subject), or null. */
  byKey(value: string): number | null;
  /** Every customer, by number. */
  all(): Iterable<Customer>;
}

export function openView(database: Database): View {
  const progress = readProgress(database);
  const library = createLibrary();
  const { stored, graphs } = restoreLibrary(database, library, progress.applied);
  // The stored customers may trail the log: what is missing is applied here, and kept in memory only.
  const load = customerReader(database, library);
  const residents = createResidents(load);
  const touched = new Set<number>();
  for (const record of readLog(database, progress.applied + 1)) {
    if (record.customer !== null) touched.add(record.customer);
    replayRecord({ library, graphs, residents }, record);
  }
  const find = (number: number): CustomerRow | null => (touched.has(number) ? residents.get(number) : load(number));
  /** Who has joined another is that one. */
  const current = (number: number): number | null => {
    const found = find(number)?.customer;
    return found?.joined == null ? (found?.number ?? null) : current(found.joined);
  };
  /** The first of the names goes before the others: somebody's user_id can be what another's device is called. */
  const holderOf = (names: readonly string[], value: string): number | null => {
    for (const name of names.map(safeName)) {
      const { subjects } = library.programs.current;
      const stored = findKey(database, name, value, subjects?.has(name) === true);
      if (stored !== null && find(stored)?.customer.joined === null) return stored;
      // The table of keys trails the log, too.
      for (const candidate of touched) {
        if (holds(residents.get(candidate).customer, name, value, subjects)) return candidate;
      }
      if (stored !== null) return stored;
    }
    return null;
  };
  return {
    library,
    graphs: stored,
    clock: progress.clock,
    virtual: progress.virtual === true,
    customers: progress.customers,
    subjects: progress.subjects ?? {},
    joined: progress.joined ?? 0,
    find,
    byKey(value) {
      const number = /^#(\d+)$/.exec(value);
      if (number !== null) return current(Number(number[1]));
      const { identity } = library.programs.current.graph;
      const { strong, subjects = {} } = identity;
      const [, kind = '', key = ''] = /^(\w+):(.+)$/s.exec(value) ?? [];
      const named = Object.hasOwn(subjects, kind) ? subjects[kind] : undefined;
      const ofCustomers = holderOf(['user_id', ...strong, ...weakNames(identity)], value);
      return ofCustomers ?? (named === undefined ? null : holderOf([named], key));
    },
    *all() {
      for (const { customer } of readCustomers(database, library)) if (!touched.has(customer.number)) yield customer;
      for (const number of [...touched].sort((a, b) => a - b)) yield residents.get(number).customer;
    },
  };
}
