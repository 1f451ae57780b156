import { expect, test } from 'vitest';
import { duration, formatFor } from './format.ts';

test('a length is written as people say it', () => {
  expect(duration(0)).toBe('0 seconds');
  expect(duration(200)).toBe('200 ms');
  expect(duration(5_400_000)).toBe('1 hour 30 minutes');
  expect(duration(-86_400_000)).toBe('-1 day');
});

test.each([
  ['en-GB', '2 days 3 hours', '18:30', '09:00'],
  ['en-US', '2 days 3 hours', '6:30 PM', '9:00 AM'],
  ['de', '2 Tage, 3 Stunden', '18:30', '09:00'],
  ['fr-CH', '2 jours 3 heures', '18:30', '09:00'],
  ['ja', '2 日3 時間', '18:30', '9:00'],
  ['no locale', '2 days 3 hours', '6:30 PM', '9:00 AM'],
])('a message in %s says lengths and clock times as people there do', (locale, length, evening, morning) => {
  const said = (kind: 'duration' | 'clock', value: number): string =>
    formatFor(value, { kind }, { own: locale, words: locale }, 'Asia/Tokyo').replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(said('duration', 183_600_000)).toBe(length);
  expect([said('clock', 1110), said('clock', 540)]).toEqual([evening, morning]);
  expect(formatFor(null, { kind: 'optional', of: { kind: 'clock' } }, { own: locale, words: locale }, 'UTC')).toBe('');
});
