/**
 * From the wire's JSON to the graph's values. Refuses with a reason what does not fit; never throws.
 * Only declared fields are read, so whatever else a payload carries has no way in.
 */
import { type Graph, type Json, MONEY_SCALE, type NamedType, type Type } from '../../../compiler/graph/types.ts';
import { isZone } from '../values/calendar.ts';
import { safeName } from '../values/names.ts';
import { parseTime } from '../values/rfc3339.ts';
import { roundMoney, unsigned } from './helpers.ts';

type Decode = (value: unknown, path: string) => Json;

class Mismatch {
  readonly problem: string;
  constructor(path: string, expected: string, found: unknown) {
    this.problem = `\`${path}\` should be ${expected}, but is ${show(found)}`;
  }
}

export interface FieldDecoder {
  readonly name: string;
  readonly wire: string;
  /** every object inherits something of that name: only an own one counts */
  readonly inherited: boolean;
  readonly decode: Decode;
}

/** One decoder a field of every signal. `decodeFields` runs them. */
export function fieldDecoders(
  fields: readonly { readonly name: string; readonly wire?: string; readonly type: Type }[],
  types: Graph['types'],
): readonly FieldDecoder[] {
  return fields.map((field) => ({
    name: safeName(field.name),
    wire: field.wire ?? field.name,
    inherited: (field.wire ?? field.name) in Object.prototype,
    decode: decoderOf(field.type, types),
  }));
}

/** Decodes into `target`; gives the problem, or null. */
export function decodeFields(
  data: unknown,
  fields: readonly FieldDecoder[],
  target: Record<string, Json>,
): string | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return fields.length === 0 && (data === undefined || data === null)
      ? null
      : `\`data\` should be an object, but is ${show(data)}`;
  }
  try {
    for (const field of fields) {
      const value = ownValue(data, field);
      target[field.name] = field.decode(value, field.wire);
    }
    return null;
  } catch (error) {
    if (error instanceof Mismatch) return error.problem;
    throw error;
  }
}

function ownValue(data: object, { wire, inherited }: FieldDecoder): unknown {
  if (inherited && !Object.hasOwn(data, wire)) return undefined;
  return (data as Record<string, unknown>)[wire];
}

function decoderOf(type: Type, types: Graph['types']): Decode {
  switch (type.kind) {
    case 'optional': {
      const inner = decoderOf(type.of, types);
      return (value, path) => (value === undefined || value === null ? null : inner(value, path));
    }
    case 'list': {
      const inner = decoderOf(type.of, types);
      return (value, path) => {
        if (!Array.isArray(value)) throw new Mismatch(path, 'a list', value);
        return value.map((item: unknown, index) => inner(item, `${path}[${index}]`));
      };
    }
    case 'money':
      return moneyDecoder(type.currency);
    case 'named': {
      const named = types[type.name];
      return named === undefined ? anyText : namedDecoder(named, types);
    }
    case 'signal':
      return (value, path) => {
        throw new Mismatch(path, 'absent: a signal cannot stand inside another', value);
      };
    default:
      return SIMPLE[type.kind];
  }
}

function namedDecoder(named: NamedType, types: Graph['types']): Decode {
  if (named.kind === 'enumeration') {
    const values = new Set(named.values);
    return (value, path) => {
      if (typeof value === 'string' && values.has(value)) return value;
      throw new Mismatch(path, `one of ${named.values.join(', ')}`, value);
    };
  }
  // Built at first use: record types may refer to each other.
  let fields: readonly FieldDecoder[] | undefined;
  return (value, path) => {
    fields ??= fieldDecoders(named.fields, types);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Mismatch(path, 'an object', value);
    const record: Record<string, Json> = {};
    for (const field of fields) {
      const item = ownValue(value, field);
      record[field.name] = field.decode(item, `${path}.${field.wire}`);
    }
    return record;
  };
}

/** `12.5`, `"12.50 EUR"` or `{"amount": 12.5, "currency": "EUR"}`; another currency is refused. */
function moneyDecoder(currency: string): Decode {
  return (value, path) => {
    const amount = moneyAmount(value, currency, path);
    const scaled = roundMoney(amount * MONEY_SCALE);
    if (!Number.isSafeInteger(scaled)) throw new Mismatch(path, `an amount of ${currency} within reason`, amount);
    return scaled;
  };
}

