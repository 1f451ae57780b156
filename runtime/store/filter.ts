/**
 * A Bloom filter that grows: answers "surely new" without asking the database. 2 bytes an entry, about 1 wrong "maybe" in 400.
 */
import type { Database } from './open.ts';

export interface Filter {
  /** False: surely not added before. */
  maybe(hash: number): boolean;
  add(hash: number): void;
}

const BITS_AN_ENTRY = 16;
const PROBES = 4;
/** 2 MB: one layer for the first million entries. */
const FIRST_CAPACITY = 1 << 20;

interface Layer {
  readonly bits: Uint32Array;
  readonly mask: number;
  free: number;
}

export function createFilter(): Filter {
  const layers: Layer[] = [layerFor(FIRST_CAPACITY)];
  return {
    maybe(hash) {
      for (const layer of layers) if (isSet(layer, hash)) return true;
      return false;
    },
    add(hash) {
      let newest = layers.at(-1);
      if (newest === undefined || newest.free === 0) {
        newest = layerFor(newest === undefined ? FIRST_CAPACITY : ((newest.mask + 1) / BITS_AN_ENTRY) * 2);
        layers.push(newest);
      }
      newest.free--;
      set(newest, hash);
    },
  };
}

function layerFor(capacity: number): Layer {
  const bits = capacity * BITS_AN_ENTRY;
  return { bits: new Uint32Array(bits / 32), mask: bits - 1, free: capacity };
}

/** The hash's bits lie at `low`, `low + high`, `low + 2 high` .. */
function isSet({ bits, mask }: Layer, hash: number): boolean {
  const high = ((hash / 4294967296) | 0) * 2 + 1;
  let at = hash >>> 0;
  for (let i = 0; i < PROBES; i++) {
    const bit = at & mask;
    if (((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    at = (at + high) | 0;
  }
  return true;
}

function set({ bits, mask }: Layer, hash: number): void {
  const high = ((hash / 4294967296) | 0) * 2 + 1;
  let at = hash >>> 0;
  for (let i = 0; i < PROBES; i++) {
    const bit = at & mask;
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    at = (at + high) | 0;
  }
}

/** So many questions are answered by the database before the filter is worth filling. */
const QUESTIONS_BEFORE_FILLING = 1000;

/** A filter over what a table holds, filled at the first use that is worth it; `hashes` reads the table's entries. */
export function lazyFilter(database: Database, hashes: (database: Database) => Iterable<number>): Filter {
  let filter: Filter | null = null;
  let questions = 0;
  // Added before the filter is filled, and perhaps not in the table yet.
  const early: number[] = [];
  return {
    maybe(hash) {
      if (filter !== null) return filter.maybe(hash);
      if (++questions < QUESTIONS_BEFORE_FILLING) return true;
      filter = createFilter();
      for (const stored of hashes(database)) filter.add(stored);
      for (const added of early) filter.add(added);
      return true;
    },
    add(hash) {
      if (filter === null) early.push(hash);
      else filter.add(hash);
    },
  };
}
