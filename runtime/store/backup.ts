/** Copies of a database: made while it is written, checked before they are trusted, put back without losing what was there. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { finishErasure } from './erase.ts';
import { explainSqlite, requirePlace, StoreFailure } from './failure.ts';
import { lockWriter, type WriterLock, writerOf } from './lock.ts';
import { findBreak, lastOf } from './log.ts';
import { type Database, openReader } from './open.ts';

export interface Backup {
  readonly bytes: number;
  /** records in the log */
  readonly records: number;
  /** of the last record: names this state of the log */
  readonly hash: string;
}

/** More than any file has: a copy that is made in one go does not begin again when the source is written meanwhile. */
const ALL_PAGES = 0x7fff_fffe;

/** As `backUp`, where nobody else makes one there just now: both would write the same part. `requireFree`: asked when it is this one's turn. */
export async function backUpAlone(source: string, target: string, requireFree: () => void): Promise<Backup> {
  requirePlace(target);
  const part = partOf(target);
  const lock = lockWriter(part, 'journey backup', 'name another file');
  try {
    requireFree();
    return await backUp(source, target);
  } finally {
    rmSync(`${part}-writer`, { force: true });
    lock.release();
  }
}

const PART = '.part';
const partOf = (target: string): string => `${target}${PART}`;

/**
 * Takes away what backups that were killed have left in the folder of this one, where each may have had another name; gives the files.
 * Those that are being made just now stay.
 */
export function clearAbandoned(target: string): readonly string[] {
  requirePlace(target);
  const folder = dirname(target);
  const abandoned: string[] = [];
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(`${PART}-writer`)) continue;
    const part = join(folder, name.slice(0, -'-writer'.length));
    const lock = lockAbandoned(part);
    if (lock === null) continue;
    if (existsSync(part)) abandoned.push(part);
    removeAll(part);
    lock.release();
  }
  return abandoned;
}

/** Null: somebody holds it, also since a moment ago, or it is a file of others that only has such a name. */
function lockAbandoned(part: string): WriterLock | null {
  try {
    return writerOf(part) === null ? lockWriter(part, 'journey backup') : null;
  } catch (error) {
    if (error instanceof StoreFailure) return null;
    throw error;
  }
}

/** Copies a database into one file, as of one commit; the file is there only when it is whole and was checked. */
export async function backUp(source: string, target: string): Promise<Backup> {
  const part = partOf(target);
  requirePlace(target);
  refuseDatabase(source, target);
  const database = openReader(source);
  removeCopy(part);
  try {
    await database.backup(part, { progress: () => ALL_PAGES });
    foldIn(part, requireClean);
    const checked = checkCopy(part);
    // What a database has left there beside its file would be taken for a part of the new one.
    for (const tail of TAILS) rmSync(target + tail, { force: true });
    moveInto(part, target);
    return { bytes: statSync(target).size, ...checked };
  } catch (error) {
    throw explainSqlite(error, target);
  } finally {
    database.close();
    removeCopy(part);
  }
}

/** Nobody else reads the copy yet: only room can be what is missing. */
function requireClean(copy: Database): void {
  if (finishErasure(copy) === 'clean') return;
  throw new StoreFailure(
    'The disk is full: what was forgotten could not be taken out of the copy.',
    'Make room for two files of its size, and run the same command again.',
    true,
  );
}

/** A copy in the place of a database that somebody uses would tear it. */
function refuseDatabase(source: string, target: string): void {
  const there = statSync(target, { throwIfNoEntry: false });
  if (there === undefined) return;
  const here = statSync(source, { throwIfNoEntry: false });
  if (here !== undefined && here.dev === there.dev && here.ino === there.ino)
    throw new StoreFailure(`${target} is the database itself.`, 'Name another file.');
  const writer = writerOf(target);
  if (writer === null) return;
  const used = writer === undefined ? 'may be a database in use' : `is a database in use: ${writer} writes to it`;
  throw new StoreFailure(`${target} ${used}.`, 'Name another file.');
}

/** Without a write-ahead log the copy is one file. `before`: what is still to be done in it. */
function foldIn(file: string, before?: (copy: Database) => void): void {
  const copy = new Sqlite(file);
  try {
    copy.pragma('journal_mode = DELETE');
    before?.(copy);
  } finally {
    copy.close();
  }
}

/** Refuses a copy that is damaged; tells how far its log goes. */
export function checkCopy(file: string): { readonly records: number; readonly hash: string } {
  const database = openReader(file, 'Name a file that `journey backup` has made.');
  try {
    const [damage] = checkPages(database);
    if (damage !== undefined) throw damaged(file, damage);
    const broken = findBreak(database);
    if (broken !== null) throw damaged(file, `record ${broken} of the log is not as it was written`);
    const { seq, hash } = lastOf(database);
    return { records: seq, hash: hash.toString('hex') };
  } catch (error) {
    throw explainSqlite(error, file);
  } finally {
    database.close();
  }
}

function damaged(file: string, what: string): StoreFailure {
  return new StoreFailure(`${file} is damaged: ${what}.`, 'Take an older backup.');
}

/** What SQLite finds wrong with the pages of the file; a changed value inside of a row is for the hash chain to find. */
export function checkPages(database: Database): readonly string[] {
  const rows = database.pragma('integrity_check(20)') as { readonly integrity_check: string }[];
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

/** What SQLite has beside a file that is in use, or was when a process died: it takes them for a part of whatever has that name. */
const TAILS = ['-wal', '-shm', '-journal'] as const;

/**
 * Puts a backup in the place of a database, whose writer's lock the caller holds; gives where the old one is kept, or null. `prepare`:
 * what is to be done to the copy before it is there.
 */
export async function putBack(
  backup: string,
  target: string,
  now: Date,
  prepare: (copy: string) => Promise<void>,
): Promise<string | null> {
  const fresh = `${target}.restored`;
  await backUp(backup, fresh);
  try {
    await prepare(fresh);
    foldIn(fresh);
  } catch (error) {
    removeAll(fresh);
    throw error;
  }
  const aside = `${target}.before-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  const isKept = existsSync(target);
  if (isKept) keep(target, aside);
  // Also where the file itself is gone, or what stands in them could not be taken over.
  for (const tail of TAILS) if (existsSync(target + tail)) renameSync(target + tail, aside + tail);
  moveInto(fresh, target);
  removeAll(fresh);
  return isKept ? aside : null;
}

/**
 * A second name for what is there. Its own it loses to what takes its place: at no moment is there none of that name, or whoever starts
 * after a crash would begin with an empty database.
 */
function keep(target: string, aside: string): void {
  takeOver(target);
  try {
    linkSync(target, aside);
  } catch {
    // Not every file system has links.
    copyFileSync(target, aside);
    sync(aside);
  }
}

/** What stands in the write-ahead log goes into the file; where it is damaged, or somebody reads it just now, as much as can be. */
function takeOver(file: string): void {
  try {
    const database = new Sqlite(file);
    try {
      database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
  }
}

function removeCopy(file: string): void {
  for (const tail of ['', ...TAILS]) rmSync(file + tail, { force: true });
}

function removeAll(file: string): void {
  removeCopy(file);
  rmSync(`${file}-writer`, { force: true });
}

/** The file is on disk before it has its name, and the name is on disk when this returns. */
function moveInto(from: string, to: string): void {
  sync(from);
  renameSync(from, to);
  sync(dirname(to));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