function moneyAmount(value: unknown, currency: string, path: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    const match = /^(-?\d+(?:\.\d+)?)(?: ([A-Z]{3}))?$/.exec(value);
    if (match !== null && (match[2] ?? currency) === currency) return Number(match[1]);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return amountIn(value, currency, path);
  throw new Mismatch(path, `an amount of ${currency}`, value);
}

/** `null`, an empty text or a list is no amount of 0: what JavaScript makes of them nobody has said. */
function amountIn(value: { amount?: unknown; currency?: unknown }, currency: string, path: string): number {
  const { amount } = value;
  if (value.currency !== currency) throw new Mismatch(`${path}.currency`, currency, value.currency);
  if (typeof amount === 'number' && Number.isFinite(amount)) return amount;
  if (typeof amount === 'string' && /^-?\d+(\.\d+)?$/.test(amount)) return Number(amount);
  throw new Mismatch(`${path}.amount`, 'a number', amount);
}

const anyText: Decode = (value, path) => {
  if (typeof value === 'string') return value;
  throw new Mismatch(path, 'text', value);
};

const pattern =
  (expected: string, fits: (text: string) => boolean): Decode =>
  (value, path) => {
    if (typeof value === 'string' && fits(value)) return value;
    throw new Mismatch(path, expected, value);
  };

const number =
  (expected: string, fits: (value: number) => boolean): Decode =>
  (value, path) => {
    if (typeof value === 'number' && fits(value)) return unsigned(value);
    throw new Mismatch(path, expected, value);
  };

const SIMPLE: Record<Exclude<Type, { of: Type } | { currency: string } | { name: string }>['kind'], Decode> = {
  text: anyText,
  id: (value, path) =>
    typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : anyText(value, path),
  email: pattern('an e-mail address', (text) => /^[^\s@]+@[^\s@]+$/.test(text)),
  phone: pattern('a phone number', (text) => /^\+?[\d\s().-]{3,32}$/.test(text)),
  url: pattern('a web address', (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text)),
  locale: pattern('a locale such as en-GB', (text) => /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(text)),
  timezone: pattern('a time zone such as Europe/London', isZone),
  country: pattern('a country', (text) => text.length > 0 && text.length <= 60),
  boolean: (value, path) => {
    if (typeof value === 'boolean') return value;
    throw new Mismatch(path, 'true or false', value);
  },
  number: number('a number', Number.isFinite),
  integer: number('a whole number', Number.isSafeInteger),
  percent: (value, path) => {
    if (typeof value === 'number' && Number.isFinite(value)) return unsigned(value);
    const match = typeof value === 'string' ? /^(-?\d+(?:\.\d+)?)%$/.exec(value) : null;
    if (match !== null) return unsigned(Number(match[1]) / 100);
    throw new Mismatch(path, 'a share such as 0.3 or "30%"', value);
  },
  duration: (value, path) => {
    const ms = typeof value === 'number' ? value : typeof value === 'string' ? isoDuration(value) : null;
    if (ms !== null && Number.isSafeInteger(ms)) return unsigned(ms);
    throw new Mismatch(path, 'a duration: milliseconds, or text such as "PT90M"', value);
  },
  time: (value, path) => {
    const time = typeof value === 'string' ? parseTime(value) : typeof value === 'number' ? value : null;
    if (time !== null && Number.isSafeInteger(time) && Math.abs(time) <= 8.64e15) return unsigned(time);
    throw new Mismatch(path, 'a time such as 2026-03-01T09:00:00Z', value);
  },
  date: (value, path) => {
    const time = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? parseTime(`${value}T00:00:00Z`) : null;
    if (time !== null) return time / 86_400_000;
    throw new Mismatch(path, 'a date such as 2026-03-01', value);
  },
  clock: (value, path) => {
    const match = typeof value === 'string' ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null;
    if (match !== null) return Number(match[1]) * 60 + Number(match[2]);
    throw new Mismatch(path, 'a time of day such as 09:00', value);
  },
};

function isoDuration(text: string): number | null {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (match === null || text.length < 3) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.round(
    (((weeks ?? 0) * 7 + (days ?? 0)) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000,
  );
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
