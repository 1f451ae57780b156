/** What is waited for, and asked, by the day and the clock: `wait until bill.due at 09:00`, `if today is monday`. */
import { clock, heard, length, type Saying, said } from './saying.ts';

const day = `[a-z]\\w*\\.[\\w.]+(?: [+-] ${length})?`;
const now = '(?:now|it|time|the time|clock|the clock)(?: now)?';
const today = '(?:today|it|now|day|the day|weekday)';
const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const atItsTime = { always: true, hint: 'A date becomes a time by its time of day.' } as const;
const always = { always: true } as const;

export const clocks: readonly Saying[] = [
  said(
    `wait until (${length}) (before|after) ([a-z][\\w.]*) at (${clock})`,
    (_, long = '', side = '', moment = '', time = '') =>
      `wait until time_of(${moment} ${side === 'after' ? '+' : '-'} ${long}, ${time})`,
    atItsTime,
  ),
  said(`wait until (${day}) (?:at )?(${clock})`, 'wait until time_of($1, $2)', atItsTime),
  said(`wait until (${clock}) on (${day})`, 'wait until time_of($2, $1)', atItsTime),
  said(`wait (\\d+ (?:day|week|month)s?)(?: later)?,? at (${clock})`, 'wait $1 until $2', always),
  said(`wait for (?:the next|another|a|an|the first|any) (?=${heard})`, 'wait for ', always),

  said(
    `if ${today} is (?:a |on )?(${week.join('|')})`,
    (_, name = '') => `if weekday_of(now) == ${week.indexOf(name) + 1}`,
    always,
  ),
  said(`if ${today} is (?:a |on |the )?weekend`, 'if weekday_of(now) >= 6', always),
  said(`if ${today} is (?:a |on )?(?:weekday|workday|working day)`, 'if weekday_of(now) <= 5', always),
  said(
    `if ${now}(?: is)? between (${clock}) (?:and|to|-) (${clock})`,
    'if now between time_of(date_of(now), $1) and time_of(date_of(now), $2)',
    always,
  ),
  said(`if ${now}(?: is)? (?:after|later than|past|from) (${clock})`, 'if now >= time_of(date_of(now), $1)', always),
  said(`if ${now}(?: is)? (?:before|earlier than) (${clock})`, 'if now < time_of(date_of(now), $1)', always),
];

/** In the arms of a wait. */
export const moments: readonly Saying[] = [
  said(`at (${day}) (?:at )?(${clock})`, 'at time_of($1, $2)', atItsTime),
  said(`at (${clock}) on (${day})`, 'at time_of($2, $1)', atItsTime),
  said(`until (?=${day} *\\{)`, 'at '),
];
