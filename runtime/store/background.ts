/**
 * A committer in a thread of its own: hashing, SQLite and the disk go on there while this thread decides. Few batches are
 * under way, so that what is not on disk yet stays small.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Batch } from './batch.ts';
import { type Committer, MOST_UNDER_WAY } from './committer.ts';
import { explainSqlite, StoreFailure } from './failure.ts';

/** What the two threads share: how many batches are done (-1 once one has failed), and whether one has failed. */
export const DONE = 0;
export const FAILED = 1;
export const CELLS = 2;

export interface ThreadData {
  readonly file: string;
  readonly cells: SharedArrayBuffer;
  /** after how many pages the main file takes over; null: what suits a large run */
  readonly checkpoint: number | null;
}

/** An error as it crosses between threads. */
export interface Failure {
  readonly message: string;
  readonly code?: string;
}

/** A disk that takes longer for one batch than this is out of order. */
const LONGEST_COMMIT_MS = 120_000;

/** Null where the program is not bundled: the thread's own file is missing then. `checkpoint`: see `ThreadData`. */
export function createBackgroundCommitter(file: string, checkpoint: number | null = null): Committer | null {
  const program = fileURLToPath(new URL('./committer-thread.js', import.meta.url));
  if (!existsSync(program)) return null;
  const shared = new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT);
  const cells = new Int32Array(shared);
  const { port1: port, port2 } = new MessageChannel();
  const data: ThreadData = { file, cells: shared, checkpoint };
  const worker = new Worker(program, { workerData: { ...data, port: port2 }, transferList: [port2] });
  // An error of the thread itself (it did not start, it ran out of memory) is told here; while this thread waits, the time limit tells.
  let died: Error | null = null;
  worker.once('error', (error) => {
    died = error;
    Atomics.notify(cells, DONE);
  });
  worker.unref();
  port.unref();
  let posted = 0;

  /** How many batches are done; throws where one has failed, or took too long. */
  const look = (waited: 'ok' | 'not-equal' | 'timed-out'): number => {
    if (died !== null) throw explainSqlite(died, file);
    if (Atomics.load(cells, FAILED) !== 0) {
      // It takes nothing any more, and would hold the file.
      void worker.terminate();
      throw explainSqlite(failureOf(port), file);
    }
    if (waited === 'timed-out') {
      throw new StoreFailure(
        `${file} could not be written for ${LONGEST_COMMIT_MS / 1000} seconds.`,
        'Check the disk, then run the same command again; what was acknowledged is safe.',
      );
    }
    return Atomics.load(cells, DONE);
  };
  /** Waits until no more than so many batches are under way. */
  const settle = (most = 0): void => {
    for (let done = look('ok'); done < posted - most; ) done = look(Atomics.wait(cells, DONE, done, LONGEST_COMMIT_MS));
  };
  const settled = async (): Promise<void> => {
    // Waiting by itself does not keep the process.
    worker.ref();
    try {
      for (let done = look('ok'); done < posted; ) {
        done = look(await Atomics.waitAsync(cells, DONE, done, LONGEST_COMMIT_MS).value);
      }
    } finally {
      worker.unref();
    }
  };
  return {
    commit(batch) {
      settle(MOST_UNDER_WAY - 1);
      posted++;
      port.postMessage(batch, buffersOf(batch));
    },
    settle: () => settle(),
    settled,
    close() {
      settle();
      posted++;
      port.postMessage(null);
      settle();
      port.close();
    },
  };
}

/** The log's bytes change hands instead of being copied. */
function buffersOf(batch: Batch): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { bytes } of batch.log) if (bytes.buffer instanceof ArrayBuffer) buffers.add(bytes.buffer);
  return [...buffers];
}

function failureOf(port: MessagePort): Error {
  const received = receiveMessageOnPort(port) as { message: Failure } | undefined;
  const { message, code } = received?.message ?? { message: 'the thread that writes has ended' };
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

type MessagePort = InstanceType<typeof MessageChannel>['port1'];
