import { expect, test } from 'vitest';
import { few } from './few.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b', 'c', 'd'], 'a, b, c, d'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 others'],
])('%j', (names, shown) => {
  expect(few(names)).toBe(shown);
});
