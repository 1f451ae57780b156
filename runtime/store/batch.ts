/** What one commit writes, as plain values: applied to the database here, or by the thread that writes. */
import type { Block } from './block.ts';
import { type Hash, seal } from './chain.ts';
import { lastOf } from './log.ts';
import type { Database } from './open.ts';
import { type Bindable, rowWriter } from './rows.ts';

export interface Batch {
  readonly log: readonly Block[];
  /** Ids of signals, in pairs of hash and place. */
  readonly seen: Float64Array | null;
  /** In the order in which they are to be applied. */
  readonly writes: readonly Write[];
}

/** One statement, run for as many rows as there are values. */
export interface Write {
  readonly statement: Statement;
  readonly values: readonly Bindable[];
}

/** `head`: rows follow, many in one statement; `sortedHead`: in the table's order, so that neighbours share a page. `sql`: run for each row. */
const STATEMENTS = {
  keys: { sortedHead: 'INSERT OR REPLACE INTO keys (name, value, customer)', columns: 3 },
  customers: { head: 'INSERT OR REPLACE INTO customers (number, seq, wake, state)', columns: 4 },
  outbox: {
    head: 'INSERT INTO outbox (id, seq, time, customer, instance, journey, message, way, address, content, status)',
    columns: 11,
  },
  leaving: {
    sql: "INSERT OR IGNORE INTO outbox (id, seq, time, customer, instance, journey, message, way, address, content, status, kind, next_at, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)",
    columns: 13,
  },
  trying: {
    sql: "UPDATE outbox SET status = 'sending', tries = tries + 1, next_at = ? WHERE id = ? AND status = 'pending'",
    columns: 2,
  },
  again: {
    sql: "UPDATE outbox SET status = 'pending', next_at = ?, error = ? WHERE id = ? AND status = 'sending'",
    columns: 3,
  },
  waits: {
    sql: "UPDATE outbox SET next_at = ?, error = ? WHERE id = ? AND status = 'pending'",
    columns: 3,
  },
  resumed: {
    sql: "UPDATE outbox SET next_at = ? WHERE journey = ? AND substr(error, 1, length(?)) = ? AND next_at IS NOT NULL AND status = 'pending'",
    columns: 4,
  },
  gone: {
    sql: "UPDATE outbox SET status = ?, next_at = NULL, error = ? WHERE id = ? AND status IN ('pending', 'sending')",
    columns: 3,
  },
  arrived: {
    sql: "UPDATE outbox SET status = 'sent', next_at = NULL, error = NULL WHERE id = ? AND status IN ('pending', 'sending', 'dead')",
    columns: 1,
  },
  reported: {
    sql: "UPDATE outbox SET status = 'failed', next_at = NULL, error = ? WHERE id = ? AND status IN ('pending', 'sending', 'sent')",
    columns: 2,
  },
  cancelled: {
    sql: "UPDATE outbox SET status = 'cancelled', next_at = NULL, error = ? WHERE id = ? AND status IN ('pending', 'sending')",
    columns: 2,
  },
  halt: {
    sql: "UPDATE outbox SET until = ?, next_at = ? WHERE instance = ? AND kind = 'message' AND next_at IS NOT NULL AND status IN ('pending', 'sending')",
    columns: 3,
  },
  retry: {
    sql: "UPDATE outbox SET status = 'pending', tries = 0, next_at = ?, until = NULL WHERE id = ? AND status IN ('dead', 'failed')",
    columns: 2,
  },
  hurry: { sql: "UPDATE outbox SET next_at = ? WHERE id = ? AND status = 'pending'", columns: 2 },
  // A try that is under way must come to its end first; no name of a team has a slash in it. What has ended for a desk is no news for it.
  tellDesk: {
    sql: "INSERT OR IGNORE INTO outbox (id, seq, time, customer, instance, journey, message, way, address, content, status, kind, next_at) SELECT id || ?, ?, ?, customer, '', '', '', way, '', ?, 'pending', 'task', ? + iif(status = 'sending', 30000, 0) FROM outbox WHERE id BETWEEN ? AND ? || '-~' AND id NOT LIKE '%/%' AND kind = 'task' AND tries > 0 AND status IN ('pending', 'sending', 'sent') AND NOT EXISTS (SELECT 1 FROM outbox AS told WHERE told.id = outbox.id || '/ended')",
    columns: 7,
  },
  mendCall: { sql: 'UPDATE calls SET arguments = ? WHERE id = ?', columns: 2 },
  mendMessage: { sql: 'UPDATE outbox SET address = ?, content = ? WHERE id = ?', columns: 3 },
  tasks: {
    sql: "INSERT INTO tasks (id, seq, time, customer, instance, journey, team, because, context, complete, due, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
    columns: 11,
  },
  moveTask: { sql: 'UPDATE tasks SET team = ?, due = NULL WHERE id = ?', columns: 2 },
  claimTask: { sql: 'UPDATE tasks SET claimed_by = ?, due = NULL WHERE id = ?', columns: 2 },
  closeTask: { sql: "UPDATE tasks SET status = ? WHERE id = ? AND status = 'open'", columns: 2 },
  calls: {
    sql: "INSERT INTO calls (id, seq, time, customer, instance, journey, name, arguments, due, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
    columns: 9,
  },
  endCall: { sql: 'UPDATE calls SET status = ? WHERE id = ?', columns: 2 },
  tallies: {
    sql: 'INSERT INTO tallies VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
    columns: 4,
  },
  rejects: {
    sql: 'INSERT OR IGNORE INTO rejects (hash, source, line, reason, body) VALUES (?, ?, ?, ?, ?)',
    columns: 5,
  },
  rewriteLog: { sql: 'UPDATE log SET records = ? WHERE first = ?', columns: 2 },
  dropKeys: { sql: 'DELETE FROM keys WHERE customer = ?', columns: 1 },
  dropKey: { sql: 'DELETE FROM keys WHERE name = ? AND value = ?', columns: 2 },
  // A desk is told that the task of somebody who is forgotten is none any more; nothing personal stands in that.
  dropMessages: { sql: "DELETE FROM outbox WHERE customer = ? AND id NOT LIKE '%/ended'", columns: 1 },
  dropTasks: { sql: 'DELETE FROM tasks WHERE customer = ?', columns: 1 },
  dropCalls: { sql: 'DELETE FROM calls WHERE customer = ?', columns: 1 },
  dropReject: { sql: 'DELETE FROM rejects WHERE hash = ?', columns: 1 },
  redactMessage: { sql: "UPDATE outbox SET address = ?, content = ?, error = nullif(?, '') WHERE id = ?", columns: 4 },
  redactTask: { sql: 'UPDATE tasks SET because = ?, context = ? WHERE id = ?', columns: 3 },
  redactCall: { sql: 'UPDATE calls SET arguments = ? WHERE id = ?', columns: 2 },
  acts: { sql: 'INSERT INTO acts (seq, time, by, act, subject, detail) VALUES (?, ?, ?, ?, ?, ?)', columns: 6 },
  graphs: { sql: 'INSERT INTO graphs (id, hash, graph, seq, sum) VALUES (?, ?, ?, ?, ?)', columns: 5 },
  meta: { sql: 'INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', columns: 2 },
} as const satisfies Record<string, Sql>;

