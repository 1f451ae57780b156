import { expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

const SECOND = 1000;
const news = (times: number, went: boolean, breaker = createBreaker(SECOND, () => 0)) => ({
  breaker,
  told: Array.from({ length: times }, (_, at) => breaker.note(went, at, at)),
});

it('rests when more than half of the last tries have failed, of at least six', () => {
  expect(news(5, false).told).toEqual([null, null, null, null, null]);
  const { breaker, told } = news(6, false);
  expect(told.at(-1)).toBe('rests');
  expect(breaker.until).toBe(5 + SECOND);
});

it('what has begun before it rested says nothing', () => {
  const { breaker } = news(6, false);
  expect(breaker.note(true, 5, 100)).toBe(null);
  expect(breaker.note(false, 5, 100)).toBe(null);
  expect(breaker.until).toBe(5 + SECOND);
});

it('what an operator lets leave while it rests is a probe', () => {
  const { breaker } = news(6, false);
  expect(breaker.note(false, 6, 100)).toBe(null);
  expect([breaker.since, breaker.until]).toEqual([100, 100 + 2 * SECOND]);
  expect(breaker.note(true, 100, 101)).toBe(null);
  expect(breaker.note(true, 101, 102)).toBe('works again');
});

it('rests longer after each probe that fails, up to a minute, and anew when it has worked', () => {
  const { breaker } = news(6, false);
  const rests = Array.from({ length: 8 }, () => {
    const at = breaker.until ?? 0;
    breaker.note(false, at, at);
    return (breaker.until ?? 0) - at;
  });
  expect(rests.map((ms) => ms / SECOND)).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  expect(breaker.note(true, breaker.until ?? 0, 0)).toBe('works again');
  expect(breaker.until).toBe(null);
  expect(news(6, false, breaker).told).toEqual([null, null, null, null, null, 'rests']);
  expect(breaker.until).toBe(5 + SECOND);
});

it('that the clock is set back makes no rest longer', () => {
  const { breaker } = news(6, false);
  expect(breaker.left(5)).toBe(SECOND);
  expect(breaker.left(5 - 3_600_000)).toBe(0);
  expect(breaker.note(false, 5 - 3_600_000, 5 - 3_600_000)).toBe(null);
  expect(breaker.left(5 - 3_600_000)).toBe(2 * SECOND);
});
