/** Several signals that start a journey together: so many of one, or one after the other. Event time counts, not arrival. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Frame, Trigger } from '../compile/parts.ts';
import type { Cause } from '../compile/starts.ts';
import type { Fact } from '../state/customer.ts';
import { fits } from './context.ts';

type Counted = Extract<Cause, { kind: 'count' }>;
type Sequence = Extract<Cause, { kind: 'sequence' }>;

/** More ways than this to put a sequence together are not tried. */
const MOST_TRIES = 10_000;

/** What is counted together: the value of `by`, as text. */
function groupOf(on: Counted, frame: Frame, fact: Fact): string {
  if (on.by === null) return '';
  const value: Json = on.by(withFact(on.trigger, frame, fact), fact);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The most such signals in any stretch of that length with this one in it, of those that have not had their turn. */
export function countAround(on: Counted, frame: Frame, fact: Fact, used: ReadonlySet<string>): readonly Fact[] {
  const group = groupOf(on, frame, fact);
  const near = (frame.customer.history[on.trigger.signal] ?? []).filter(
    (other) =>
      other.id === fact.id ||
      (Math.abs(other.at - fact.at) <= on.withinMs &&
        !used.has(other.id) &&
        fits(on.trigger, frame, other) &&
        groupOf(on, frame, other) === group),
  );
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
  /** ids of all signals that could have been in its place: they have had their turn */
  readonly usedUp: ReadonlySet<string>;
}

/** The sequence that this signal completes, of signals that have not had their turn; the newest are taken. `too many`: none was found in `MOST_TRIES`. */
export function completeSequence(
  on: Sequence,
  frame: Frame,
  signal: string,
  fact: Fact,
  used: ReadonlySet<string>,
): Completed | 'none' | 'too many' {
  if (!canComplete(on, frame, signal, fact)) return 'none';
  let tries = 0;
  let found: readonly Fact[] | null = null;
  const usedUp = new Set<string>();
  const { triggers, withinMs } = on;
  const candidates = triggers.map((trigger) => {
    const known = (frame.customer.history[trigger.signal] ?? []).filter(
      (other) => other.id !== fact.id && Math.abs(other.at - fact.at) <= withinMs && !used.has(other.id),
    );
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
      for (const { id } of chosen) usedUp.add(id);
      return;
    }
    const [first] = chosen;
    const before = chosen.at(-1);
    // This signal has to be in it: where it is not yet, its last place is for no other one.
    const isFor = index === lastOwn && !chosen.some(({ id }) => id === fact.id);
    for (const candidate of candidates[index] ?? []) {
      if (isFor && candidate.id !== fact.id) continue;
      if (++tries > MOST_TRIES) return;
      if (before !== undefined && (!follows(index, before, candidate) || chosen.some(({ id }) => id === candidate.id)))
        continue;
      if (candidate.at - (first ?? candidate).at > withinMs || !fits(trigger, frameSoFar, candidate)) continue;
      choose([...chosen, candidate], withFact(trigger, frameSoFar, candidate));
    }
  };
  choose([], frame);
  if (found !== null) return { facts: found, usedUp };
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

export function withFact(trigger: Trigger, frame: Frame, fact: Json): Frame {
  return trigger.as === null ? frame : { ...frame, variables: { ...frame.variables, [trigger.as]: fact } };
}
