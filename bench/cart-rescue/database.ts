/** What the hand-written contenders share: the settings of the file, and reading the facts back from it. */
import Database from 'better-sqlite3';
import { type Facts, State } from './job.ts';

/** Opens a new file as durable as the product does: WAL, and a sync to disk at every commit. */
export function openDurable(path: string): Database.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('wal_autocheckpoint = 10000');
  const mode = database.pragma('journal_mode', { simple: true });
  const synchronous = database.pragma('synchronous', { simple: true });
  if (mode !== 'wal' || synchronous !== 2) throw new Error(`not durable: ${mode}, synchronous ${synchronous}`);
  return database;
}

/** Counts what is stored in `log`, `instances (state)` and `outbox`. */
export function readFacts(database: Database.Database): Facts {
  const count = (sql: string): number => Number(database.prepare(sql).pluck().get());
  const inState = (name: keyof typeof State): number =>
    count(`SELECT count(*) FROM instances WHERE state = ${State[name]}`);
  return {
    signals: count('SELECT count(*) FROM log'),
    started: count('SELECT count(*) FROM instances'),
    bought: inState('bought'),
    reminded: count('SELECT count(*) FROM outbox'),
    converted: inState('converted'),
    not_converted: inState('not_converted'),
    not_reachable: inState('not_reachable'),
  };
}
