/** Which signals are known, by id. The log keeps the id itself; this finds it. */
import { randomInt } from 'node:crypto';
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
  let pending = new Map<number, { readonly id: string; readonly seq: number }>();
  // Where the last `find` ended is where `add` puts the id.
  let free = { id: '', hash: 0 };

  const find = (id: string): number | null => {
    for (let hash = hash53(id, seed); ; hash++) {
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

/** A number of this database's own, so that nobody can make up ids that all fall on one place. */
function readSeed(database: Database): number {
  const stored = database.prepare("SELECT value FROM meta WHERE name = 'seed'").pluck().get();
  if (typeof stored === 'string') return Number(stored);
  const seed = randomInt(2 ** 32);
  database.prepare("INSERT INTO meta VALUES ('seed', ?)").run(String(seed));
  return seed;
}

/** 53 bits of a text's hash (cyrb53): fits a JavaScript number and an SQLite integer. */
function hash53(text: string, seed: number): number {
  let h1 = 0xdeadbeef ^ seed;
  let h2 = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    h1 = Math.imul(h1 ^ code, 2654435761);
    h2 = Math.imul(h2 ^ code, 1597334677);
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 2246822507) ^ Math.imul(h2 ^ (h2 >>> 13), 3266489909);
  h2 = Math.imul(h2 ^ (h2 >>> 16), 2246822507) ^ Math.imul(h1 ^ (h1 >>> 13), 3266489909);
  return 4294967296 * (2097151 & h2) + (h1 >>> 0);
}
