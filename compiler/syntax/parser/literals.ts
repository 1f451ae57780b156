import * as say from '../../diagnostics/catalogue.gen.ts';
import type { Wording } from '../../diagnostics/types.ts';

/** `1_000.5` */
export function numberOf(image: string): number {
  return Number(image.replaceAll('_', ''));
}

export function sayBadClock(image: string): Wording {
  return say.badClock({ clock: image });
}

/** Undefined where the date stands in the calendar. */
export function sayBadDate(image: string): Wording | undefined {
  const month = twoDigits(image, 5);
  const day = twoDigits(image, 8);
  const written = image.length === 10 && image.charAt(4) === '-' && image.charAt(7) === '-';
  if (
    written &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    (day <= 28 || day <= daysIn(Number(image.slice(0, 4)), month))
  ) {
    return undefined;
  }
  return say.badDate({ date: image });
}

const zero = 48;

const twoDigits = (image: string, at: number): number =>
  (image.charCodeAt(at) - zero) * 10 + image.charCodeAt(at + 1) - zero;

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const dayMs = 86_400_000;
/** More are not written by hand. */
const mostDays = 100;

/** `2026-10-12` to `2026-10-14`, each of them; undefined where they are none, or too many. */
export function daysFromTo(first: string, last: string): readonly string[] | undefined {
  const count = (Date.parse(last) - Date.parse(first)) / dayMs;
  if (sayBadDate(first) !== undefined || sayBadDate(last) !== undefined || count < 1 || count > mostDays)
    return undefined;
  return Array.from({ length: count + 1 }, (_, day) =>
    new Date(Date.parse(first) + day * dayMs).toISOString().slice(0, 10),
  );
}
