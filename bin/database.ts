/** Opens the database that an operator's command works on. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { View } from '../runtime/engine/view.ts';
import type { Database } from '../runtime/store/open.ts';
import { CliFailure } from './output.ts';

export const DATABASE_OPTION = ['--db <file>', 'the database (default: journey.db in the workspace)'] as const;

export const CUSTOMER_ARGUMENT = [
  '<customer>',
  'a key of the customer, such as the user_id; ticket:T1 for the subject ticket with that key; or #12 by number',
] as const;

/** `journey.db` beside the nearest `journey.json`, here or above; else here. */
export function databaseFile(option: string | undefined, from = '.'): string {
  if (option !== undefined) return resolve(option);
  const start = resolve(from);
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, 'journey.json'))) return join(at, 'journey.db');
    if (dirname(at) === at) return join(start, 'journey.db');
  }
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
  if (number === null)
    throw new CliFailure(
      1,
      `Nobody has the key ${key}.`,
      'Give a value of one of the keys of `identity`, such as a user_id, `ticket:T1` for a subject, or `#12` by number.',
    );
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
