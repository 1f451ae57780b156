/** Countdowns with what only a wait needs, rhythms without their `every`: one error each, told as what it is. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

test.each<readonly [text: string, at: string, said: string, mended: string | undefined]>([
  [
    journey('countdown to bill.due if past go on { at zero { finish } }'),
    'if past go on',
    'skips what has passed by itself',
    'countdown to bill.due { at zero { finish } }',
  ],
  [
    journey('countdown to bill.due if past finish as late, if absent go on { at zero { finish } }'),
    'if past finish as late,',
    'skips what has passed by itself',
    'countdown to bill.due if absent go on { at zero { finish } }',
  ],
  [
    journey('countdown to bill.due { at 1 day before at 10:00 if past skip { finish } }'),
    'if past skip',
    'skips what has passed by itself',
    'countdown to bill.due { at 1 day before at 10:00 { finish } }',
  ],
  [
    journey('countdown to bill.due { at 1 day before at 10:00 in "Europe/Paris" { finish } }'),
    'in "Europe/Paris"',
    '`countdown to DATE in profile.timezone { .. }`',
    'countdown to bill.due { at 1 day before at 10:00 { finish } }',
  ],
  [
    journey('countdown to bill.due { \n    at 3 days before 10:00 { finish }\n  }'),
    '10:00',
    'has its own `at`',
    'at 3 days before at 10:00 { finish }',
  ],
  [
    'calendar a { 2026-05-01 }\ncalendar b { 2026-05-02 }\njourney J {\n  start every day at 09:00 except a, b\n  finish\n}\n',
    'b',
    'One calendar stands behind `except`',
    undefined,
  ],
  ...['year on profile.since', 'month on 31', 'monday, friday', 'day'].map(
    (rhythm): [string, string, string, string] => [
      `profile { since: date = 2026-02-28 }\njourney J {\n  start ${rhythm} at 09:00 in "Europe/Paris" when profile.tier == gold\n  finish\n}\n`,
      /\w+/.exec(rhythm)?.[0] ?? '',
      '`every` is missing',
      `start every ${rhythm} at 09:00 in "Europe/Paris" when profile.tier == gold`,
    ],
  ),
  ...(
    [
      ['year on 02-29', '02-29', 'its year; which one makes no difference', 'year on 2000-02-29'],
      ['year on 24.12.', '24.12.', 'write `2000-12-24`', 'year on 2000-12-24'],
      ['year on 24 december', '24 december', 'write `2000-12-24`', 'year on 2000-12-24'],
      ['year on Dec 24th', 'Dec 24th', 'write `2000-12-24`', 'year on 2000-12-24'],
      ['year', '', '`on` and a date, such as `on profile.birthday`', undefined],
      ['month', '', '`on` and a day, such as `on 15`', undefined],
      ['month on last', 'last', 'its last one counts', 'month on 31'],
      ['month on the last day', 'the last day', 'its last one counts', 'month on 31'],
      ['month on 1st', '1st', 'write `1`', 'month on 1'],
      ['yearly on 2026-12-24', 'yearly', 'write `year`', 'year on 2026-12-24'],
      ['daily', 'daily', 'write `day`', 'day'],
    ] as const
  ).map(([rhythm, at, said, mended]): [string, string, string, string | undefined] => [
    `journey J {\n  start every ${rhythm} at 09:00\n  finish\n}\n`,
    at,
    said,
    mended === undefined ? undefined : `start every ${mended} at 09:00`,
  ]),
  [
    journey('countdown to bill.due { at 12 hours before { finish } }'),
    '12 hours',
    'whole days are counted: `1 day before .. at 12:00`',
    undefined,
  ],
  ...['..', ' - ', ' to ', ' until '].map((sign): [string, string, string, string] => [
    `calendar a { 2026-02-27${sign}2026-03-01, 2026-05-01 }\n`,
    sign.trim(),
    'names each of its days',
    'calendar a { 2026-02-27, 2026-02-28, 2026-03-01, 2026-05-01 }',
  ]),
])('%#', (text, at, said, mended) => {
  expect(first(text)).toEqual({ at, said: expect.stringContaining(said), mended });
  expect(errorsIn(text)).toHaveLength(1);
});
