/** When somebody is there, and how much of that time has passed. */
import { describe, expect, it } from 'vitest';
import { afterOpenTime, type OpenSpan, opening } from './hours.ts';

const HOUR = 3_600_000;
const desk: OpenSpan = {
  from: 8 * 60,
  to: 20 * 60,
  weekdays: new Set([1, 2, 3, 4, 5]),
  except: new Set(),
  zone: 'Europe/Paris',
};
const at = (text: string): number => Date.parse(text);

describe('whether a team is there, and until when', () => {
  it.each<[string, Partial<OpenSpan>, string, boolean, string | null]>([
    ['on a weekday', {}, '2026-03-06T12:00:00Z', true, '2026-03-06T19:00:00Z'],
    ['before it opens', {}, '2026-03-06T06:59:59Z', false, '2026-03-06T07:00:00Z'],
    ['at the minute at which it opens', {}, '2026-03-06T07:00:00Z', true, '2026-03-06T19:00:00Z'],
    ['at the minute at which it closes', {}, '2026-03-06T19:00:00Z', false, '2026-03-09T07:00:00Z'],
    ['over the weekend', {}, '2026-03-07T12:00:00Z', false, '2026-03-09T07:00:00Z'],
    ['when clocks go forward', { weekdays: new Set([7]) }, '2026-03-28T12:00:00Z', false, '2026-03-29T06:00:00Z'],
    ['over midnight', { from: 20 * 60, to: 4 * 60 }, '2026-03-05T23:30:00Z', true, '2026-03-06T03:00:00Z'],
    ['one day after the other', { from: 0, to: 0 }, '2026-03-05T12:00:00Z', true, '2026-03-06T23:00:00Z'],
    ['always', { from: 0, to: 0, weekdays: new Set([1, 2, 3, 4, 5, 6, 7]) }, '2026-03-05T12:00:00Z', true, null],
    ['never', { weekdays: new Set() }, '2026-03-05T12:00:00Z', false, null],
  ])('%s', (_title, more, now, open, changes) => {
    const found = opening(at(now), [{ ...desk, ...more }]);
    expect(found).toEqual({ open, changes: changes === null ? null : at(changes) });
  });
});

describe('a team with several spans', () => {
  const saturday: OpenSpan = { ...desk, from: 10 * 60, to: 14 * 60, weekdays: new Set([6]) };
  const morning: OpenSpan = { ...desk, to: 12 * 60 };
  const afternoon: OpenSpan = { ...desk, from: 13 * 60, to: 17 * 60 };
  const tokyo: OpenSpan = { ...desk, zone: 'Asia/Tokyo', from: 9 * 60, to: 17 * 60 };

  it.each<[string, OpenSpan[], string, boolean, string]>([
    ['on saturday', [desk, saturday], '2026-03-07T10:00:00Z', true, '2026-03-07T13:00:00Z'],
    ['from saturday to monday', [saturday, desk], '2026-03-07T13:00:00Z', false, '2026-03-09T07:00:00Z'],
    ['at lunch', [afternoon, morning], '2026-03-06T11:00:00Z', false, '2026-03-06T12:00:00Z'],
    [
      'where one begins as the other ends',
      [desk, { ...morning, from: 1200, to: 1320 }],
      '2026-03-06T08:00:00Z',
      true,
      '2026-03-06T21:00:00Z',
    ],
    ['where one lies in the other', [desk, morning], '2026-03-06T08:00:00Z', true, '2026-03-06T19:00:00Z'],
    ['on two sides of the world', [desk, tokyo], '2026-03-05T23:00:00Z', false, '2026-03-06T00:00:00Z'],
    ['on both of them', [desk, tokyo], '2026-03-06T07:30:00Z', true, '2026-03-06T19:00:00Z'],
  ])('%s', (_title, hours, now, open, changes) => {
    expect(opening(at(now), hours)).toEqual({ open, changes: at(changes) });
  });

  it('counts what lies in two of them once', () => {
    expect(afterOpenTime(at('2026-03-06T10:00:00Z'), 2 * HOUR, [morning, afternoon])).toBe(at('2026-03-06T13:00:00Z'));
    expect(afterOpenTime(at('2026-03-06T10:00:00Z'), 2 * HOUR, [desk, morning])).toBe(at('2026-03-06T12:00:00Z'));
    expect(afterOpenTime(at('2026-03-06T18:30:00Z'), 4 * HOUR, [desk, saturday])).toBe(at('2026-03-07T12:30:00Z'));
  });
});

it('the moment after so much open time lies in open time', () => {
  const friday = at('2026-03-06T18:30:00Z');
  expect(afterOpenTime(friday, 4 * HOUR, [desk])).toBe(at('2026-03-09T10:30:00Z'));
});
