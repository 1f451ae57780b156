/** Days of the week, days of a calendar that do not count, and hours in which a team is there. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { CalendarDeclaration, Days, Name } from '../syntax/tree.ts';
import { type Check, refer, report } from './context.ts';
import { didYouMean, lookUp } from './names.ts';
import { dayWords, weekdaysOf } from './units.ts';

export function checkCalendar(c: Check, calendar: CalendarDeclaration, id: string): void {
  refer(c, calendar.name, id, true);
  const seen = new Map<string, { readonly start: number; readonly end: number }>();
  for (const date of calendar.dates) {
    if (date.kind !== 'Date') continue;
    const first = seen.get(date.text);
    if (first === undefined) seen.set(date.text, date);
    else {
      report(c, date, say.duplicateName({ kind: 'date', name: date.text }), {
        related: [{ span: first, message: 'It is here already.' }],
      });
    }
  }
}

/** `on weekdays`, `except uk_holidays`. */
export function checkDays(c: Check, days: Days | undefined, except: Name | undefined): void {
  for (const day of days?.days ?? []) checkDay(c, day, dayWords);
  if (except !== undefined) lookUp(c, 'calendar', except);
}

export function checkDay(c: Check, day: Name, words: readonly string[]): void {
  if (day.text === '' || weekdaysOf(day.text) !== undefined || words.includes(day.text)) return;
  const near = nearest(day.text, words);
  report(c, day, say.unknownDay({ name: day.text }), near === undefined ? {} : didYouMean(day, near));
}

/** `during open hours of desk`: the team says when it is there. */
export function checkDuring(c: Check, team: Name | undefined): void {
  if (team === undefined) return;
  const symbol = lookUp(c, 'team', team);
  if (symbol?.node.kind === 'Team' && symbol.node.open.length === 0) {
    report(c, team, say.teamWithoutHours({ team: team.text }));
  }
}
