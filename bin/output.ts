/** How commands talk: results on stdout, progress and messages on stderr, failures with a status and a hint. */
import chalk, { chalkStderr } from 'chalk';
import { explainSqlite, StoreFailure } from '../runtime/store/failure.ts';

/** 1: the files, tests or data are not fine. 2: used wrongly, or the configuration cannot be read. 3: the environment failed. */
export type Status = 1 | 2 | 3;

export class CliFailure extends Error {
  readonly status: Status;
  readonly hint: string | undefined;
  constructor(status: Status, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}

/** The one JSON document of a command with `--json`: to programs an escape is the character, to terminals it is nothing. */
export function printJson(value: unknown): void {
  process.stdout.write(`${harmless(JSON.stringify(value, null, 2), false)}\n`);
}

/** The same for a document that is longer than there may be room for; `pieces`: `jsonPieces` makes them. */
export function printPieces(pieces: Iterable<string>): void {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < WRITTEN_AT_ONCE) continue;
    process.stdout.write(harmless(text, false));
    text = '';
  }
  process.stdout.write(`${harmless(text, false)}\n`);
}

const WRITTEN_AT_ONCE = 65_536;

export function print(text: string): void {
  process.stdout.write(`${harmless(text, chalk.level > 0)}\n`);
}

/** As it is, for programs that read it. */
export function printRaw(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function tell(text: string): void {
  process.stderr.write(`${harmless(text, chalkStderr.level > 0)}\n`);
}

/** Much of what is printed was written by strangers: a terminal would obey it, or show what follows in another order. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;
/** Those that are used here; with others somebody could hide what follows. */
const COLOUR = /^\[(?:[124]|2[24]|3[12346]|39)m/;

/** As JSON writes it. */
function shown(control: string): string {
  return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function harmless(text: string, coloured: boolean): string {
  return text.replace(CONTROL, (control: string, at: number) => {
    const stays =
      control === '\n' ||
      control === '\t' ||
      (coloured && control === '\u001b' && COLOUR.test(text.slice(at + 1, at + 5)));
    return stays ? control : shown(control);
  });
}

/** A line that is written over, where somebody watches. */
export function progress(text: string): void {
  // A dumb terminal cannot take a line back.
  if (process.stderr.isTTY && process.env.TERM !== 'dumb') process.stderr.write(`\r\u001b[2K${text}`);
}

export function tellFailure(error: unknown): Status {
  progress('');
  if (error instanceof CliFailure) {
    tell(`${chalkStderr.red('error')} ${error.message}`);
    if (error.hint !== undefined) tell(`${chalkStderr.cyan('hint')}  ${error.hint}`);
    return error.status;
  }
  const environment = explainInstallation(explainSystem(explainSqlite(error, 'The database')));
  if (environment instanceof StoreFailure) {
    tell(`${chalkStderr.red('error')} ${environment.message}`);
    tell(`${chalkStderr.cyan('hint')}  ${environment.hint}`);
    return 3;
  }
  tell(`${chalkStderr.red('error')} This is a mistake in journey itself, not in your files:`);
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 3;
}

const SYSTEM: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EACCES: ['may not be used', 'Check its rights, and those of its folder.'],
  EPERM: ['may not be used', 'Check its rights, and those of its folder.'],
  EROFS: ['cannot be written: its file system is read-only', 'Name a place that can be written.'],
  ENOSPC: ['cannot be written: the disk is full', 'Make room and run the same command again.'],
  EDQUOT: ['cannot be written: no more is allowed on this disk', 'Make room and run the same command again.'],
  ENOENT: ['is not there', 'Check the path.'],
  ENOTDIR: ['is not there: a part of its path is no folder', 'Check the path.'],
  EISDIR: ['is a folder', 'Name a file.'],
  EMFILE: ['cannot be opened: too many files are open', 'Raise the limit of open files (`ulimit -n`).'],
  EIO: ['could not be read or written', 'Check the disk, then run the same command again.'],
};

/** What the system refuses is no mistake of ours. */
function explainSystem(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  const [what, hint] = SYSTEM[String(error.code)] ?? [];
  const path = 'path' in error ? String(error.path) : String(error.syscall);
  return what === undefined || hint === undefined ? error : new StoreFailure(`${path} ${what}.`, hint);
}

/** SQLite is compiled for the Node that installed it; another one cannot load it. */
function explainInstallation(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_DLOPEN_FAILED' && !error.message.startsWith('Could not locate the bindings file')) return error;
  return new StoreFailure(
    `SQLite cannot be loaded: it was not installed for this Node, ${process.version}.`,
    'Run `npm rebuild better-sqlite3` with this Node, or `npm ci` in the folder of journey.',
  );
}

/** Rows in columns; `null` is a dash. */
export function table(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null ? '-' : oneLine(String(cell)))));
  const widths = head.map((title, column) => Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [chalk.dim(line(head)), ...texts.map(line)].join('\n');
}

/** What was written by strangers, within a line of ours: it brings no colours, and no lines that look like ours. */
export function oneLine(text: string): string {
  return text.replace(CONTROL, shown);
}

/** Milliseconds since 1970 UTC as RFC 3339; null stays null. */
export function timeOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** Why it went wrong, in the words of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
