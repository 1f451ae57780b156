/**
 * What makes the ids of an outbox unique in the world: a mark of the database, drawn when it is made. A backup that is put back has the
 * same mark, and its log goes on from an earlier record: what is decided from there on has ids that other work has left under already,
 * so it gets a mark of its own.
 */
import { randomBytes } from 'node:crypto';
import { readMeta } from './derived.ts';
import { type Database, openWriter } from './open.ts';

/** Records after which there is another mark, and that mark; in the order in which they were put back. */
type Restores = readonly (readonly [records: number, mark: string])[];

export interface Names {
  /** unique in the world, the same at every try */
  key(id: string): string;
  /** what others call it: the id alone, but where other work has left under it before a restore */
  outward(id: string): string;
  /** the id of what others call so; null: it left before a backup was put back, and is not known any more */
  own(name: string): string | null;
}

export function namesOf(database: Database): Names {
  const origin = readMeta(database, 'origin') ?? '';
  const restores = restoresOf(database);
  /** that of the last restore before its record, else the database's own */
  const markOf = (id: string): string => restores.findLast(([records]) => recordOf(id) > records)?.[1] ?? origin;
  const key = (id: string): string => `${id}.${markOf(id)}`;
  return {
    key,
    outward: (id) => (markOf(id) === origin ? id : key(id)),
    own(name) {
      const [id = '', mark = origin] = name.split('.');
      return markOf(id) === mark ? id : null;
    },
  };
}

/** A copy that is about to take the place of a database: from its next record on it has another mark. */
export function drawMark(file: string, records: number): void {
  const { database, lock } = openWriter(file, 'journey restore');
  try {
    // A restore of an earlier backup than the last one begins anew there.
    const before = restoresOf(database).filter(([each]) => each < records);
    const restores: Restores = [...before, [records, randomBytes(6).toString('hex')]];
    database.prepare("INSERT OR REPLACE INTO meta VALUES ('restores', ?)").run(JSON.stringify(restores));
  } finally {
    database.close();
    lock.release();
  }
}

function restoresOf(database: Database): Restores {
  return JSON.parse(readMeta(database, 'restores') ?? '[]') as Restores;
}

/** The record that it came from: the 12th of `m-12-0`, the 31st of `t-14-0/claimed-31`. */
function recordOf(id: string): number {
  return Number(/\/claimed-(\d+)$/.exec(id)?.[1] ?? /^\w-(\d+)/.exec(id)?.[1] ?? 0);
}
