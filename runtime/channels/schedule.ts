/** When a try that did not succeed is repeated. Chance comes from outside: jitter keeps many from coming back at one moment. */

/** Milliseconds between one try and the next; when they are used up, it is given up. */
export type Schedule = readonly number[];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** As Standard Webhooks advises: about three and a half days. */
export const WEBHOOKS: Schedule = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Mail systems that know nobody yet refuse the first tries for some minutes. */
export const MAIL: Schedule = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 24 * HOUR];

/** A disk that is full, a folder that is missing. */
export const LOCAL: Schedule = [SECOND, 10 * SECOND, MINUTE, 10 * MINUTE, HOUR];

const JITTER = 0.2;

/** Each pause is so many times the one before: what is short is over soon, what is long needs patience. */
const GROWTH = 4;
/** Tries that follow each other faster than this help nobody. */
const LEAST = SECOND;

/** `times` more tries within `overMs`. The last leaves time for an answer. */
export function spread(times: number, overMs: number, timeoutMs: number): Schedule {
  const within = Math.max(overMs - timeoutMs, overMs / 2);
  const unit = (within * (GROWTH - 1)) / (GROWTH ** times - 1);
  const least = Math.min(LEAST, within / times);
  const pauses = Array.from({ length: times }, (_, index) => Math.max(unit * GROWTH ** index, least));
  const sum = pauses.reduce((a, b) => a + b, 0);
  return pauses.map((pause) => (pause * within) / sum);
}

/** How long to wait after so many tries, a little less at random; null: it is given up. `chance`: from 0 to 1. */
export function pauseAfter(schedule: Schedule, tries: number, chance: number): number | null {
  const pause = schedule[tries - 1];
  return pause === undefined ? null : Math.round(pause * (1 - JITTER * chance));
}
