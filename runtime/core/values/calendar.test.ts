/** Times that no calendar has: senders can send them, and arithmetic makes them. Nothing throws, and nothing else suffers from them. */
import { expect, it } from 'vitest';
import { addMonths, instantOf, localAt, nextShown, offsetAt, withinReach } from './calendar.ts';
import { formatFor } from './format.ts';

const FAR = [8.64e15, 8.64e15 + 1, 9e15, 1e300, Number.MAX_VALUE].flatMap((time) => [time, -time]);

it.each(FAR)('%s', (time) => {
  // A zone of its own each time: what is known of it afterwards must be what is true of it.
  const zone = ['Europe/Berlin', 'Europe/Paris', 'Europe/Rome', 'Europe/Oslo', 'Europe/Vienna'][FAR.indexOf(time) % 5];
  if (zone === undefined) throw new Error('no zone');
  for (const work of [
    () => localAt(time, zone).day,
    () => instantOf(time / 86_400_000, 600, zone),
    () => offsetAt(time, zone),
    () => addMonths(time, 1, zone),
    () => addMonths(0, time, zone),
    () => withinReach(time),
  ]) {
    expect(work()).toSatisfy(Number.isFinite);
  }
  expect(offsetAt(Date.UTC(2026, 0, 1), zone)).toBe(3_600_000);
  expect(offsetAt(Date.UTC(2026, 6, 1), zone)).toBe(7_200_000);
  expect(formatFor(time, { kind: 'time' }, { own: 'en-GB', words: 'en-GB' }, zone)).toMatch(/\d/);
  expect(formatFor(time, { kind: 'date' }, { own: 'en-GB', words: 'en-GB' }, zone)).toMatch(/\d/);
});

it.each([
  ['an ordinary evening', '2026-06-01T20:00:00Z', 480, '2026-06-02T06:00:00.000Z'],
  ['the time itself, a second later', '2026-06-01T06:00:01Z', 480, '2026-06-02T06:00:00.000Z'],
  ['the evening before the clock goes forward', '2026-03-28T20:00:00Z', 480, '2026-03-29T06:00:00.000Z'],
  ['a time that is swallowed', '2026-03-29T00:30:00Z', 150, '2026-03-29T01:00:00.000Z'],
  ['the evening before the clock goes back', '2026-10-24T20:00:00Z', 480, '2026-10-25T07:00:00.000Z'],
  ['a time that comes twice, the first time', '2026-10-25T00:20:00Z', 165, '2026-10-25T00:45:00.000Z'],
  ['a time that comes twice, the second time', '2026-10-25T01:20:30Z', 165, '2026-10-25T01:45:00.000Z'],
])('when the wall clock shows a time next: %s', (_, from, clock, shown) => {
  expect(new Date(nextShown(Date.parse(from), clock, 'Europe/Berlin')).toISOString()).toBe(shown);
});
