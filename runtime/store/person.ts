/** What stands in the tables beside the log about some customers. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Database } from './open.ts';

export interface PersonRows {
  readonly messages: Iterable<object>;
  readonly tasks: Iterable<object>;
  readonly calls: Iterable<CallOfPerson>;
}

export interface CallOfPerson {
  /** the action or model */
  readonly name: string;
  /** as the core counts */
  readonly arguments: Readonly<Record<string, Json>>;
}

/** The oldest first, each read when it is asked for; times in milliseconds since 1970 UTC as RFC 3339, JSON as values. */
export function personRows(database: Database, customers: readonly number[]): PersonRows {
  const several = JSON.stringify(customers);
  function* rows(table: 'outbox' | 'tasks' | 'calls'): Generator<object> {
    const ids = database
      .prepare(`SELECT id FROM ${table} WHERE customer IN (SELECT value FROM json_each(?)) ORDER BY seq, id`)
      .pluck()
      .all(several) as string[];
    const one = database.prepare(`SELECT * FROM ${table} WHERE id = ?`);
    for (const id of ids) {
      const row = one.get(id) as Record<string, unknown> | undefined;
      if (row !== undefined) yield readable(row);
    }
  }
  return { messages: rows('outbox'), tasks: rows('tasks'), calls: rows('calls') as Iterable<CallOfPerson> };
}

const TIMES = new Set(['time', 'due', 'next_at', 'until']);
const DOCUMENTS = new Set(['content', 'context', 'arguments']);

/** As `journey outbox` and `journey tasks` call what the tables call otherwise. */
const CALLED: ReadonlyMap<string, string> = new Map([
  ['way', 'channel'],
  ['next_at', 'nextAt'],
  ['claimed_by', 'claimedBy'],
]);

function readable(row: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [CALLED.get(column) ?? column, readableValue(column, value)]),
  );
}

function readableValue(column: string, value: unknown): unknown {
  // That of the next try has a minus where an operator has said: now.
  if (TIMES.has(column) && typeof value === 'number') return new Date(Math.abs(value)).toISOString();
  if (DOCUMENTS.has(column) && typeof value === 'string') return JSON.parse(value) as unknown;
  return column === 'complete' ? value === 1 : value;
}
