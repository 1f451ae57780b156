/** Which signals are known, by id. The log keeps the id itself; this finds it. */
import { randomInt } from 'node:crypto';
import { hash53, lazyFilter } from './filter.ts';
import type { Database } from './open.ts';
import type { Bindable } from './rows.ts';

export interface Seen {
  /** The place of the signal with this id, or null. */
  find(id: string): number | null;
  add(id: string, seq: number): void;
  /** Rows of the table for what was added since the last call. They are looked up in memory until the call after this one. */
  take(): Bindable[];
}

interface Entry {
  readonly hash: number;
  readonly id: string;
  readonly seq: number;
}

/** `idAt` reads the id of the signal at a place of the log. */
export function createSeen(database: Database, idAt: (seq: number) => string | null): Seen {
  const seed = readSeed(database);
  const select = database.prepare('SELECT seq FROM seen WHERE hash = ?').pluck();
  const filter = lazyFilter(database, storedHashes);
  let pending: Entry[] = [];
  // Taken, and perhaps not in the table yet.
  let taken: Entry[] = [];
  // Made when the filter first says "maybe": most runs meet no id twice.
  let index: Map<number, Entry> | null = null;
  // Where the last `find` ended is where `add` puts the id.
  let free = { id: '', hash: 0 };

  const indexed = (): Map<number, Entry> => {
    index ??= new Map([...taken, ...pending].map((entry) => [entry.hash, entry]));
    return index;
  };
  const find = (id: string): number | null => {
    for (let hash = hash53(id, seed); ; hash++) {
      if (filter.maybe(hash)) {
        const waiting = indexed().get(hash);
        if (waiting?.id === id) return waiting.seq;
        if (waiting !== undefined) continue;
        const seq = select.get(hash);
        if (typeof seq === 'number') {
          if (idAt(seq) === id) return seq;
          continue;
        }
      }
      free = { id, hash };
      return null;
    }
  };
  return {
    find,
    add(id, seq) {
      if (free.id !== id) find(id);
      const entry: Entry = { hash: free.hash, id, seq };
      pending.push(entry);
      index?.set(entry.hash, entry);
      filter.add(entry.hash);
      free = { id: '', hash: 0 };
    },
    take() {
      // In the order of the table: neighbours share a page.
      pending.sort((a, b) => a.hash - b.hash);
      const values: Bindable[] = [];
      for (const { hash, seq } of pending) values.push(hash, seq);
      taken = pending;
      pending = [];
      index = null;
      return values;
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
