/** The database: one file, the log and what is derived from it. */

/** Goes up with every change of the tables; `PRAGMA user_version`. */
export const SCHEMA_VERSION = 7;

/**
 * - `log` is the truth. A record is a signal (its bytes as they came), a timer's wake, an act of a person, or the graph that
 *   holds from there on, with the decisions that the core made of it. A row holds `count` records from place `first` on, as
 *   bytes (`block.ts`); each carries the hash of the one before, `hash` is that of the row's last. A record knows its customer's
 *   record before it: an index on customers would make appending 2.6 times slower.
 * - `seen` finds a signal's id: the hash of the id (the next free number where two ids share one) -> its place in the log.
 * - `customers` holds each customer's state as of record `seq`; it may trail the log, and is caught up at the next start.
 * - `outbox` holds messages, calls and tasks on their way out. `way` is the channel, the action or model, or the team. What is still to
 *   leave has a time for its next try; a call's arguments and a task's context stand in their own tables.
 * - `meta` holds what the engine notes for itself, which versions wrote the log, and `origin`: what tells the ids of this database from those of every other
 *   (`restores`: those that it has had since backups were put back).
 * - `acts` is what operators did, without any personal value: `subject` is a journey, an instance, a task or `#number`.
 * - the rest is written in the transaction of the record that it comes from.
 */
export const SCHEMA = `
CREATE TABLE log (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, hash BLOB NOT NULL, records BLOB NOT NULL);
CREATE TABLE seen (hash INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
CREATE TABLE keys (name TEXT NOT NULL, value TEXT NOT NULL, customer INTEGER NOT NULL, PRIMARY KEY (name, value)) WITHOUT ROWID;
CREATE TABLE customers (number INTEGER PRIMARY KEY, seq INTEGER NOT NULL, wake INTEGER, state TEXT NOT NULL);
CREATE TABLE graphs (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, graph TEXT NOT NULL, seq INTEGER NOT NULL, sum TEXT NOT NULL);
CREATE TABLE outbox (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, time INTEGER NOT NULL, customer INTEGER NOT NULL, instance TEXT NOT NULL,
  journey TEXT NOT NULL, message TEXT NOT NULL, way TEXT NOT NULL, address TEXT NOT NULL, content TEXT NOT NULL,
  status TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'message', tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER,
  until INTEGER, error TEXT
) WITHOUT ROWID;
CREATE INDEX outbox_next ON outbox (kind, way, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox (instance) WHERE next_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (seq, kind) WHERE status = 'dead';
CREATE INDEX outbox_failed ON outbox (seq, kind) WHERE status = 'failed';
CREATE TABLE tasks (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, time INTEGER NOT NULL, customer INTEGER NOT NULL, instance TEXT NOT NULL,
  journey TEXT NOT NULL, team TEXT NOT NULL, because TEXT NOT NULL, context TEXT NOT NULL, complete INTEGER NOT NULL,
  due INTEGER, status TEXT NOT NULL, claimed_by TEXT
) WITHOUT ROWID;
CREATE TABLE calls (
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL, time INTEGER NOT NULL, customer INTEGER NOT NULL, instance TEXT, journey TEXT,
  name TEXT NOT NULL, arguments TEXT NOT NULL, due INTEGER NOT NULL, status TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE rejects (
  hash BLOB PRIMARY KEY, source TEXT NOT NULL, line INTEGER, reason TEXT NOT NULL, body BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE acts (
  seq INTEGER PRIMARY KEY, time INTEGER NOT NULL, by TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE tallies (
  journey TEXT NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (journey, what, name)
) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
