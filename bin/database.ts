/** Opens the database that an operator's command works on. */
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { View } from '../runtime/engine/view.ts';
import type { Database } from '../runtime/store/open.ts';
import { CliFailure } from './output.ts';

export const DATABASE_OPTION = ['--db <file>', 'the database (default: journey.db in the workspace)'] as const;

/** More is a circle, for the system too. */
const MOST_LINKS = 40;

export const CUSTOMER_ARGUMENT = [
  '<customer>',
  'a key of the customer, such as the user_id; ticket:T1 for the subject ticket with that key; or #12 by number',
] as const;

/** `journey.db` beside the nearest `journey.json`, here or above; else here. */
export function databaseFile(option: string | undefined, from = '.'): string {
  return behindLinks(option === undefined ? nearestDatabase(resolve(from)) : resolve(option));
}

function nearestDatabase(start: string): string {
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, 'journey.json'))) return join(at, 'journey.db');
    if (dirname(at) === at) return join(start, 'journey.db');
  }
}

/** The file itself: its lock, its keys and its daemon are found beside it, under its own name, whoever comes by a link. */
function behindLinks(file: string): string {
  let at = file;
  for (let links = 0; links < MOST_LINKS; links++) {
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at;
    at = resolve(dirname(at), readlinkSync(at));
  }
  throw new CliFailure(2, `${file} is a link that leads to itself.`, 'Name the file itself with --db.');
}

export interface Reading {
  readonly file: string;
  readonly database: Database;
  readonly view: View;
}

export async function openForReading(option: string | undefined): Promise<Reading> {
  const file = databaseFile(option);
  const { openReader } = await import('../runtime/store/open.ts');
  const { openView } = await import('../runtime/engine/view.ts');
  const database = openReader(file);
  const view = openView(database);
  if (view.graphs.length === 0) throw new CliFailure(1, `Nothing has run in ${file} yet.`);
  return { file, database, view };
}

export function customerNumber({ view }: Reading, key: string): number {
  const number = view.byKey(key);
  if (number === null && /^#\d+$/.test(key))
    throw new CliFailure(
      1,
      `There is no customer ${key}.`,
      view.customers === 0 ? 'There is none yet.' : `There are #1 to #${view.customers}.`,
    );
  if (number === null) {
    const subject = Object.keys(view.subjects).find((kind) => view.byKey(`${kind}:${key}`) !== null);
    throw new CliFailure(
      1,
      `Nobody has the key ${key}.`,
      subject === undefined
        ? 'Give a value of one of the keys of `identity`, such as a user_id, `ticket:T1` for a subject, or `#12` by number.'
        : `Did you mean ${subject}:${key}?`,
    );
  }
  return number;
}

/** `--limit`: a whole number above 0. */
export function limitOf(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new CliFailure(2, `--limit ${text} is not a whole number above 0.`);
  return limit;
}

/** What stands below a list that was cut. */
export function thereAreMore(limit: number): string {
  return `There are more: --limit ${limit * 10}`;
}
