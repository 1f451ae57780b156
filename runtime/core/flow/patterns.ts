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
export function groupOf(on: Counted, frame: Frame, fact: Fact): string {
  if (on.by === null) return '';
  const value: Json = on.by(withFact(on.trigger, frame, fact), fact);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The most such signals in any stretch of that length with this one in it; those up to `usedUp` have started a journey already. */
export function countAround(on: Counted, frame: Frame, fact: Fact, usedUp: number): number {
  const group = groupOf(on, frame, fact);
  const times: number[] = [];
  for (const other of frame.customer.history[on.trigger.signal] ?? []) {
    if (other.at <= usedUp || Math.abs(other.at - fact.at) > on.withinMs) continue;
    if (other.id === fact.id || (fits(on.trigger, frame, other) && groupOf(on, frame, other) === group))
      times.push(other.at);
  }
  let most = 0;
  let first = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) > on.withinMs) first++;
    const inside = (times[first] ?? time) <= fact.at && time >= fact.at;
    if (inside) most = Math.max(most, index - first + 1);
  }
  return most;
}

/** One signal for each trigger, in the order of time, this one among them; null: there is none. The newest are taken. */
export function completeSequence(
  on: Sequence,
  frame: Frame,
  signal: string,
  fact: Fact,
  accept: (facts: readonly Fact[]) => boolean,
): readonly Fact[] | null {
  let tries = 0;
  const { triggers, withinMs } = on;
  const candidates = triggers.map((trigger) => {
    const known = (frame.customer.history[trigger.signal] ?? []).filter(
      (other) => other.id !== fact.id && Math.abs(other.at - fact.at) <= withinMs,
    );
    return trigger.signal === signal ? inOrder([...known, fact]) : known;
  });
  const choose = (chosen: readonly Fact[], frameSoFar: Frame): readonly Fact[] | null => {
    const index = chosen.length;
    const trigger = triggers[index];
    if (trigger === undefined) return chosen.some(({ id }) => id === fact.id) && accept(chosen) ? chosen : null;
    const [first] = chosen;
    const before = chosen.at(-1);
    for (const candidate of (candidates[index] ?? []).toReversed()) {
      if (++tries > MOST_TRIES) return null;
      if (before !== undefined && (candidate.at < before.at || chosen.some(({ id }) => id === candidate.id))) continue;
      if (candidate.at - (first ?? candidate).at > withinMs || !fits(trigger, frameSoFar, candidate)) continue;
      const found = choose([...chosen, candidate], withFact(trigger, frameSoFar, candidate));
      if (found !== null) return found;
    }
    return null;
  };
  return choose([], frame);
}

function inOrder(facts: readonly Fact[]): readonly Fact[] {
  return [...facts].sort((a, b) => a.at - b.at);
}

export function withFact(trigger: Trigger, frame: Frame, fact: Json): Frame {
  return trigger.as === null ? frame : { ...frame, variables: { ...frame.variables, [trigger.as]: fact } };
}
