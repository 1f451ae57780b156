/** Copies of a database that come back, as `journey backup` and `journey restore` do it, and what of a history is left then. */
import { rmSync } from 'node:fs';
import { createEngine } from '../../runtime/engine/engine.ts';
import { erasuresOf } from '../../runtime/engine/erasures.ts';
import { loadGraphs } from '../../runtime/engine/library.ts';
import { openView } from '../../runtime/engine/view.ts';
import { checkCopy, putBack } from '../../runtime/store/backup.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { lockWriter } from '../../runtime/store/lock.ts';
import { type Database, openReader, openWriter } from '../../runtime/store/open.ts';
import { drawMark } from '../../runtime/store/origin.ts';
import { BY } from './operator.ts';
import type { Step } from './script.ts';

/** The places of the steps of which something is left: what came between a backup and its return is as if it had not been. */
export function lastingOf(steps: readonly Step<unknown>[]): ReadonlySet<number> {
  let line: readonly number[] = [];
  let copied: readonly number[] | null = null;
  for (const [index, { kind }] of steps.entries()) {
    if (kind === 'restore') line = copied ?? line;
    line = [...line, index];
    if (kind === 'backup') copied = line;
  }
  return new Set(line);
}

/** Nobody has the database open. Gives those who were forgotten in it and now are in the copy, too. */
export async function bringBack(copy: string, file: string, now: number): Promise<readonly number[]> {
  const { records } = checkCopy(copy);
  const lock = lockWriter(file, 'simulator');
  let forgotten: readonly number[] = [];
  try {
    const aside = await putBack(copy, file, new Date(now), async (fresh) => {
      forgotten = forgetAgain(file, fresh, now);
      drawMark(fresh, records);
    });
    for (const tail of ['', '-wal', '-shm']) rmSync(`${aside}${tail}`, { force: true });
  } finally {
    lock.release();
  }
  return forgotten;
}

function forgetAgain(replaced: string, fresh: string, now: number): readonly number[] {
  const there = openReader(replaced);
  const { database, lock } = openWriter(fresh, 'simulator');
  const { people, related, unread } = erasuresOf(there, database);
  there.close();
  if (!related || unread !== null) throw new Error(`what is replaced knows nothing of the copy: ${unread}`);
  const newest = loadGraphs(database).at(-1);
  if (newest === undefined) throw new Error('the copy has no graph');
  const engine = createEngine(database, newest.graph, createCommitter(database, fresh), 'real');
  const forgotten = people.filter((customer) => engine.operate({ act: 'forget', customer, by: BY }, now).ok);
  engine.close();
  database.close();
  lock.release();
  return forgotten;
}

/** Whoever was forgotten has not come back. */
export function requireForgotten(database: Database, numbers: readonly number[]): void {
  const view = openView(database);
  for (const number of numbers) {
    const current = view.byKey(`#${number}`);
    if (current !== null && view.find(current)?.customer.forgotten !== true)
      throw new Error(`customer ${number} was forgotten, and came back with a backup`);
  }
}
