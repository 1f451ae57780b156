/** `replay in any order within D`: the same test with signals that lie close together arriving in other orders. */
import fc from 'fast-check';
import type { Test, TestStep } from '../../compiler/graph/tests.ts';

/** A step, and for a signal the time at which it happened, which may differ from when it arrives. */
export type PlayedStep = TestStep & { readonly happenedAt?: number };

export interface Variant {
  readonly steps: readonly PlayedStep[];
  /** the order of the signals in words; null: as written */
  readonly order: string | null;
}

/** So many orders are tried at the most: all that five signals have. Of more signals they are chosen by chance, the same ones at every run. */
const MOST_ORDERS = 120;
const ALL_OF = 5;
const SEED = 1;

type SignalStep = PlayedStep & { readonly kind: 'signal' };

/** `start`: when the test begins where it does not say. */
export function* shuffles(test: Test, start: number): Generator<Variant> {
  yield { steps: test.steps, order: null };
  if (test.shuffleMs === undefined) return;
  for (const { from, to } of bursts(test, test.shuffleMs)) {
    const { signals, end } = withTimes(test, start, from, to);
    const last = signals.at(-1);
    if (last === undefined) continue;
    // Time stands still between them, and goes on from where the burst ended.
    const after: PlayedStep = { kind: 'at', time: end, place: last.place };
    for (const order of signals.length <= ALL_OF ? permutations(signals) : someOrders(signals)) {
      yield {
        steps: [...test.steps.slice(0, from), ...order, after, ...test.steps.slice(to + 1)],
        order: order.map((signal) => signal.signal).join(', '),
      };
    }
  }
}

/** Runs of signals, with nothing but time between them, whose first and last lie no further apart than `ms`. They may overlap; none lies in another. */
function bursts(test: Test, ms: number): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const [from, { kind }] of test.steps.entries()) {
    const to = kind === 'signal' ? lastWithin(test.steps, from, ms) : from;
    if (to > (found.at(-1)?.to ?? from)) found.push({ from, to });
  }
  return found;
}

/** The last signal with nothing but time between it and the one at `from`, and no more than `ms`. */
function lastWithin(steps: readonly TestStep[], from: number, ms: number): number {
  let last = from;
  let elapsed = 0;
  for (const [index, step] of steps.entries()) {
    if (index <= from) continue;
    if (step.kind === 'after') elapsed += step.ms;
    else if (step.kind !== 'signal') break;
    if (elapsed > ms) break;
    if (step.kind === 'signal') last = index;
  }
  return last;
}

/** The signals of a burst, each with the time at which it happened, and when the last one did. */
function withTimes(test: Test, start: number, from: number, to: number): { signals: SignalStep[]; end: number } {
  let clock = start;
  const signals: SignalStep[] = [];
  for (const [index, step] of test.steps.slice(0, to + 1).entries()) {
    if (step.kind === 'at') clock = step.time;
    else if (step.kind === 'after') clock += step.ms;
    else if (step.kind === 'signal' && index >= from) signals.push({ ...step, happenedAt: clock });
  }
  return { signals, end: clock };
}

function* permutations<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length <= 1) {
    yield items;
    return;
  }
  for (const [index, item] of items.entries()) {
    for (const rest of permutations([...items.slice(0, index), ...items.slice(index + 1)])) yield [item, ...rest];
  }
}

function someOrders<T>(items: T[]): readonly (readonly T[])[] {
  const order = fc.shuffledSubarray(items, { minLength: items.length });
  return fc.sample(order, { numRuns: MOST_ORDERS, seed: SEED });
}
