/** How much at once: of one sender, in one request, in memory. Who brings more is asked to come again. */
import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface Limits {
  /** signals a second of one key; null: as many as it likes */
  readonly rate: number | null;
  /** signals that have no answer yet */
  readonly waiting: number;
  /** bytes of requests that have no answer yet, unpacked */
  readonly bytes: number;
  readonly connections: number;
  /** milliseconds within which a request has to be here, whole */
  readonly requestMs: number;
  /** milliseconds between two looks for requests that are late */
  readonly lookMs: number;
  /** milliseconds that requests have to come to their end where the server stops */
  readonly stopMs: number;
}

export const LIMITS: Limits = {
  rate: 5_000,
  waiting: 20_000,
  bytes: 128 * 1024 * 1024,
  connections: 2_000,
  requestMs: 30_000,
  lookMs: 5_000,
  stopMs: 5_000,
};

export interface RateOfKeys {
  /** 0: it may send so many signals now; else in how many seconds it may come again. */
  take(key: string, signals: number): Promise<number>;
}

/** Seconds that a rate is about; nobody has to stay away for longer. */
const SPAN = 1;

/** A request that alone is larger than the rate has a second for itself. */
export function createRateOfKeys(most: number): RateOfKeys {
  const limiter = new RateLimiterMemory({ points: most, duration: SPAN });
  return {
    async take(key, signals) {
      try {
        await limiter.consume(key, Math.min(Math.max(signals, 1), most));
        return 0;
      } catch {
        return SPAN;
      }
    },
  };
}
