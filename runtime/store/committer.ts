/** Makes batches durable: at once in this thread, or in a thread of its own while this one goes on deciding. */
import { type Batch, createApplier } from './batch.ts';
import { explainSqlite } from './failure.ts';
import type { Database } from './open.ts';

/** So many batches may be under way: more than one, since every eighth takes longer. */
export const MOST_UNDER_WAY = 3;

/** 2 MB: where somebody waits for each commit, the main file takes over little at a time. 40 MB at once held up everybody for 200 ms. */
export const SMALL_CHECKPOINT = 512;

export interface Committer {
  /** Takes a batch when few enough of those before are under way; returns perhaps before this one is durable. */
  commit(batch: Batch): void;
  /** Returns when every batch is durable. Throws where one could not be written: nothing further is taken then. */
  settle(): void;
  /** The same while this thread goes on: resolves when every batch is durable, rejects where one could not be written. */
  settled(): Promise<void>;
  /** Settles, and ends. */
  close(): void;
}

/** In this thread: a batch is durable when `commit` returns. */
export function createCommitter(database: Database, file: string): Committer {
  database.pragma(`wal_autocheckpoint = ${SMALL_CHECKPOINT}`);
  const apply = createApplier(database);
  return {
    commit(batch) {
      try {
        apply(batch);
      } catch (error) {
        throw explainSqlite(error, file);
      }
    },
    settle: () => undefined,
    settled: () => Promise.resolve(),
    close: () => undefined,
  };
}
