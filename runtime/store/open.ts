/** Opens the database file as the laws ask: write-ahead log, every commit synced, a SQLite without known ways to corrupt. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { ANOTHER_DATABASE, explainReading, explainSqlite, isThere, requirePlace, StoreFailure } from './failure.ts';
import { lockWriter, type WriterLock } from './lock.ts';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

export type Database = Sqlite.Database;

/** Before it, two connections that write and checkpoint could corrupt a file in WAL mode. */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** A commit for one signal touches a page of each table: with pages of 16 KB a daemon wrote twice as much, and a large run was no faster. */
const PAGE_SIZE = 4096;
/** 40 MB, ten times SQLite's own: fewer syncs of the main file, which the thread that writes does beside the one that decides. */
const CHECKPOINT_PAGES = 10_000;

/** The one writer. Refused with `StoreFailure` while another process is. */
export function openWriter(file: string, who: string): { readonly database: Database; readonly lock: WriterLock } {
  requirePlace(file);
  try {
    refuseForeign(file);
  } catch (error) {
    throw explainSqlite(error, file);
  }
  const lock = lockWriter(file, who);
  try {
    const database = openConnection(file);
    createOrCheck(database, file);
    return { database, lock };
  } catch (error) {
    lock.release();
    throw explainSqlite(error, file);
  }
}

/** A connection that may write, for who holds the lock: the thread that decides, and the one that writes. */
export function openConnection(file: string): Database {
  const database = new Sqlite(file);
  requireSqlite(database);
  database.pragma(`page_size = ${PAGE_SIZE}`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  if (database.pragma('synchronous', { simple: true }) !== 2) {
    throw new StoreFailure('SQLite does not take synchronous=FULL.', 'Use the SQLite that comes with this package.');
  }
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma('cache_size = -24576');
  return database;
}

/** A reader; others may write meanwhile. `another`: how another file is named, where this one is no database. */
export function openReader(file: string, another = ANOTHER_DATABASE): Database {
  if (!isThere(file)) {
    throw new StoreFailure(
      `There is no database ${file}.`,
      'Run `journey run` or `journey send` first, or name the file with --db.',
    );
  }
  requirePlace(file);
  try {
    const database = new Sqlite(file, { readonly: true });
    requireSqlite(database);
    checkVersion(database, file, another);
    return database;
  } catch (error) {
    throw explainReading(error, file, another);
  }
}

/** What is read in it is as of one commit, though another process writes meanwhile. Keep it short: its file cannot shrink until then. */
export function atOneMoment<T>(database: Database, read: () => T): T {
  return database.transaction(read)();
}

/** A database of its own that nobody else sees, gone when it is closed; SQLite keeps it on disk where it grows. */
export function openTemporary(): Database {
  const database = new Sqlite('');
  database.exec(SCHEMA);
  return database;
}

function requireSqlite(database: Database): void {
  const version = String(database.prepare('SELECT sqlite_version()').pluck().get());
  const found = version.split('.').map(Number);
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = found[index] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new StoreFailure(
        `SQLite ${version} can corrupt a database that two processes use.`,
        'Install better-sqlite3 12.11 or newer.',
      );
    }
  }
}

function createOrCheck(database: Database, file: string): void {
  if (isEmpty(database)) {
    database.transaction(() => {
      database.exec(SCHEMA);
      database.prepare("INSERT INTO meta VALUES ('origin', ?)").run(randomBytes(6).toString('hex'));
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    })();
    return;
  }
  checkVersion(database, file, ANOTHER_DATABASE);
}

/** A file that is somebody else's stays as it is: opened to be written, it would get a lock beside it and another journal mode. */
function refuseForeign(file: string): void {
  if (!existsSync(file)) return;
  // Whoever died before the file had its write-ahead log has left a journal, and only who may write can roll it back.
  const database = new Sqlite(file, { readonly: !existsSync(`${file}-journal`) });
  try {
    if (!isEmpty(database)) checkVersion(database, file, ANOTHER_DATABASE);
  } finally {
    database.close();
  }
}

function isEmpty(database: Database): boolean {
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  return Number(database.pragma('user_version', { simple: true })) === 0 && tables === 0;
}

function checkVersion(database: Database, file: string, another: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version === SCHEMA_VERSION) return;
  if (version > 0 && version < SCHEMA_VERSION) {
    throw new StoreFailure(
      `${file} was written by an older version, whose log has another form.`,
      'Run the signals into a new database: name another file with --db.',
    );
  }
  throw new StoreFailure(
    version > SCHEMA_VERSION ? `${file} was written by a newer version.` : `${file} is not a journey database.`,
    version > SCHEMA_VERSION ? 'Update this program.' : another,
  );
}
