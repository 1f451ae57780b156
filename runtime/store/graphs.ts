/** The graphs that have decided anything, as they were, with the places in the files that people knew then. */
import { createHash } from 'node:crypto';
import { StoreFailure } from './failure.ts';
import type { Database } from './open.ts';

export interface StoredGraph {
  readonly id: number;
  readonly graph: unknown;
  /** The record from which on it started new instances. */
  readonly seq: number;
}

/** Throws a `StoreFailure` where a graph is not as it was written: with another number in it, it would decide otherwise. */
export function readGraphs(database: Database): StoredGraph[] {
  const rows = database.prepare('SELECT id, graph, seq, sum FROM graphs ORDER BY id').all() as {
    id: number;
    graph: string;
    seq: number;
    sum: string;
  }[];
  return rows.map(({ id, graph, seq, sum }) => {
    if (sumOf(graph) !== sum) {
      throw new StoreFailure(
        `Graph ${id} of ${database.name} is not as it was written: the file is damaged.`,
        'Bring back a backup with `journey restore FILE`, then send the signals since then again: known ones are recognised.',
      );
    }
    return { id, seq, graph: JSON.parse(graph) };
  });
}

/** What tells whether a graph's text is still as it was written: SHA-256, in hex. */
export function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The newest graph's id and text, or null. */
export function newestGraph(database: Database): { readonly id: number; readonly text: string } | null {
  const row = database.prepare('SELECT id, graph AS text FROM graphs ORDER BY id DESC LIMIT 1').get() as
    | { id: number; text: string }
    | undefined;
  return row ?? null;
}
