/** What one commit writes, as plain values: applied to the database here, or by the thread that writes. */
import type { Block } from './block.ts';
import { type Hash, seal } from './chain.ts';
import { lastOf } from './log.ts';
import type { Database } from './open.ts';
import { type Bindable, rowWriter } from './rows.ts';

export interface Batch {
  readonly log: readonly Block[];
  /** In the order in which they are to be applied. */
  readonly writes: readonly Write[];
}

/** One statement, run for as many rows as there are values. */
export interface Write {
  readonly statement: Statement;
  readonly values: readonly Bindable[];
}

/** `head`: rows follow, many in one statement. `sql`: run for each row. */
const STATEMENTS = {
  seen: { head: 'INSERT INTO seen (hash, seq)', columns: 2 },
  keys: { head: 'INSERT OR REPLACE INTO keys (name, value, customer)', columns: 3 },
  customers: { head: 'INSERT OR REPLACE INTO customers (number, seq, wake, state)', columns: 4 },
  outbox: {
    head: 'INSERT INTO outbox (id, seq, time, customer, instance, journey, message, channel, address, content, status)',
    columns: 11,
  },
  tasks: {
    sql: "INSERT INTO tasks (id, seq, time, customer, instance, journey, team, because, context, complete, due, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
    columns: 11,
  },
  moveTask: { sql: 'UPDATE tasks SET team = ?, due = NULL WHERE id = ?', columns: 2 },
  closeTask: { sql: 'UPDATE tasks SET status = ? WHERE id = ?', columns: 2 },
  tallies: {
    sql: 'INSERT INTO tallies VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    columns: 4,
  },
  rejects: {
    sql: 'INSERT OR IGNORE INTO rejects (hash, source, line, reason, body) VALUES (?, ?, ?, ?, ?)',
    columns: 5,
  },
  graphs: { sql: 'INSERT INTO graphs (id, hash, graph, seq) VALUES (?, ?, ?, ?)', columns: 4 },
  meta: { sql: 'INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', columns: 2 },
} as const satisfies Record<string, Sql>;

type Sql = { readonly head: string; readonly columns: number } | { readonly sql: string; readonly columns: number };

export type Statement = keyof typeof STATEMENTS;

/** Applies batches, each in one transaction that is on disk when the call returns. */
export function createApplier(database: Database): (batch: Batch) => void {
  const prepared = new Map<Statement, (values: readonly Bindable[]) => void>();
  const append = rowWriter(database, 'INSERT INTO log (first, count, hash, records)', 4);
  let hash: Hash = lastOf(database).hash;

  const prepare = (statement: Statement): ((values: readonly Bindable[]) => void) => {
    const known = prepared.get(statement);
    if (known !== undefined) return known;
    const sql: Sql = STATEMENTS[statement];
    const made = 'head' in sql ? rowWriter(database, sql.head, sql.columns) : eachRow(database, sql.sql, sql.columns);
    prepared.set(statement, made);
    return made;
  };
  return (batch) => {
    let last = hash;
    database.transaction(() => {
      for (const { first, count, bytes } of batch.log) {
        last = seal(bytes, last);
        append([first, count, last, bytes]);
      }
      for (const { statement, values } of batch.writes) prepare(statement)(values);
    })();
    hash = last;
  };
}

function eachRow(database: Database, sql: string, columns: number): (values: readonly Bindable[]) => void {
  const statement = database.prepare(sql);
  return (values) => {
    for (let at = 0; at < values.length; at += columns) statement.run(...values.slice(at, at + columns));
  };
}
