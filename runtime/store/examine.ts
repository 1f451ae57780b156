/** Numbers that tell how a database is. */
import { readMeta } from './derived.ts';
import type { Database } from './open.ts';

export interface Vitals {
  readonly sqlite: { readonly version: string; readonly synchronous: number };
  /** customers whose timer was due before a time, and the earliest such timer (milliseconds since 1970 UTC) */
  readonly timers: { readonly overdue: number; readonly earliest: number };
  /** what was forgotten may still stand in freed pages */
  readonly unscrubbed: boolean;
}

/** What an erasure notes until the pages are clean. */
export const UNSCRUBBED = 'unscrubbed';

export function examine(database: Database, before = 0): Vitals {
  // A reader's own setting, read back: it says what this build of SQLite takes.
  database.pragma('synchronous = FULL');
  const timers = database
    .prepare('SELECT count(*) AS overdue, min(wake) AS earliest FROM customers WHERE wake < ?')
    .get(before) as { overdue: number; earliest: number | null };
  return {
    sqlite: {
      version: String(database.prepare('SELECT sqlite_version()').pluck().get()),
      synchronous: Number(database.pragma('synchronous', { simple: true })),
    },
    timers: { overdue: timers.overdue, earliest: timers.earliest ?? 0 },
    unscrubbed: readMeta(database, UNSCRUBBED) === '1',
  };
}

export function countOpenTasks(database: Database): number {
  return Number(database.prepare("SELECT count(*) FROM tasks WHERE status = 'open'").pluck().get());
}
