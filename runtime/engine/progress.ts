/** How far the engine has come, and what a record's bytes are called by. */
import { readMeta } from '../store/derived.ts';
import type { Database } from '../store/open.ts';
import type { LogRecord, RecordKind } from '../store/record.ts';

/** What the engine knows besides its tables; in `meta`, written with every commit. */
export interface Progress {
  clock: number;
  /** Numbers that were given. */
  customers: number;
  /** How many of them are subjects, by what they are; absent: none. */
  subjects?: Record<string, number>;
  /** How many of them have joined another one; absent: none. */
  joined?: number;
  /** Every record up to this one is in the stored customers, and in the tables of ids and keys. */
  applied: number;
  /** Every record up to this one is in the tables of ids and keys. */
  indexed: number;
  /** Every record up to this one is in the table of keys, which is never behind that of ids; absent: it is as far. */
  keyed?: number;
  /** The next customer to be told of a graph in which time can start journeys; absent: all have been. */
  meets?: number;
  /** The log was begun in virtual time, and no daemon has taken it over: what is done by hand is done at its clock. */
  virtual?: true;
  /** Journeys that go on after a pause, and the next customer to be told; absent: all have been. */
  resumes?: { readonly journey: string; readonly next: number }[];
}

export function readProgress(database: Database): Progress {
  const stored = readMeta(database, 'progress');
  return stored === null ? { clock: 0, customers: 0, applied: 0, indexed: 0 } : JSON.parse(stored);
}

/** How many people the numbers are of: who has joined another is one with it. */
export function countPeople({
  customers,
  subjects = {},
  joined = 0,
}: Pick<Progress, 'customers' | 'subjects' | 'joined'>): number {
  return Object.values(subjects).reduce((left, count) => left - count, customers - joined);
}

/** What can come from outside, under an id of its own. */
const FROM_OUTSIDE: ReadonlySet<RecordKind> = new Set(['signal', 'delivery', 'answer', 'task']);

/** The id that a record has come from outside with, or null. */
export function outerIdOf(record: LogRecord): string | null {
  return FROM_OUTSIDE.has(record.kind) ? idOf(record.body) : null;
}

/** The id of a signal, from its bytes. */
export function idOf(body: Buffer | null): string | null {
  if (body === null) return null;
  try {
    const { id } = JSON.parse(body.toString()) as { id?: unknown };
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

/** Whether a record is that of the signal with this id. Of an altered one the id is gone; that it is known is not. */
export function hasId(record: LogRecord | undefined, id: string): boolean {
  return record?.altered !== undefined || idOf(record?.body ?? null) === id;
}
