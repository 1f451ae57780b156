/** The thread that writes: takes batches one after another; the first that fails ends it. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { CELLS, DONE, FAILED, type Failure, type ThreadData } from './background.ts';
import { type Batch, createApplier } from './batch.ts';
import { openConnection } from './open.ts';

const { file, cells: shared, checkpoint, port } = workerData as ThreadData & { readonly port: MessagePort };
const cells = new Int32Array(shared, 0, CELLS);

/** With who has the file locked from outside; less than what is waited for one batch. */
const PATIENCE_MS = 100_000;

function work(): void {
  const database = openConnection(file);
  database.pragma(`busy_timeout = ${PATIENCE_MS}`);
  if (checkpoint !== null) database.pragma(`wal_autocheckpoint = ${checkpoint}`);
  const apply = createApplier(database);
  port.on('message', (batch: Batch | null) => {
    if (Atomics.load(cells, FAILED) !== 0) return;
    try {
      if (batch === null) database.close();
      else apply(batch);
      Atomics.add(cells, DONE, 1);
      Atomics.notify(cells, DONE);
    } catch (error) {
      fail(error);
    }
  });
}

function fail(error: unknown): void {
  const failure: Failure = {
    message: error instanceof Error ? error.message : String(error),
    ...(error instanceof Error && 'code' in error ? { code: String(error.code) } : {}),
  };
  port.postMessage(failure);
  Atomics.store(cells, FAILED, 1);
  // Who has looked just before and begins to wait now must find another number, or would wait until the time limit.
  Atomics.store(cells, DONE, -1);
  Atomics.notify(cells, DONE);
}

try {
  work();
} catch (error) {
  fail(error);
}
