/** Numbers that tell how a database is. */
import { readMeta } from './derived.ts';
import type { Database } from './open.ts';

export interface Vitals {
  readonly sqlite: { readonly version: string; readonly synchronous: number };
  /** what was forgotten may still stand in freed pages */
  readonly unscrubbed: boolean;
}

/** What an erasure notes until the pages are clean. */
export const UNSCRUBBED = 'unscrubbed';

export function examine(database: Database): Vitals {
  // A reader's own setting, read back: it says what this build of SQLite takes.
  database.pragma('synchronous = FULL');
  return {
    sqlite: {
      version: String(database.prepare('SELECT sqlite_version()').pluck().get()),
      synchronous: Number(database.pragma('synchronous', { simple: true })),
    },
    unscrubbed: readMeta(database, UNSCRUBBED) === '1',
  };
}

export function countOpenTasks(database: Database): number {
  return Number(database.prepare("SELECT count(*) FROM tasks WHERE status = 'open'").pluck().get());
}
