/** What the hand-written contenders share: the settings of the file, its end, and reading the facts back from it. */
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

/**
 * The last commit has returned: what is measured ends here. Closes the file, opens it anew and prints what it holds, as an
 * `Outcome`: what a program believes it did counts for nothing.
 */
export function conclude(
  database: Database.Database,
  started: number,
  read: (database: Database.Database) => Partial<Facts> = readFacts,
): void {
  const seconds = (performance.now() - started) / 1000;
  const file = database.name;
  database.close();
  const again = new Database(file, { readonly: true });
  console.log(JSON.stringify({ facts: read(again), seconds }));
  again.close();
}

/** Counts what is stored in `log`, `instances (state)` and `outbox`. */
function readFacts(database: Database.Database): Facts {
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
