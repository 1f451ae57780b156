/** Rebuilds all state from log and graphs, and compares it with what is stored. */

import type { Customer } from '../core/state/customer.ts';
import { counted } from '../core/values/counted.ts';
import { createCommitter } from '../store/committer.ts';
import { encodeDecisions } from '../store/decisions.ts';
import { countCustomers, customerReader, customerValues } from '../store/derived.ts';
import { findBreak, readLog } from '../store/log.ts';
import { type Database, openTemporary } from '../store/open.ts';
import { joinOf } from '../store/record.ts';
import { otherWriters } from '../store/writers.ts';
import { createLibrary, loadGraphs } from './library.ts';
import { countPeople } from './progress.ts';
import { replayRecord } from './replay.ts';
import { createResidents } from './residents.ts';
import { openView } from './view.ts';

export interface ReplayReport {
  /** signals in the log */
  readonly signals: number;
  readonly records: number;
  readonly customers: number;
  readonly identical: boolean;
  /** what differs, the first few */
  readonly differences: readonly string[];
  /** where something differs, and another version than this one has written in the log: which ones did, and what that means */
  readonly writers?: string;
}

const MOST_DIFFERENCES = 10;
/** Rebuilt customers leave memory every so many records. */
const FLUSH_EVERY = 4096;

/** Applies every record from the first on. With `compare`, holds chain, decisions and customers against what is stored. */
export function replayAll(database: Database, compare: boolean): ReplayReport {
  const differences: string[] = [];
  const differs = (what: string): void => {
    if (differences.length < MOST_DIFFERENCES) differences.push(what);
  };
  const broken = compare ? findBreak(database) : null;
  if (broken !== null) differs(`record ${broken} of the log is not as it was written`);
  const scratch = openTemporary();
  const library = createLibrary();
  const rebuilt = customerReader(scratch, library);
  const residents = createResidents(rebuilt);
  const committer = createCommitter(scratch, 'the temporary database');
  const flush = (seq: number, everything: boolean): void => {
    const { rows } = residents.flush(seq, everything);
    committer.commit({
      log: [],
      seen: null,
      writes: [{ statement: 'customers', values: customerValues(rows, library) }],
    });
  };
  const graphs = new Map(loadGraphs(database).map(({ id, graph }) => [id, graph]));
  let signals = 0;
  let records = 0;
  const joined = new Set<number>();
  for (const record of readLog(database)) {
    // What comes from there on is no longer what happened.
    if (broken !== null && record.seq >= broken) break;
    records++;
    if (record.kind === 'signal') signals++;
    if (record.kind === 'join' && record.body !== null) joined.add(joinOf(record.body).from);
    const outcome = replayRecord({ library, graphs, residents }, record);
    if (compare && outcome !== null && encodeDecisions(outcome.decisions, library.idOf) !== record.decisions) {
      differs(`record ${record.seq}: other decisions than those in the log`);
    }
    if (records % FLUSH_EVERY === 0) flush(record.seq, false);
  }
  flush(Number.MAX_SAFE_INTEGER, true);
  const view = openView(database);
  if (compare && broken === null) {
    for (const customer of view.all()) {
      if (!same(customer, rebuilt(customer.number)?.customer)) differs(`customer ${customer.number}: other state`);
    }
    const count = countCustomers(scratch);
    if (count !== view.customers)
      differs(
        `${counted(view.customers, 'customer is', 'customers are')} stored, ${counted(count, 'is', 'are')} in the log`,
      );
  }
  scratch.close();
  const writers = broken === null && differences.length > 0 ? otherWriters(database) : null;
  return {
    signals,
    records,
    customers: countPeople({ ...view, joined: joined.size }),
    identical: differences.length === 0,
    differences,
    ...(writers === null ? {} : { writers }),
  };
}

function same(a: Customer, b: Customer | undefined): boolean {
  return b !== undefined && JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Keys in one order: a stored customer may have met them in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
