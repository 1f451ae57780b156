/** Times and durations as people type them. */

import { parseTime } from '../runtime/core/values/rfc3339.ts';
import { CliFailure } from './output.ts';

/** Milliseconds since 1970 UTC. A day is its midnight in UTC; a time says its zone, since a machine's own is not what people think of. */
export function timeOf(text: string): number {
  const time = parseTime(text) ?? parseTime(`${text}T00:00:00Z`);
  if (time === null) throw new CliFailure(2, `${text} is not a time.`, 'Write it as 2026-03-01T09:00:00Z.');
  return time;
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** A thousand years: whoever writes more means something else, and times end somewhere. */
const LONGEST = 1000 * 365.25 * 86_400_000;

/** `2 days`, `90 minutes`: in milliseconds. */
export function durationOf(text: string): number {
  const [, count, unit] = /^\s*(\d+)\s*([a-z]+?)s?\s*$/i.exec(text) ?? [];
  const ms = UNITS[unit?.toLowerCase() ?? ''];
  if (count === undefined || ms === undefined) {
    throw new CliFailure(
      2,
      `${text} is not a duration.`,
      `Write it as "2 days"; units are ${Object.keys(UNITS).join(', ')}.`,
    );
  }
  if (!(Number(count) * ms <= LONGEST)) throw new CliFailure(2, `${text} is longer than can be counted.`);
  return Number(count) * ms;
}
