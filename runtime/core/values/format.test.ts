import { expect, test } from 'vitest';
import { duration } from './format.ts';

test('a length is written as people say it', () => {
  expect(duration(0)).toBe('0 seconds');
  expect(duration(200)).toBe('200 ms');
  expect(duration(5_400_000)).toBe('1 hour 30 minutes');
  expect(duration(-86_400_000)).toBe('-1 day');
});
