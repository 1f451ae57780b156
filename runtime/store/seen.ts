/** Which signals are known, by id. The log keeps the id itself; this finds it. */
import { randomInt } from 'node:crypto';
import { lazyFilter } from './filter.ts';
import { hash53 } from './hash.ts';
import type { Database } from './open.ts';

export interface Seen {
  /** The place of the signal with this id, or null. */
  find(id: string): number | null;
  add(id: string, seq: number): void;
  /** What was added since the last call, in pairs of hash and place. It is looked up in memory until the call after this one. */
  take(): Float64Array;
}

/** Ids that are not in the table yet: a hundred thousand objects less for the garbage collector than as entries of their own. */
interface Fresh {
  /** pairs of hash and place */
  pairs: Float64Array;
  ids: string[];
}

const FIRST_CAPACITY = 1024;

/** `isAt` tells whether the signal at a place of the log has an id, or had it before it was erased. */
export function createSeen(database: Database, isAt: (seq: number, id: string) => boolean): Seen {
  const seed = readSeed(database);
  const select = database.prepare('SELECT seq FROM seen WHERE hash = ?').pluck();
  const filter = lazyFilter(database, storedHashes);
  let fresh: Fresh = { pairs: new Float64Array(FIRST_CAPACITY * 2), ids: [] };
  // Taken, and perhaps not in the table yet.
  let taken: Fresh = { pairs: new Float64Array(0), ids: [] };
  // Hash -> index in `taken` and then `fresh`; made when the filter first says "maybe": most runs meet no id twice.
  let index: Map<number, number> | null = null;
  // Where the last `find` ended is where `add` puts the id.
  let free = { id: '', hash: 0 };

  const indexed = (): Map<number, number> => {
    if (index !== null) return index;
    index = new Map();
    let at = 0;
    for (const { pairs, ids } of [taken, fresh]) {
      for (let i = 0; i < ids.length; i++) index.set(pairs[i * 2] ?? 0, at++);
    }
    return index;
  };
  const entryAt = (at: number): { readonly id: string | undefined; readonly seq: number } => {
    const old = at < taken.ids.length;
    const { pairs, ids } = old ? taken : fresh;
    const i = old ? at : at - taken.ids.length;
    return { id: ids[i], seq: pairs[i * 2 + 1] ?? 0 };
  };
  const find = (id: string): number | null => {
    for (let hash = hash53(id, seed); ; hash++) {
      if (filter.maybe(hash)) {
        const at = indexed().get(hash);
        if (at !== undefined) {
          const entry = entryAt(at);
          if (entry.id === id) return entry.seq;
          continue;
        }
        const seq = select.get(hash);
        if (typeof seq === 'number') {
          if (isAt(seq, id)) return seq;
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
      const { hash } = free;
      const count = fresh.ids.length;
      if (count * 2 === fresh.pairs.length) fresh.pairs = grown(fresh.pairs);
      fresh.pairs[count * 2] = hash;
      fresh.pairs[count * 2 + 1] = seq;
      fresh.ids.push(id);
      index?.set(hash, taken.ids.length + count);
      filter.add(hash);
      free = { id: '', hash: 0 };
    },
    take() {
      taken = fresh;
      fresh = { pairs: new Float64Array(Math.max(taken.pairs.length, FIRST_CAPACITY * 2)), ids: [] };
      index = null;
      return taken.pairs.slice(0, taken.ids.length * 2);
    },
  };
}

function grown(pairs: Float64Array): Float64Array {
  const larger = new Float64Array(pairs.length * 2);
  larger.set(pairs);
  return larger;
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
