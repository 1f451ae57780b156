import { nearest } from '../../diagnostics/nearest.ts';

/** Words that make a number a quantity. */
export const unitWords: ReadonlySet<string> = new Set([
  ...['ms', 'millisecond', 'milliseconds', 'second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'day', 'days'],
  ...['week', 'weeks', 'month', 'months', 'year', 'years'],
]);

const shorthands: Readonly<Record<string, string>> = {
  s: 'seconds',
  sec: 'seconds',
  secs: 'seconds',
  m: 'minutes',
  min: 'minutes',
  mins: 'minutes',
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  d: 'days',
  w: 'weeks',
  wk: 'weeks',
  wks: 'weeks',
  mo: 'months',
  y: 'years',
  yr: 'years',
  yrs: 'years',
  percent: '%',
  pct: '%',
  euro: 'EUR',
  euros: 'EUR',
  dollar: 'USD',
  dollars: 'USD',
  pound: 'GBP',
  pounds: 'GBP',
};

const commonUnits = ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years', 'day', 'hour', 'week', 'month'];
const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'JPY', 'SEK', 'NOK', 'DKK', 'PLN', 'CAD', 'AUD', 'INR', 'CNY', 'BRL'];

export const isUnit = (word: string): boolean => unitWords.has(word) || /^[A-Z]{3}$/.test(word);

/** What somebody who wrote `dayz`, `hrs` or `eur` after a number meant. */
export function nearestUnit(word: string): string | undefined {
  const upper = word.toUpperCase();
  if (currencies.includes(upper)) return upper;
  const lower = word.toLowerCase();
  return Object.hasOwn(shorthands, lower) ? shorthands[lower] : nearest(word, [...commonUnits, ...unitWords]);
}
