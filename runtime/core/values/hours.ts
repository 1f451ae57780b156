/** Time that counts only while somebody is there, and days that come round again. */
import { instantOf, localAt, weekdayOf } from './calendar.ts';

const DAY = 86_400_000;
/** Who is never there in so many days is never there. */
const MOST_DAYS = 3660;

/** When somebody is there: in each of these. */
export type Hours = readonly OpenSpan[];

/** Minutes since midnight; `to` not after `from`: until the next day. */
export interface OpenSpan {
  readonly from: number;
  readonly to: number;
  readonly weekdays: ReadonlySet<number>;
  readonly except: ReadonlySet<number>;
  readonly zone: string;
}

/** Instants. */
interface Stay {
  readonly opens: number;
  readonly closes: number;
}

/** The instant at which so much time inside the hours has passed since `from`. */
export function afterOpenTime(from: number, ms: number, hours: Hours): number {
  let left = ms;
  for (const { opens, closes } of staysFrom(from, hours)) {
    const start = Math.max(from, opens);
    if (left <= closes - start) return start + left;
    left -= closes - start;
  }
  return from + MOST_DAYS * DAY;
}

/** Whether somebody is there, and when that changes next; null: it does not. */
export function opening(at: number, hours: Hours): { readonly open: boolean; readonly changes: number | null } {
  const limit = at + (MOST_DAYS - 2) * DAY;
  let until: number | null = null;
  for (const { opens, closes } of staysFrom(at, hours)) {
    if (until === null && opens > at) return { open: false, changes: opens };
    // The hours of one day can begin where those of the day before end.
    if (until !== null && opens > until) break;
    until = Math.max(until ?? closes, closes);
    if (until > limit) return { open: true, changes: null };
  }
  return { open: until !== null, changes: until };
}

/** Stays that end after `from`, by when they begin; none overlaps the one before. */
function* staysFrom(from: number, hours: Hours): Generator<Stay> {
  const each = hours.map((span) => staysOf(from, span));
  const next = each.map((stays) => stays.next().value);
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    let first: number | undefined;
    next.forEach((stay, index) => {
      if (stay !== undefined && (first === undefined || stay.opens < (next[first]?.opens ?? 0))) first = index;
    });
    const stay = first === undefined ? undefined : next[first];
    if (first === undefined || stay === undefined) return;
    next[first] = each[first]?.next().value;
    if (stay.closes <= last) continue;
    yield { opens: Math.max(stay.opens, last), closes: stay.closes };
    last = stay.closes;
  }
}

function* staysOf(from: number, { zone, weekdays, except, ...clock }: OpenSpan): Generator<Stay, undefined> {
  const first = localAt(from, zone).day - 1;
  for (let day = first; day < first + MOST_DAYS; day++) {
    if (!weekdays.has(weekdayOf(day)) || except.has(day)) continue;
    const opens = instantOf(day, clock.from, zone);
    const closes = instantOf(clock.to <= clock.from ? day + 1 : day, clock.to, zone);
    if (closes > from && closes > opens) yield { opens, closes };
  }
}

/** Days that come round; `except` takes days out. */
export type Rhythm = { readonly except: ReadonlySet<number> } & (
  | { readonly kind: 'days'; readonly weekdays: readonly number[] }
  | { readonly kind: 'month'; readonly day: number }
  /** month and day of this day */
  | { readonly kind: 'year'; readonly day: number }
);

/** The first instant not before `from` at local `clock` on a day of the rhythm after `lastDay`; null: there is none in sight. */
export function nextInRhythm(
  rhythm: Rhythm,
  clock: number,
  zone: string,
  from: number,
  lastDay: number | null,
): { readonly day: number; readonly instant: number } | null {
  const today = localAt(from, zone).day;
  let day = lastDay === null ? today : Math.max(today, lastDay + 1);
  for (let tried = 0; tried < MOST_DAYS; tried++, day++) {
    day = onOrAfter(rhythm, day);
    if (rhythm.except.has(day)) continue;
    const instant = instantOf(day, clock, zone);
    if (instant >= from) return { day, instant };
  }
  return null;
}

/** The first day of the rhythm that is not before `day`. */
function onOrAfter(rhythm: Rhythm, day: number): number {
  switch (rhythm.kind) {
    case 'days': {
      if (rhythm.weekdays.length === 0) return day;
      let found = day;
      while (!rhythm.weekdays.includes(weekdayOf(found))) found++;
      return found;
    }
    case 'month': {
      const { year, month } = dateOf(day);
      const here = dayIn(year, month, rhythm.day);
      return here >= day ? here : dayIn(year, month + 1, rhythm.day);
    }
    case 'year': {
      const { year } = dateOf(day);
      const anniversary = dateOf(rhythm.day);
      const here = dayIn(year, anniversary.month, anniversary.date);
      return here >= day ? here : dayIn(year + 1, anniversary.month, anniversary.date);
    }
  }
}

function dateOf(day: number): { readonly year: number; readonly month: number; readonly date: number } {
  const at = new Date(day * DAY);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), date: at.getUTCDate() };
}

/** A day of a month (from 0); one that the month lacks is its last. */
function dayIn(year: number, month: number, date: number): number {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date, last)) / DAY;
}
