/** `replay in any order within D`: the same test with signals that lie close together arriving in other orders. */
import type { Test, TestStep } from '../../compiler/graph/tests.ts';

/** A step, and for a signal the time at which it happened, which may differ from when it arrives. */
export type PlayedStep = TestStep & { readonly happenedAt?: number };

export interface Variant {
  readonly steps: readonly PlayedStep[];
  /** the order of the signals in words; null: as written */
  readonly order: string | null;
}

/** So many orders are tried at the most; five signals have 120. */
const MOST_ORDERS = 120;

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
    let tried = 0;
    for (const order of permutations(signals)) {
      if (tried++ >= MOST_ORDERS) break;
      yield {
        steps: [...test.steps.slice(0, from), ...order, after, ...test.steps.slice(to + 1)],
        order: order.map((signal) => signal.signal).join(', '),
      };
    }
  }
}

/** Runs of signals, with nothing but time between them, whose first and last lie no further apart than `ms`. */
function bursts(test: Test, ms: number): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = -1;
  let last = -1;
  let elapsed = 0;
  const close = (): void => {
    if (from >= 0 && last > from) found.push({ from, to: last });
    from = -1;
    elapsed = 0;
  };
  for (const [index, step] of test.steps.entries()) {
    if (step.kind === 'after' && from >= 0) elapsed += step.ms;
    else if (step.kind !== 'signal' && step.kind !== 'after') close();
    if (elapsed > ms) close();
    if (step.kind !== 'signal') continue;
    if (from < 0) from = index;
    last = index;
  }
  close();
  return found;
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
