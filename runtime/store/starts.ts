/** Which instance of one log is which of another one that was fed with the same signals. */
import { decodeDecisions } from './decisions.ts';
import { readLog } from './log.ts';
import type { Database } from './open.ts';

export interface Starts {
  /** The id in the other log; null: no such instance has started there. What is not committed there is not seen. */
  counterpart(instance: string): string | null;
}

/**
 * An id tells how many instances the customer had before, whatever their journey. So the third one that a journey has started with a customer
 * here is the third one there. Neither log is read before somebody asks.
 */
export function matchStarts(from: Database, to: Database): Starts {
  const here = createRoll(from);
  const there = createRoll(to);
  return {
    counterpart(instance) {
      here.readOn();
      there.readOn();
      const place = here.placeOf(instance);
      return place === undefined ? null : (there.at(place) ?? null);
    },
  };
}

interface Place {
  /** the customer that it started with, and its journey */
  readonly series: string;
  readonly rank: number;
}

/** The instances of a log in the order of their starts; it is read on where it was left. */
function createRoll(database: Database): {
  readOn(): void;
  placeOf(instance: string): Place | undefined;
  at(place: Place): string | undefined;
} {
  const places = new Map<string, Place>();
  const series = new Map<string, string[]>();
  let next = 1;
  return {
    readOn() {
      for (const { seq, customer, decisions } of readLog(database, next)) {
        next = seq + 1;
        for (const { kind, journey, instance } of decodeDecisions(decisions)) {
          if (kind !== 'started' || instance === null) continue;
          const name = `${customer} ${journey}`;
          const own = series.get(name) ?? [];
          places.set(instance, { series: name, rank: own.push(instance) - 1 });
          series.set(name, own);
        }
      }
    },
    placeOf: (instance) => places.get(instance),
    at: (place) => series.get(place.series)?.[place.rank],
  };
}
