/** What stands in the tables beside the log about some customers. */
import type { Json } from '../../compiler/graph/types.ts';
import type { Database } from './open.ts';

export interface PersonRows {
  readonly messages: readonly object[];
  readonly tasks: readonly object[];
  readonly calls: readonly CallOfPerson[];
}

export interface CallOfPerson {
  /** the action or model */
  readonly name: string;
  /** as the core counts */
  readonly arguments: Readonly<Record<string, Json>>;
}

/** The oldest first; times in milliseconds since 1970 UTC as RFC 3339, JSON as values. */
export function personRows(database: Database, customers: readonly number[]): PersonRows {
  const rows = (table: 'outbox' | 'tasks' | 'calls'): object[] => {
    const marks = customers.map(() => '?').join(', ');
    const found = database
      .prepare(`SELECT * FROM ${table} WHERE customer IN (${marks}) ORDER BY seq, id`)
      .all(...customers);
    return (found as Record<string, unknown>[]).map(readable);
  };
  return { messages: rows('outbox'), tasks: rows('tasks'), calls: rows('calls') as CallOfPerson[] };
}

const TIMES = new Set(['time', 'due', 'next_at', 'until']);
const DOCUMENTS = new Set(['content', 'context', 'arguments']);

function readable(row: Record<string, unknown>): object {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      // That of the next try has a minus where an operator has said: now.
      if (TIMES.has(name) && typeof value === 'number') return [name, new Date(Math.abs(value)).toISOString()];
      return [name, DOCUMENTS.has(name) && typeof value === 'string' ? (JSON.parse(value) as unknown) : value];
    }),
  );
}
