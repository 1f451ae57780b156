/** Units of literals: `3 days`, `1 month`, `120 EUR`, `30%`. */
import { isZone } from './timezones.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
export const dayMs = 24 * hour;

const durations: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  second,
  minute,
  hour,
  day: dayMs,
  week: 7 * dayMs,
};

/** Calendar periods, in months. */
const periods: Readonly<Record<string, number>> = { month: 1, year: 12 };

export type Unit =
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'period'; readonly months: number }
  | { readonly kind: 'percent' }
  | { readonly kind: 'money'; readonly currency: string };

/** The meaning of a unit as written; undefined: no such unit. */
export function unitOf(name: string): Unit | undefined {
  if (name === '%') return { kind: 'percent' };
  const single = name.length > 2 && name.endsWith('s') ? name.slice(0, -1) : name;
  const ms = durations[name] ?? durations[single];
  if (ms !== undefined) return { kind: 'duration', ms };
  const months = periods[single];
  if (months !== undefined) return { kind: 'period', months };
  return isCurrency(name) ? { kind: 'money', currency: name } : undefined;
}

/** Currencies of ISO 4217 that are in use. */
const currencies: ReadonlySet<string> = new Set(
  (
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP ' +
    'CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY ' +
    'KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT ' +
    'TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG'
  ).split(' '),
);

const withoutCents = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '));
const withThousandths = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** How many digits a currency has behind the point. */
export function digitsOf(currency: string): number {
  if (withThousandths.has(currency)) return 3;
  return withoutCents.has(currency) ? 0 : 2;
}

export function isCurrency(code: string): boolean {
  return currencies.has(code);
}

/** Is there such an IANA time zone? Short names such as `EST` say less than they seem to. */
export function isTimezone(name: string): boolean {
  return (name.includes('/') || name === 'UTC') && isZone(name);
}

/** Weekdays as in `on weekdays`, `on monday, friday`: 1 is monday; undefined: no such day. */
export function weekdaysOf(word: string): readonly number[] | undefined {
  if (word === 'weekdays') return [1, 2, 3, 4, 5];
  if (word === 'weekends') return [6, 7];
  const single = word.endsWith('s') ? word.slice(0, -1) : word;
  const at = dayNames.indexOf(single);
  return at < 0 ? undefined : [at + 1];
}

const dayNames: readonly string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
export const dayWords: readonly string[] = ['weekdays', 'weekends', ...dayNames];

/** A date of the calendar as days since 1970-01-01; undefined where the day does not exist. */
export function dateNumber(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const ms = Date.UTC(year, month - 1, day);
  const back = new Date(ms);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
  return ms / dayMs;
}

/** RFC 3339 with its zone, as milliseconds since 1970 UTC; undefined where it is not one. */
export function instantText(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
