/** Days and hours as people say them: one error, at the place, and its remedy mends the line. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

const open = (hours: string): string => `team sales { open ${hours} }\n`;
const every = (rhythm: string): string => `journey J {\n  start every ${rhythm} at 09:00\n  wait 1 day\n}\n`;

test.each<readonly [text: string, at: string, mended: string]>([
  [open('09:00..17:00 on mon-fri'), 'on mon-fri', open('09:00..17:00 on weekdays')],
  [open('09:00..17:00 on mon–fri'), 'on mon–fri', open('09:00..17:00 on weekdays')],
  [open('09:00..17:00 monday to friday'), 'monday to friday', open('09:00..17:00 on weekdays')],
  [
    open('09:00..17:00 on weekdays and saturdays'),
    'on weekdays and saturdays',
    open('09:00..17:00 on weekdays, saturday'),
  ],
  [open('09:00..17:00 on sat & sun'), 'on sat & sun', open('09:00..17:00 on saturday, sunday')],
  [open('09:00..17:00 sat to mon'), 'sat to mon', open('09:00..17:00 on saturday, sunday, monday')],
  [open('09:00..17:00 on every day'), 'on every day', open('09:00..17:00')],
  [open('09:00..17:00 daily'), 'daily', open('09:00..17:00')],
  [open('always'), 'always', open('00:00..24:00')],
  [open('24/7'), '24/7', open('00:00..24:00')],
  [open('9am..17:00'), 'am', open('09:00..17:00')],
  [open('09:00..12.30 pm'), 'pm', open('09:00..12:30')],
  [journey('wait until 09:00 on mon-fri'), 'on mon-fri', 'wait until 09:00 on weekdays'],
  [journey('wait until 09:00 every day'), 'every day', 'wait until 09:00'],
  [journey('wait until 09:00 weekdays'), 'weekdays', 'wait until 09:00 on weekdays'],
  [
    journey('wait until 09:00 on monday to thursday'),
    'on monday to thursday',
    'wait until 09:00 on monday, tuesday, wednesday, thursday',
  ],
  [every('monday and thursday'), 'monday and thursday', 'start every monday, thursday at 09:00'],
  [every('mon-fri'), 'mon-fri', 'start every weekday at 09:00'],
  [every('working day'), 'working day', 'start every weekday at 09:00'],
  [every('1 day'), '1 day', 'start every day at 09:00'],
  [every('Monday'), 'Monday', 'start every monday at 09:00'],
  [every('week on monday'), 'week on monday', 'start every monday at 09:00'],
])('%s', (text, at, mended) => {
  const found = first(text);
  expect(found.at).toBe(at);
  expect(found.mended).toBe(mended.trim());
  expect(errorsIn(text).map(({ message }) => message)).toHaveLength(1);
});

test.each([
  ['weekdays at 09:00', 'weekdays', 'start every weekdays at 09:00'],
  ['mondays at 09:00 in profile.timezone', 'mondays', 'start every mondays at 09:00 in profile.timezone'],
  ['on mondays at 09:00', 'on', 'start every mondays at 09:00'],
])('start %s', (written, at, mended) => {
  const text = `journey J {\n  start ${written}\n  wait 1 day\n}\nprofile { timezone: timezone = "Europe/Paris" }\n`;
  expect(first(text)).toMatchObject({ at, mended });
  expect(errorsIn(text)).toHaveLength(1);
});

test.each([
  ['2nd monday', '`every monday`', '`again after 13 days`'],
  ['2 Mondays', '`every monday`', '`again after 13 days`'],
  ['other week', '`every monday`', '`again after 13 days`'],
  ['3 days', '`every day`', '`again after 60 hours`'],
])('every %s', (rhythm, day, rest) => {
  const found = first(every(rhythm));
  expect(found.at).toBe(rhythm);
  expect(found.said).toContain(`Begin ${day}, and let who has begun rest below it: ${rest}.`);
  expect(errorsIn(every(rhythm))).toHaveLength(1);
});
