/** An engine on the real clock: takes signals as they come, commits what came together, wakes timers when they are due. */
import { setImmediate as breath } from 'node:timers/promises';
import { explainSqlite, StoreFailure } from '../store/failure.ts';
import type { Engine, Receipt } from './types.ts';

export interface Live {
  /** Resolves when the signal is on disk, or refused. Rejects where it could not be written: then nobody knows whether it was. */
  take(body: Buffer, source: string): Promise<Receipt>;
  /** Does something with the engine between two commits, at the clock's time; resolves when what came of it is on disk. */
  ask<T>(errand: (engine: Engine, now: number) => T): Promise<T>;
  /** Where the log stands, milliseconds since 1970 UTC: what was decided now is due then, also where the machine's clock was set back. */
  readonly clock: number;
  /** Told after each commit, when there is something new to leave; the last one who asks is told. */
  onLeft(listener: () => void): void;
  /** Signals that were taken and have no answer yet. */
  readonly waiting: number;
  /** By how many milliseconds the next timer is overdue. */
  readonly overdue: number;
  /** By how many milliseconds the machine's clock lies behind the log: so long no time passes. */
  readonly behind: number;
  /** Nothing can be taken, for this reason; null: all is well. A full disk passes by itself. */
  readonly failure: unknown;
  /** Resolves with the failure after which nobody knows what is on disk: the process has to end, and a new one to look. */
  readonly broken: Promise<unknown>;
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

/** So far may the machine's clock lie behind the log before somebody is told. */
const A_MINUTE = 60_000;

/** So often a full disk is tried again. */
const FULL_AGAIN = 1000;

/**
 * `now`: milliseconds since 1970 UTC. `revive`: an engine on what is on disk, for when there is room again; null: a full disk ends it.
 * `tell`: a line for operators.
 */
export function createLive(
  first: Engine,
  now: () => number = Date.now,
  revive: (() => Engine) | null = null,
  tell: (line: string) => void = () => undefined,
): Live {
  let engine = first;
  engine.goLive();
  let queue: Waiting[] = [];
  let errands: Waiting[] = [];
  let underWay = 0;
  let turning: Promise<void> | null = null;
  let alarm: NodeJS.Timeout | undefined;
  let failure: unknown = null;
  let left = engine.left;
  let listener = (): void => undefined;
  let full: unknown = null;
  /** Somebody was told that there is no room, and no signal has been written since. */
  let short = false;
  let stopped = false;
  let tellBroken: (failure: unknown) => void = () => undefined;
  const broken = new Promise<unknown>((resolve) => {
    tellBroken = resolve;
  });

  /** A clock that was set back stands still until it is later again. */
  const clock = (): number => Math.max(now(), engine.clock);
  const liesBehind = (): boolean => engine.clock - now() > A_MINUTE;
  let behind = liesBehind();
  const lookAtClock = (): void => {
    if (liesBehind() === behind) return;
    behind = !behind;
    tell(
      behind
        ? `This machine's clock was set back: the log stands at ${new Date(engine.clock).toISOString()}. Until then no time passes in journeys.`
        : "This machine's clock has come up with the log: time passes again.",
    );
  };
  const isDue = (): boolean => (engine.nextTimer() ?? Number.POSITIVE_INFINITY) <= clock();

  const fail = (raw: unknown, batch: readonly Waiting[]): void => {
    const error = explainSqlite(raw, 'The database');
    if (revive !== null && error instanceof StoreFailure && error.full) {
      full = error;
      if (!short) tell(`${error.message} Senders are asked to come again until there is room.`);
      short = true;
      alarm = setTimeout(tryAgain, FULL_AGAIN);
    } else {
      failure = error;
      tellBroken(error);
    }
    for (const { reject } of [...batch, ...queue, ...errands]) reject(error);
    queue = [];
    errands = [];
  };
  /** What was decided and could not be written is forgotten: the engine begins again from what is on disk. */
  const tryAgain = (): void => {
    if (revive === null || stopped) return;
    try {
      engine = revive();
      engine.goLive();
      left = engine.left;
      full = null;
      listener();
      start();
    } catch (error) {
      fail(error, []);
    }
  };
  const turn = async (): Promise<void> => {
    lookAtClock();
    while (failure === null && full === null && (queue.length > 0 || errands.length > 0 || isDue())) {
      // Who pauses or cancels is before what is due.
      let batch = errands.splice(0);
      try {
        const asked = batch.map(({ work }) => work());
        engine.wakeUntil(clock(), true, MOST_WAKES);
        // Timers that are due come before what arrives now.
        const taken = isDue() ? [] : queue.splice(0, MOST_A_COMMIT);
        batch = [...batch, ...taken];
        underWay = batch.length;
        const done = taken.map(({ work }) => work());
        await engine.commitAsync();
        for (const answer of [...asked, ...done]) answer();
        if (short && done.length > 0) {
          short = false;
          tell('There is room on the disk again: signals are taken.');
        }
        if (engine.left !== left) {
          left = engine.left;
          listener();
        }
      } catch (error) {
        fail(error, batch);
      }
      underWay = 0;
      await breath();
      lookAtClock();
    }
  };
  const start = (): void => {
    if (turning !== null || stopped) return;
    clearTimeout(alarm);
    turning = turn().finally(() => {
      turning = null;
      if (queue.length > 0 || errands.length > 0) start();
      else sleep();
    });
  };
  const sleep = (): void => {
    if (stopped || failure !== null || full !== null) return;
    const next = engine.nextTimer();
    if (next === null) return;
    alarm = setTimeout(start, Math.max(1, Math.min(next - clock(), LONGEST_SLEEP)));
  };
  // What fell due while nobody was here.
  start();

  const inTurn = <T>(line: () => Waiting[], work: () => T): Promise<T> => {
    if ((failure ?? full) !== null) return Promise.reject(failure ?? full);
    if (stopped) return Promise.reject(new Error('nothing is taken any more: the engine has stopped'));
    return new Promise((resolve, reject) => {
      line().push({
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
    take: (body, source) =>
      inTurn(
        () => queue,
        () => engine.accept(body, clock(), { name: source, line: null }),
      ),
    ask: (errand) =>
      inTurn(
        () => errands,
        () => errand(engine, clock()),
      ),
    get clock() {
      return engine.clock;
    },
    onLeft(told) {
      listener = told;
    },
    get waiting() {
      return queue.length + errands.length + underWay;
    },
    get overdue() {
      return Math.max(0, clock() - (engine.nextTimer() ?? Number.POSITIVE_INFINITY));
    },
    get behind() {
      return Math.max(0, engine.clock - now());
    },
    get failure() {
      return failure ?? full;
    },
    broken,
    async stop() {
      while (turning !== null) await turning;
      stopped = true;
      clearTimeout(alarm);
      if (failure === null && full === null) engine.close();
    },
  };
}
