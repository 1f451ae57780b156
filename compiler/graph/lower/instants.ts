/** From what stands on the wall to the instant that it is. */
import { Temporal } from 'temporal-polyfill';
import { dateNumber, dayMs } from '../../types/units.ts';

/** The instant of a clock on a day in a zone. A clock that does not exist that day is moved forward. */
export function instantOf(date: string, minutes: number, zone: string): number {
  const days = dateNumber(date) ?? 0;
  const local = Temporal.Instant.fromEpochMilliseconds(days * dayMs + minutes * 60_000).toZonedDateTimeISO('UTC');
  return local.toPlainDateTime().toZonedDateTime(zone).epochMilliseconds;
}
