/** What generated expressions call. Everything here is pure. */
import type { Json, Type } from '../../../compiler/graph/types.ts';
import type { Customer } from '../state/customer.ts';
import { addMonths, instantOf, localAt, weekdayOf } from '../values/calendar.ts';
import { formatFor } from '../values/format.ts';

/** Rounds half away from zero: how money is rounded. */
export function roundMoney(value: number): number {
  const held = bounded(value);
  return held < 0 ? unsigned(-Math.round(-held)) : Math.round(held);
}

/** What no number holds is the largest one: an infinity would be lost on its way through JSON, as would minus zero. */
export function bounded(value: number): number {
  if (Math.abs(value) <= Number.MAX_VALUE) return unsigned(value);
  return value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE;
}

/** Minus zero would be zero as soon as it is stored. */
export const unsigned = (value: number): number => value + 0;

/** The functions that expressions may call, by name, over values of the graph. Null in, null out. */
export const FUNCTIONS = {
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  trim: (text: string) => text.trim(),
  length: (text: string) => [...text].length,
  contains: (text: string, part: string) => text.includes(part),
  starts_with: (text: string, part: string) => text.startsWith(part),
  ends_with: (text: string, part: string) => text.endsWith(part),
  round: (value: number) => roundMoney(value),
  floor: (value: number) => Math.floor(value),
  ceil: (value: number) => unsigned(Math.ceil(value)),
  abs: (value: number) => Math.abs(value),
  size: (list: readonly Json[]) => list.length,
  date_of: (time: number, zone: string) => localAt(time, zone).day,
  weekday_of: (time: number, zone: string) => weekdayOf(localAt(time, zone).day),
  time_of: (date: number, clock: number, zone: string) => instantOf(date, clock, zone),
  escape_html: (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
  add_months: (time: number, months: number, zone: string) => addMonths(time, months, zone),
} as const;

export function hasConsent(customer: Customer, purpose: string, channel: string | null, assumed: boolean): boolean {
  return granted(customer, purpose, channel) ?? assumed;
}

/** Notes that a value that had to be there is absent: it was taken away while it was waited for. `instead` stands in for it. */
export function lacking(frame: { readonly lacking?: string[] }, name: string, instead: Json): Json {
  frame.lacking?.push(name);
  return instead;
}

/** What the customer has said of it; null: nothing. What was said of one channel goes before what was said of all. */
export function saidOf(customer: Customer, purpose: string, channel: string | null): 'given' | 'withdrawn' | null {
  const said = granted(customer, purpose, channel);
  return said === undefined ? null : said ? 'given' : 'withdrawn';
}

function granted({ consents }: Customer, purpose: string, channel: string | null): boolean | undefined {
  return (channel === null ? undefined : consents[`${purpose} on ${channel}`]) ?? consents[purpose];
}

/** Whose, and at what time. */
export interface Asked {
  readonly customer: Customer;
  readonly now: number;
  readonly startedAt: number;
}

/** The customer's own locale and zone, or the workspace's: how the program finds them. */
export interface People {
  locale(asked: Asked): string;
  zone(asked: Asked): string;
}

/** Words stand in the language of what surrounds them, and as the customer's country has them where it is the customer's. */
export function formatValue(value: Json, type: Type, asked: Asked, language: string, people: People): string {
  const own = people.locale(asked);
  const words = languageOf(own) === languageOf(language) ? own : language;
  return formatFor(value, type, { own, words }, people.zone(asked));
}

const languageOf = (locale: string): string => locale.split('-', 1)[0]?.toLowerCase() ?? '';

export function equal(left: Json, right: Json): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  return JSON.stringify(left) === JSON.stringify(right);
}

export function between(value: Json, low: Json, high: Json): boolean {
  return value !== null && low !== null && high !== null && value >= low && value <= high;
}

/** The texts of all items, one behind the other. */
export function each(list: Json, body: (item: Json) => string, otherwise: () => string): string {
  return Array.isArray(list) && list.length > 0 ? list.map(body).join('') : otherwise();
}

export function isIn(value: Json, list: Json): boolean {
  return Array.isArray(list) && list.some((item: Json) => equal(value, item));
}

/** Null where the divisor is 0. */
export function divide(left: number, right: number, round: boolean): number | null {
  const result = left / right;
  // By nothing, or by so little that no number holds what comes out.
  if (!Number.isFinite(result)) return null;
  return round ? roundMoney(result) : unsigned(result);
}

export function callFunction(name: string, ...values: Json[]): Json {
  if (values.includes(null)) return null;
  const table: Record<string, (...values: never[]) => Json> = FUNCTIONS;
  const found = table[name];
  return found === undefined ? null : found(...(values as never[]));
}
