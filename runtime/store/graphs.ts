/** The graphs that have decided anything, as they were, with the places in the files that people knew then. */
import type { Database } from './open.ts';

export interface StoredGraph {
  readonly id: number;
  readonly graph: unknown;
  /** The record from which on it started new instances. */
  readonly seq: number;
}

export function readGraphs(database: Database): StoredGraph[] {
  const rows = database.prepare('SELECT id, graph, seq FROM graphs ORDER BY id').all() as {
    id: number;
    graph: string;
    seq: number;
  }[];
  return rows.map(({ id, graph, seq }) => ({ id, seq, graph: JSON.parse(graph) }));
}

/** The newest graph's id and text, or null. */
export function newestGraph(database: Database): { readonly id: number; readonly text: string } | null {
  const row = database.prepare('SELECT id, graph AS text FROM graphs ORDER BY id DESC LIMIT 1').get() as
    | { id: number; text: string }
    | undefined;
  return row ?? null;
}
