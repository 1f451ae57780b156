/** Values as people read them: in messages in the customer's locale, in explanations in one plain form. */
import { type Graph, type Json, MONEY_SCALE, type Type } from '../../../compiler/graph/types.ts';
import { withinReach } from './calendar.ts';
import { safeName } from './names.ts';
import { isRecord } from './wire.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** How somebody's values are written. */
export interface Locales {
  /** of the customer */
  readonly own: string;
  /** of the words around them */
  readonly words: string;
}

/** For a message: money, numbers, dates and clock times in the customer's locale and zone, lengths of time in the language of its words. Null gives "". */
export function formatFor(value: Json, type: Type, locales: Locales, zone: string): string {
  const locale = locales.own;
  if (value === null) return '';
  switch (type.kind) {
    case 'optional':
      return formatFor(value, type.of, locales, zone);
    case 'money':
      return numberFormat(locale, `money ${type.currency}`, { style: 'currency', currency: type.currency }).format(
        Number(value) / MONEY_SCALE,
      );
    case 'percent':
      return numberFormat(locale, 'percent', { style: 'percent', maximumFractionDigits: 1 }).format(Number(value));
    case 'number':
    case 'integer':
      return numberFormat(locale, 'number', {}).format(Number(value));
    case 'date':
      return shown(dateFormat(locale, 'UTC', 'date', { dateStyle: 'long' }), Number(value) * DAY);
    case 'time':
      return shown(dateFormat(locale, zone, 'time', { dateStyle: 'long', timeStyle: 'short' }), Number(value));
    case 'clock':
      return shown(dateFormat(locale, 'UTC', 'clock', { timeStyle: 'short' }), Number(value) * MINUTE);
    case 'duration':
      return durationIn(locales.words, Number(value));
    case 'list':
      return Array.isArray(value) ? value.map((item: Json) => formatFor(item, type.of, locales, zone)).join(', ') : '';
    default:
      return plain(value, type);
  }
}

/** What is no time, since it was kept while it was of another type, is shown as nothing. */
function shown(format: Intl.DateTimeFormat, time: number): string {
  return Number.isNaN(time) ? '' : format.format(withinReach(time));
}

/** What types are called by name. */
type Named = Pick<Graph, 'types' | 'signals'>;

/** For an explanation: exact, the same everywhere; lists and records as authors write them. */
export function explain(value: Json, type: Type, named: Named): string {
  if (value === null) return 'absent';
  switch (type.kind) {
    case 'optional':
      return explain(value, type.of, named);
    case 'list':
      return Array.isArray(value) ? `[${value.map((item: Json) => inside(item, type.of, named)).join(', ')}]` : '';
    case 'named': {
      const found = named.types[type.name];
      return found?.kind === 'record' ? record(value, found.fields, named) : String(value);
    }
    case 'signal':
      return record(value, [AT, ...(named.signals[type.name]?.fields ?? [])], named);
    default:
      return plain(value, type);
  }
}

type Fields = readonly { readonly name: string; readonly type: Type }[];

/** When a signal happened stands with what it says. */
const AT: Fields[number] = { name: 'at', type: { kind: 'time' } };

/** Among others a text stands in quotes; alone it is read without. */
function inside(value: Json, type: Type, named: Named): string {
  if (type.kind === 'optional') return inside(value, type.of, named);
  const written = explain(value, type, named);
  return typeof value === 'string' && type.kind !== 'named' ? JSON.stringify(written) : written;
}

/** What is absent is left out, as authors do. */
function record(value: Json, fields: Fields, named: Named): string {
  if (!isRecord(value)) return '';
  const told = fields.flatMap(({ name, type }) => {
    const field = value[safeName(name)] ?? null;
    return field === null ? [] : [`${name}: ${inside(field, type, named)}`];
  });
  return told.length === 0 ? '{}' : `{ ${told.join(', ')} }`;
}

function plain(value: Json, type: Type): string {
  switch (type.kind) {
    case 'money':
      return `${Number(value) / MONEY_SCALE} ${type.currency}`;
    case 'percent':
      return `${Math.round(Number(value) * 1e6) / 1e4}%`;
    case 'duration':
      return duration(Number(value));
    case 'time':
      return isoTime(Number(value));
    case 'date':
      return isoTime(Number(value) * DAY).slice(0, 10);
    case 'clock':
      return clock(Number(value));
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function isoTime(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time);
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const UNITS = [
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', MINUTE],
  ['second', 1000],
] as const;

type Unit = (typeof UNITS)[number][0] | 'millisecond';

/** The two largest units that matter, each with how many there are; the first says that it lies before. */
function partsOf(ms: number): readonly (readonly [Unit, number])[] {
  const parts: [Unit, number][] = [];
  const sign = ms < 0 ? -1 : 1;
  let rest = Math.abs(ms);
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    if (count === 0) continue;
    parts.push([unit, parts.length === 0 ? sign * count : count]);
    rest -= count * size;
    if (parts.length === 2) break;
  }
  if (parts.length > 0) return parts;
  return rest === 0 ? [['second', 0]] : [['millisecond', sign * rest]];
}

/** `2 days 3 hours` */
export function duration(ms: number): string {
  const parts = partsOf(ms).map(([unit, count]) =>
    unit === 'millisecond' ? `${count} ms` : `${count} ${unit}${Math.abs(count) === 1 ? '' : 's'}`,
  );
  return parts.join(' ');
}

/** `2 Tage, 3 Stunden` */
function durationIn(locale: string, ms: number): string {
  const parts = partsOf(ms).map(([unit, count]) =>
    numberFormat(locale, unit, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
  );
  return listFormat(locale).format(parts);
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const listFormats = new Map<string, Intl.ListFormat>();

function numberFormat(locale: string, name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${name}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(knownLocale(locale), options);
    numberFormats.set(key, format);
  }
  return format;
}

function listFormat(locale: string): Intl.ListFormat {
  let format = listFormats.get(locale);
  if (format === undefined) {
    format = new Intl.ListFormat(knownLocale(locale), { type: 'unit', style: 'narrow' });
    listFormats.set(locale, format);
  }
  return format;
}

function dateFormat(locale: string, zone: string, name: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${zone} ${name}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = zoned(knownLocale(locale), zone, options);
    dateFormats.set(key, format);
  }
  return format;
}

function zoned(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  }
}

function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
