/** Several signals that start a journey together: so many of one, or one after the other. Event time counts, not arrival. */
import type { Frame } from '../compile/parts.ts';
import type { Fact } from '../state/customer.ts';
import { bind, fits } from './context.ts';
import { type Counted, counterOf, type Sequence, type Turns, waitingNear } from './turns.ts';

/** More ways than this to put a sequence together are not tried. */
const MOST_TRIES = 10_000;

/** The most such signals in any stretch of that length with this one in it, of those that have not had their turn. */
export function countAround(on: Counted, frame: Frame, fact: Fact, turns: Turns): readonly Fact[] {
  const waiting = waitingNear(turns, on.trigger.signal, frame, fact);
  const own = counterOf(on, frame, fact);
  const counts = (other: Fact): boolean =>
    other.id === fact.id || (fits(on.trigger, frame, other) && counterOf(on, frame, other) === own);
  const near = on.bySignalAlone ? waiting : waiting.filter(counts);
  let most: readonly Fact[] = [];
  let first = 0;
  for (const [index, { at }] of near.entries()) {
    while (at - (near[first]?.at ?? at) > on.withinMs) first++;
    const inside = (near[first]?.at ?? at) <= fact.at && at >= fact.at;
    if (inside && index - first + 1 > most.length) most = near.slice(first, index + 1);
  }
  return most;
}

export interface Completed {
  /** one signal for each trigger, in the order of time */
  readonly facts: readonly Fact[];
  /** all signals that could have been in its place: they have had their turn */
  readonly usedUp: readonly Fact[];
}

/** The sequence that this signal completes, of signals that have not had their turn; the newest are taken. `too many`: none was found in `MOST_TRIES`. */
export function completeSequence(
  on: Sequence,
  frame: Frame,
  signal: string,
  fact: Fact,
  turns: Turns,
): Completed | 'none' | 'too many' {
  if (!canComplete(on, frame, signal, fact)) return 'none';
  let tries = 0;
  let found: readonly Fact[] | null = null;
  const usedUp = new Map<string, Fact>();
  const { triggers, withinMs } = on;
  const candidates = triggers.map((trigger) => {
    const known = waitingNear(turns, trigger.signal, frame, fact).filter((other) => other.id !== fact.id);
    return (trigger.signal === signal ? inOrder([...known, fact]) : known).toReversed();
  });
  /** Of equal times the log has the order: this signal is the last of all; of others only those of one kind are known to follow each other. */
  const follows = (index: number, before: Fact, candidate: Fact): boolean => {
    if (candidate.at !== before.at) return candidate.at > before.at;
    if (before.id === fact.id) return false;
    const known = candidates[index] ?? [];
    return triggers[index - 1]?.signal !== triggers[index]?.signal || known.indexOf(candidate) < known.indexOf(before);
  };
  const lastOwn = triggers.findLastIndex((trigger) => trigger.signal === signal);
  const choose = (chosen: readonly Fact[], frameSoFar: Frame): void => {
    const index = chosen.length;
    const trigger = triggers[index];
    if (trigger === undefined) {
      found ??= chosen;
      for (const each of chosen) usedUp.set(each.id, each);
      return;
    }
    const [first] = chosen;
    const before = chosen.at(-1);
    // This signal has to be in it: where it is not yet, its last place is for no other one.
    const isItsPlace = index === lastOwn && !chosen.some(({ id }) => id === fact.id);
    for (const candidate of isItsPlace ? [fact] : (candidates[index] ?? [])) {
      if (++tries > MOST_TRIES) return;
      if (before !== undefined && (!follows(index, before, candidate) || chosen.some(({ id }) => id === candidate.id)))
        continue;
      if (candidate.at - (first ?? candidate).at > withinMs || !fits(trigger, frameSoFar, candidate)) continue;
      choose([...chosen, candidate], bind(trigger, frameSoFar, candidate));
    }
  };
  choose([], frame);
  if (found !== null) return { facts: found, usedUp: [...usedUp.values()] };
  return tries > MOST_TRIES ? 'too many' : 'none';
}

/** Whether something is there for the places before and behind this signal: most are the first of a sequence that nothing follows yet. */
function canComplete({ triggers }: Sequence, { customer: { history } }: Frame, signal: string, { at }: Fact): boolean {
  return triggers.some(
    (own, place) =>
      own.signal === signal &&
      triggers.every((other, index) => {
        const known = history[other.signal] ?? [];
        if (index === place) return true;
        return index < place ? (known[0]?.at ?? at + 1) <= at : (known.at(-1)?.at ?? at) > at;
      }),
  );
}

function inOrder(facts: readonly Fact[]): readonly Fact[] {
  return [...facts].sort((a, b) => a.at - b.at);
}
