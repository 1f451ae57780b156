/** Many things in the order of time, against going through all of them. */
import { describe, expect, it } from 'vitest';
import { countBetween, firstWhere } from './ordered.ts';

const TIMES = [1, 2, 2, 2, 5, 7, 7, 9];
const items = TIMES.map((at) => ({ at }));

describe('things in the order of time', () => {
  it.each([0, 1, 2, 3, 7, 9, 10])('the first from %i on', (from) => {
    const found = TIMES.findIndex((at) => at >= from);
    expect(firstWhere(items, (at) => at >= from)).toBe(found < 0 ? TIMES.length : found);
  });

  it.each([
    [Number.NEGATIVE_INFINITY, 7],
    [2, 2],
    [3, 4],
    [6, 3],
    [2, 100],
  ])('how many lie from %d to %d', (from, to) => {
    expect(countBetween(items, from, to)).toBe(TIMES.filter((at) => at >= from && at <= to).length);
  });

  it('of nothing there is none', () => {
    expect(countBetween([], 0, 10)).toBe(0);
  });
});
