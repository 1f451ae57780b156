/** What operators did: the audit. A row comes from the record of the act, in the same transaction. */
import type { Database } from './open.ts';

export interface ActRow {
  /** the act's place in the log */
  readonly seq: number;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly by: string;
  readonly act: string;
  /** a journey, an instance, a task, a key of the gateway, or `#12` for a customer: never a personal value */
  readonly subject: string;
  readonly detail: string;
}

/** The newest first. */
export function readActs(database: Database, asked: { readonly act: string | null; readonly limit: number }): ActRow[] {
  return database
    .prepare(
      'SELECT seq, time, by, act, subject, detail FROM acts WHERE (act = ? OR ? IS NULL) ORDER BY seq DESC LIMIT ?',
    )
    .all(asked.act, asked.act, asked.limit) as ActRow[];
}

/** Journeys that were paused as of a record, each with the act that paused it. */
export function readPauses(database: Database, until = Number.MAX_SAFE_INTEGER): ReadonlyMap<string, ActRow> {
  const rows = database
    .prepare(
      "SELECT seq, time, by, act, subject, detail FROM acts WHERE act IN ('pause', 'resume') AND seq <= ? ORDER BY seq",
    )
    .all(until) as ActRow[];
  const paused = new Map<string, ActRow>();
  for (const row of rows) {
    if (row.act === 'pause') paused.set(row.subject, row);
    else paused.delete(row.subject);
  }
  return paused;
}
