import { accessSync, constants, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** What can go wrong with the database that is nobody's mistake in a file: the command line ends with status 3. */
export class StoreFailure extends Error {
  /** What to do about it. */
  readonly hint: string;
  /** There is no room on the disk: nothing was written, and it passes when there is room again. */
  readonly full: boolean;
  constructor(message: string, hint: string, full = false) {
    super(message);
    this.full = full;
    this.name = 'StoreFailure';
    this.hint = hint;
  }
}

/** Where this user may not look, nobody knows: the system's error says so. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What is named as a file is a folder, or stands in one that is not there, or has a name that no database can have. */
export function requirePlace(file: string): void {
  // SQLite would be given the name without it, and what stands beside the file would have another.
  if (file !== file.trimEnd())
    throw new StoreFailure(`The name "${file}" ends with a blank.`, 'Name a file whose name does not.');
  const folder = dirname(file);
  if (!isThere(folder)) throw new StoreFailure(`The folder ${folder} is not there.`, 'Make it, or name another file.');
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new StoreFailure(`${file} is a folder, not a database.`, 'Name a file in it.');
}

/** What was written can be read. */
export function unreadable(what: string): StoreFailure {
  return new StoreFailure(
    `${what} cannot be read: the file is damaged.`,
    'Look with `journey doctor`, and bring back a backup with `journey restore FILE`.',
  );
}

export const ANOTHER_DATABASE = 'Name another file with --db.';

/** SQLite has found no room: nothing of the transaction was written. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_FULL');
}

/** SQLite's own errors in plain words. `another`: how another file is named. */
export function explainSqlite(error: unknown, file: string, another = ANOTHER_DATABASE): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (isFull(error)) {
    return new StoreFailure(
      `The disk is full: ${file} cannot grow.`,
      'Make room and run the same command again; what was acknowledged is safe.',
      true,
    );
  }
  if (code.startsWith('SQLITE_READONLY'))
    return new StoreFailure(`${file} cannot be written.`, 'Check the rights of the file and of its folder.');
  if (code.startsWith('SQLITE_CANTOPEN'))
    return mayBeRead(file)
      ? new StoreFailure(`${file} cannot be opened.`, 'Check that its folder exists and that you may write there.')
      : new StoreFailure(`${file} may not be read.`, 'Check its rights, and those of its folder.');
  if (code.startsWith('SQLITE_NOTADB')) return new StoreFailure(`${file} is not a journey database.`, another);
  if (code.startsWith('SQLITE_CORRUPT'))
    return new StoreFailure(
      `${file} is damaged.`,
      'Bring back a backup with `journey restore FILE`, then send the signals since then again: known ones are recognised.',
    );
  if (code.startsWith('SQLITE_IOERR'))
    return new StoreFailure(
      `${file} could not be read or written (${code}).`,
      'Check the disk, then run the same command again.',
    );
  if (code.startsWith('SQLITE_BUSY')) return new StoreFailure(`${file} is in use.`, 'Try again in a moment.');
  return error;
}

/** As `explainSqlite`, for who only reads: that needs the two files beside it, which SQLite takes away with the last connection. */
export function explainReading(error: unknown, file: string, another: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('SQLITE_READONLY')) return explainSqlite(error, file, another);
  if (code === 'SQLITE_READONLY_ROLLBACK')
    return new StoreFailure(
      `${file} was left half written by a process that died.`,
      'Whoever writes next puts it in order: `journey serve`, `journey run` or `journey send`.',
    );
  return new StoreFailure(
    `${file} cannot be read now: reading needs ${basename(file)}-wal and ${basename(file)}-shm beside it, which are not there and which this user may not make.`,
    'Read it while `journey serve` runs, or as the user who writes it; or copy it to a folder of your own, and name the copy with --db.',
  );
}

/** One that is not there may. */
function mayBeRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'EACCES');
  }
}