type Sql = { readonly columns: number } & (
  | { readonly sortedHead: string }
  | { readonly head: string }
  | { readonly sql: string }
);

export type Statement = keyof typeof STATEMENTS;

/** Applies batches, each in one transaction that is on disk when the call returns. */
export function createApplier(database: Database): (batch: Batch) => void {
  const prepared = new Map<Statement, (values: readonly Bindable[]) => void>();
  const append = rowWriter(database, 'INSERT INTO log (first, count, hash, records)', 4);
  const addSeen = rowWriter(database, 'INSERT INTO seen (hash, seq)', 2);
  let hash: Hash = lastOf(database).hash;

  const prepare = (statement: Statement): ((values: readonly Bindable[]) => void) => {
    const known = prepared.get(statement);
    if (known !== undefined) return known;
    const sql: Sql = STATEMENTS[statement];
    const made = writerOf(database, sql);
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
      if (batch.seen !== null) addSeen(sortedPairs(batch.seen));
      for (const { statement, values } of batch.writes) prepare(statement)(values);
    })();
    hash = last;
  };
}

function writerOf(database: Database, sql: Sql): (values: readonly Bindable[]) => void {
  if ('head' in sql) return rowWriter(database, sql.head, sql.columns);
  if ('sql' in sql) return eachRow(database, sql.sql, sql.columns);
  const write = rowWriter(database, sql.sortedHead, sql.columns);
  return (values) => write(sortedRows(values, sql.columns));
}

/** Rows by their first two columns, which are texts; of equal ones the last stays last. */
function sortedRows(values: readonly Bindable[], columns: number): Bindable[] {
  const starts = Array.from({ length: values.length / columns }, (_, row) => row * columns);
  const text = (at: number): string => String(values[at]);
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  starts.sort((a, b) => order(text(a), text(b)) || order(text(a + 1), text(b + 1)) || a - b);
  return starts.flatMap((start) => values.slice(start, start + columns));
}

function sortedPairs(pairs: Float64Array): number[] {
  const starts = new Uint32Array(pairs.length / 2).map((_, row) => row * 2);
  starts.sort((a, b) => (pairs[a] ?? 0) - (pairs[b] ?? 0));
  const values: number[] = [];
  for (const start of starts) values.push(pairs[start] ?? 0, pairs[start + 1] ?? 0);
  return values;
}

function eachRow(database: Database, sql: string, columns: number): (values: readonly Bindable[]) => void {
  const statement = database.prepare(sql);
  return (values) => {
    for (let at = 0; at < values.length; at += columns) statement.run(...values.slice(at, at + columns));
  };
}
