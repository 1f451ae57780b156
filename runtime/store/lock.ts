/**
 * One writer a database. The lock is SQLite's own, on a file beside the database, so that the system frees it when the
 * process dies in whatever way, and readers of the database never meet it.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { hostname } from 'node:os';
import Sqlite from 'better-sqlite3';
import { explainSqlite, requirePlace, StoreFailure } from './failure.ts';

export interface WriterLock {
  release(): void;
}

/** `another`: how another file is named. */
export function lockWriter(file: string, who: string, another = 'use another database with --db'): WriterLock {
  const path = `${file}-writer`;
  requirePlace(file);
  let lock: Sqlite.Database;
  try {
    lock = new Sqlite(path, { timeout: 1000 });
    // A journal in memory: a killed holder leaves nothing behind that the next one would have to roll back.
    lock.pragma('journal_mode = MEMORY');
    lock.pragma('synchronous = OFF');
  } catch (error) {
    throw explainSqlite(error, path);
  }
  try {
    lock.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS holder (who TEXT, since TEXT); DELETE FROM holder');
    lock
      .prepare("INSERT INTO holder VALUES (?, datetime('now'))")
      .run(`${who}, process ${process.pid} on ${hostname()}`);
    lock.exec('COMMIT; BEGIN IMMEDIATE');
  } catch (error) {
    const refusal = isBusy(error) ? refused(file, holder(lock), another) : explainSqlite(error, path);
    lock.close();
    throw refusal;
  }
  return { release: () => lock.close() };
}

/** Who holds the lock; null: nobody; undefined: this user may not try it, and so cannot tell. */
export function writerOf(file: string): string | null | undefined {
  const path = `${file}-writer`;
  if (!existsSync(path)) return null;
  if (!mayWrite(path)) return undefined;
  const lock = new Sqlite(path, { timeout: 100 });
  try {
    lock.exec('BEGIN IMMEDIATE; ROLLBACK');
    return null;
  } catch (error) {
    if (isBusy(error)) return holder(lock);
    throw explainSqlite(error, path);
  } finally {
    lock.close();
  }
}

/** SQLite gives a lock to who may only read, too, and it means nothing then. */
function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function refused(file: string, who: string, another: string): StoreFailure {
  return new StoreFailure(
    `Another process writes to ${file}: ${who}.`,
    `Wait until it has ended, stop it, or ${another}.`,
  );
}

function holder(lock: Sqlite.Database): string {
  try {
    const row: unknown = lock.prepare("SELECT who || ', since ' || since || ' UTC' FROM holder").pluck().get();
    return typeof row === 'string' ? row : 'unknown';
  } catch {
    return 'it is just starting';
  }
}
