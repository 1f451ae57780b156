/** Cart rescue, the job that every contender does, and the facts by which their results are compared. */

/** How long an order may take before the reminder, and how long after it still counts as converted; milliseconds. */
export const WAIT = 3_600_000;
export const WATCH = 24 * WAIT;
/** Signals a transaction, for all contenders alike. */
export const BATCH = 1000;

/** Where an instance is; the numbers are what the hand-written programs store. SQLite stores 0 and 1 in no byte, these in one byte each. */
export const State = { waiting: 2, watching: 3, bought: 4, converted: 5, not_converted: 6, not_reachable: 7 } as const;

/** Counts; all are read back from the database after the run. */
export interface Facts extends Readonly<Record<string, number>> {
  readonly signals: number;
  readonly started: number;
  readonly bought: number;
  /** rows in the outbox */
  readonly reminded: number;
  readonly converted: number;
  readonly not_converted: number;
  readonly not_reachable: number;
}

/** What a contender's process prints, as one line of JSON. */
export interface Outcome {
  readonly facts: Facts;
  /** from opening the input to the return of the last commit */
  readonly seconds: number;
}

/** What each contender is called with: `node CONTENDER INPUT DATABASE`. */
export function paths(): { readonly input: string; readonly database: string } {
  const [, , input, database] = process.argv;
  if (input === undefined || database === undefined) throw new Error('usage: CONTENDER INPUT DATABASE');
  return { input, database };
}
