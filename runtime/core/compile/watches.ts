/** Journeys that can start though no signal comes, and what each of them has to be looked at for. */
import type { Dependence } from './dependence.ts';
import type { Journey } from './journey.ts';
import type { Cause } from './starts.ts';

export interface Watches {
  /** highest priority first */
  readonly all: readonly Journey[];
  /** those of them that have a time from the beginning: a silence, a rhythm, a date */
  readonly timed: readonly Journey[];
  /** signal -> journeys whose condition or time it can change */
  readonly bySignal: ReadonlyMap<string, readonly Journey[]>;
  /** journeys whose condition or time the profile or a consent can change */
  readonly byState: readonly Journey[];
  /** journeys whose condition or time can be another one at every look */
  readonly always: readonly Journey[];
}

export function compileWatches(journeys: readonly Journey[]): Watches {
  const all: Journey[] = [];
  const bySignal = new Map<string, Journey[]>();
  const byState: Journey[] = [];
  const always: Journey[] = [];
  for (const journey of journeys) {
    const dependence = lookedAt(journey.start.on);
    if (dependence === null) continue;
    all.push(journey);
    if (dependence.readsClock || dependence.readsUnseen) {
      always.push(journey);
      continue;
    }
    if (dependence.readsState) byState.push(journey);
    for (const signal of new Set(dependence.windows.map((window) => window.signal))) {
      const others = bySignal.get(signal);
      if (others === undefined) bySignal.set(signal, [journey]);
      else others.push(journey);
    }
  }
  const timed = all.filter(({ start }) => start.on.kind !== 'becoming');
  return { all, timed, bySignal, byState, always };
}

/** A silence is broken by its signal alone, which finds it by itself. */
const NOTHING: Dependence = { windows: [], readsClock: false, readsState: false, readsUnseen: false };

/** What decides whether, or when, the journey starts; null: it starts by signals or by another journey. */
function lookedAt(on: Cause): Dependence | null {
  switch (on.kind) {
    case 'becoming':
      return on.condition.dependence;
    case 'schedule':
    case 'anchored':
      return on.dependence;
    case 'silence':
      return NOTHING;
    case 'called':
    case 'signal':
    case 'count':
    case 'sequence':
    case 'each':
      return null;
  }
}
