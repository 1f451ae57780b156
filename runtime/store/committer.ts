/** Makes batches durable: at once in this thread, or in a thread of its own while this one goes on deciding. */
import { type Batch, createApplier } from './batch.ts';
import { explainSqlite } from './failure.ts';
import type { Database } from './open.ts';

export interface Committer {
  /** Takes a batch when all those before are durable; returns perhaps before this one is. */
  commit(batch: Batch): void;
  /** Returns when every batch is durable. Throws where one could not be written: nothing further is taken then. */
  settle(): void;
  /** Settles, and ends. */
  close(): void;
}

/** In this thread: a batch is durable when `commit` returns. */
export function createCommitter(database: Database, file: string): Committer {
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
    close: () => undefined,
  };
}
