/** Local time in named zones. Offsets come from the platform's zone data; the ranges they hold for are kept. */
import { Temporal } from 'temporal-polyfill';

const MINUTE = 60_000;
const DAY = 86_400_000;

interface OffsetRange {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

const ranges = new Map<string, OffsetRange[]>();

/** JavaScript has no dates beyond it. A year is kept for what lies beside a time: the day before, the next clock change. */
const REACH = 8.64e15 - 366 * DAY;

/** A time that senders say, or that arithmetic makes, as one that calendars have: the last or the first of them where it is none. */
export function withinReach(time: number): number {
  return Math.min(Math.max(time, -REACH), REACH);
}

/** Milliseconds to add to UTC for the zone's wall clock at that instant. An unknown zone counts as UTC. */
export function offsetAt(instant: number, zone: string): number {
  // What is found out beyond would hold for the zone as a whole.
  const time = withinReach(instant);
  let known = ranges.get(zone);
  if (known === undefined) {
    known = [];
    ranges.set(zone, known);
  }
  for (const range of known) if (time >= range.from && time < range.to) return range.offset;
  const range = offsetRange(time, zone);
  known.push(range);
  return range.offset;
}

function offsetRange(time: number, zone: string): OffsetRange {
  try {
    const here = Temporal.Instant.fromEpochMilliseconds(Math.trunc(time)).toZonedDateTimeISO(zone);
    const next = here.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
    return { from: time, to: next, offset: here.offsetNanoseconds / 1_000_000 };
  } catch {
    return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, offset: 0 };
  }
}

const zones = new Map<string, boolean>();

/** True where the platform knows the zone. */
export function isZone(zone: string): boolean {
  let known = zones.get(zone);
  if (known === undefined) {
    known = knows(zone);
    if (zones.size < 10_000) zones.set(zone, known);
  }
  return known;
}

function knows(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** The local day (days since 1970-01-01) and minutes since local midnight. */
export function localAt(time: number, zone: string): { day: number; minutes: number } {
  const within = withinReach(time);
  const local = within + offsetAt(within, zone);
  const day = Math.floor(local / DAY);
  return { day, minutes: Math.floor((local - day * DAY) / MINUTE) };
}

/** 1 = monday .. 7 = sunday, of a day counted from 1970-01-01 (a thursday). */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The instant of a local time. One that comes twice: the first. One that does not exist: the first instant after it. */
export function instantOf(day: number, minutes: number, zone: string): number {
  const local = withinReach(day * DAY + minutes * MINUTE);
  const first = local - offsetAt(local - DAY, zone);
  if (first + offsetAt(first, zone) === local) return first;
  const second = local - offsetAt(first, zone);
  if (second + offsetAt(second, zone) === local) return second;
  return transitionAround(local, zone);
}

/** The clock change that swallowed a local time: the first instant whose wall clock is past it. */
function transitionAround(local: number, zone: string): number {
  const before = Temporal.Instant.fromEpochMilliseconds(withinReach(local - DAY)).toZonedDateTimeISO(zone);
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? local;
}

/** The first instant not before `from` at local `clock` minutes on an allowed weekday. */
export function nextLocal(
  from: number,
  firstDay: number,
  clock: number,
  weekdays: readonly number[] | undefined,
  zone: string,
  except?: ReadonlySet<number>,
): number {
  for (let day = firstDay; ; day++) {
    if (except?.has(day) === true) continue;
    if (weekdays !== undefined && weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
    const instant = instantOf(day, clock, zone);
    if (instant >= from) return instant;
  }
}

/** When the wall clock shows that time next, `clock` in minutes: where an hour comes twice, and `from` lies in it for the second time, also the second time. */
export function nextShown(from: number, clock: number, zone: string): number {
  const { day, minutes } = localAt(from, zone);
  const offset = offsetAt(from, zone);
  const unchanged = (clock > minutes ? day : day + 1) * DAY + clock * MINUTE - offset;
  return offsetAt(unchanged, zone) === offset ? unchanged : nextLocal(from + 1, day, clock, undefined, zone);
}

/** The same local time some calendar months later; a day that the month lacks becomes its last. */
export function addMonths(time: number, months: number, zone: string): number {
  if (!isZone(zone)) return addMonths(time, months, 'UTC');
  const end = withinReach(time + months * 31 * DAY);
  if (Math.abs(end) === REACH) return end;
  const from = Temporal.Instant.fromEpochMilliseconds(Math.trunc(withinReach(time))).toZonedDateTimeISO(zone);
  return withinReach(from.add({ months }).epochMilliseconds);
}

/** The same day so many months later, or the last one of that month; days since 1970-01-01. */
export function monthsOn(day: number, months: number): number {
  return Math.floor(addMonths(day * DAY, months, 'UTC') / DAY);
}
