/** An engine on the real clock: takes signals as they come, commits what came together, wakes timers when they are due. */
import { setImmediate as breath } from 'node:timers/promises';
import type { Engine, Receipt } from './types.ts';

export interface Live {
  /** Resolves when the signal is on disk, or refused. Rejects where it could not be written: then nobody knows whether it was. */
  take(body: Buffer, source: string): Promise<Receipt>;
  /** Does something with the engine between two commits, at the clock's time; resolves when what came of it is on disk. */
  ask<T>(errand: (engine: Engine, now: number) => T): Promise<T>;
  /** Told after each commit, when there is something new to leave; the last one who asks is told. */
  onLeft(listener: () => void): void;
  /** Signals that were taken and have no answer yet. */
  readonly waiting: number;
  /** Nothing can be taken any more, for this reason. */
  readonly failure: unknown;
  /** Answers what was taken, writes everything and ends. */
  stop(): Promise<void>;
}

/** Something that waits for its turn: `work` does it, and gives what says that it is on disk. */
interface Waiting {
  readonly work: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** So many signals share a commit; more would let the first of them wait. */
const MOST_A_COMMIT = 500;
/** So many timers are woken before signals have their turn again. */
const MOST_WAKES = 500;
/** Node's timers take no longer than 2^31 milliseconds; the clock could be set meanwhile anyway. */
const LONGEST_SLEEP = 60_000;

/** `now`: milliseconds since 1970 UTC. */
export function createLive(engine: Engine, now: () => number = Date.now): Live {
  let queue: Waiting[] = [];
  let underWay = 0;
  let turning: Promise<void> | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let failure: unknown = null;
  let left = engine.left;
  let listener = (): void => undefined;
  let stopped = false;

  /** A clock that was set back stands still until it is later again. */
  const clock = (): number => Math.max(now(), engine.clock);
  const isDue = (): boolean => (engine.nextTimer() ?? Number.POSITIVE_INFINITY) <= clock();

  const turn = async (): Promise<void> => {
    while (failure === null && (queue.length > 0 || isDue())) {
      engine.wakeUntil(clock(), true, MOST_WAKES);
      // Timers that are due come before what arrives now.
      const batch = isDue() ? [] : queue.splice(0, MOST_A_COMMIT);
      underWay = batch.length;
      try {
        const done = batch.map(({ work }) => work());
        engine.commit();
        for (const tell of done) tell();
        if (engine.left !== left) {
          left = engine.left;
          listener();
        }
      } catch (error) {
        failure = error;
        for (const { reject } of [...batch, ...queue]) reject(error);
        queue = [];
      }
      underWay = 0;
      await breath();
    }
  };
  const start = (): void => {
    if (turning !== null || stopped) return;
    clearTimeout(alarm);
    turning = turn().finally(() => {
      turning = null;
      if (queue.length > 0) start();
      else sleep();
    });
  };
  const sleep = (): void => {
    const next = engine.nextTimer();
    if (next === null || stopped || failure !== null) return;
    alarm = setTimeout(start, Math.max(1, Math.min(next - clock(), LONGEST_SLEEP)));
  };
  // What fell due while nobody was here.
  start();

  const inTurn = <T>(work: () => T): Promise<T> => {
    if (failure !== null) return Promise.reject(failure);
    if (stopped) return Promise.reject(new Error('nothing is taken any more: the engine has stopped'));
    return new Promise((resolve, reject) => {
      queue.push({
        work: () => {
          const result = work();
          return () => resolve(result);
        },
        reject,
      });
      start();
    });
  };

  return {
    take: (body, source) => inTurn(() => engine.accept(body, clock(), { name: source, line: null })),
    ask: (errand) => inTurn(() => errand(engine, clock())),
    onLeft(told) {
      listener = told;
    },
    get waiting() {
      return queue.length + underWay;
    },
    get failure() {
      return failure;
    },
    async stop() {
      while (turning !== null) await turning;
      stopped = true;
      clearTimeout(alarm);
      if (failure === null) engine.close();
    },
  };
}
