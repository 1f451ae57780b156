/** Which signals are known, by id. The log keeps the id itself; this finds it. */
import { randomInt } from 'node:crypto';
import { hash53, lazyFilter } from './filter.ts';
import type { Database } from './open.ts';
import { type Bindable, rowWriter } from './rows.ts';

export interface Seen {
  /** The place of the signal with this id, or null. */
  find(id: string): number | null;
  add(id: string, seq: number): void;
  write(): void;
}

/** `idAt` reads the id of the signal at a place of the log. */
export function createSeen(database: Database, idAt: (seq: number) => string | null): Seen {
  const seed = readSeed(database);
  const select = database.prepare('SELECT seq FROM seen WHERE hash = ?').pluck();
  const insert = rowWriter(database, 'INSERT INTO seen (hash, seq)', 2);
  const filter = lazyFilter(database, storedHashes);
  let pending = new Map<number, { readonly id: string; readonly seq: number }>();
  // Where the last `find` ended is where `add` puts the id.
  let free = { id: '', hash: 0 };

  const find = (id: string): number | null => {
    for (let hash = hash53(id, seed); ; hash++) {
      if (!filter.maybe(hash)) {
        free = { id, hash };
        return null;
      }
      const waiting = pending.get(hash);
      if (waiting !== undefined) {
        if (waiting.id === id) return waiting.seq;
        continue;
      }
      const seq = select.get(hash);
      if (typeof seq !== 'number') {
        free = { id, hash };
        return null;
      }
      if (idAt(seq) === id) return seq;
    }
  };
  return {
    find,
    add(id, seq) {
      if (free.id !== id) find(id);
      pending.set(free.hash, { id, seq });
      filter.add(free.hash);
      free = { id: '', hash: 0 };
    },
    write() {
      // In the order of the table: neighbours share a page.
      const sorted = [...pending].sort((a, b) => a[0] - b[0]);
      const values: Bindable[] = [];
      for (const [hash, { seq }] of sorted) values.push(hash, seq);
      insert(values);
      pending = new Map();
    },
  };
}

function* storedHashes(database: Database): Generator<number> {
  yield* database.prepare('SELECT hash FROM seen').pluck().iterate() as Iterable<number>;
}

/** A number of this database's own, so that nobody can make up ids that all fall on one place. */
function readSeed(database: Database): number {
  const stored = database.prepare("SELECT value FROM meta WHERE name = 'seed'").pluck().get();
  if (typeof stored === 'string') return Number(stored);
  const seed = randomInt(2 ** 32);
  database.prepare("INSERT INTO meta VALUES ('seed', ?)").run(String(seed));
  return seed;
}
