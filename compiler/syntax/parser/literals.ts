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
  const [year = 0, month = 0, day = 0] = image.split('-').map(Number);
  if (/^\d{4}-\d\d-\d\d$/.test(image) && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))
    return undefined;
  return say.badDate({ date: image });
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
