/** What stands in a first draft, before the reference was read: one error, at the place, and its remedy mends the line. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

const kinds = (type: string): string => `signal Visited { kind: ${type} }\n`;
const asked = (question: string): string => journey(`if ${question} { finish }`);
const open = (hours: string): string => `team sales { open ${hours} }\n`;

test.each<readonly [text: string, at: string, mended: string]>([
  [kinds('"small" | "large"'), '"small" | "large"', kinds('Kind')],
  [kinds('"small" or "large"?'), '"small" or "large"', kinds('Kind?')],
  [kinds('small | large'), 'small | large', kinds('Kind')],
  [kinds('one of small, large'), 'one of small, large', kinds('Kind')],
  [kinds('one of small, large, at_home: boolean'), 'one of small, large', kinds('Kind, at_home: boolean')],
  [kinds('enum(small, large)'), 'enum(small, large)', kinds('Kind')],
  [kinds('[small, large]'), '[small, large]', kinds('Kind')],
  [kinds('0..10'), '0..10', kinds('integer')],
  [kinds('integer between 0 and 10'), 'integer between 0 and 10', kinds('integer')],
  [kinds('number (0-10) pii'), 'number (0-10)', kinds('number pii')],
  [kinds('number >= 0.5'), 'number >= 0.5', kinds('number')],
  [kinds('text[]'), 'text[]', kinds('list of text')],
  [kinds('list<text>?'), 'list<text>', kinds('list of text?')],
  [kinds('array of text'), 'array of text', kinds('list of text')],
  [open('monday to friday 09:00..17:00'), 'monday to friday 09:00..17:00', open('09:00..17:00 on weekdays')],
  [
    open('mon-fri 9:00 to 17:00, saturday 09.00-12.00, cleared for pii'),
    'mon-fri 9:00 to 17:00, saturday 09.00-12.00',
    open('09:00..17:00 on weekdays, open 09:00..12:00 on saturday, cleared for pii'),
  ],
  [open('daily 09:00..17:00 in profile.timezone'), 'daily 09:00..17:00', open('09:00..17:00 in profile.timezone')],
  [asked('CallStarted has happened'), 'CallStarted has happened', 'if any CallStarted { finish }'],
  [
    asked('CallStarted has not happened in the last 2 days and bill.amount > 5 EUR'),
    'CallStarted has not happened in the last 2 days',
    'if no CallStarted in last 2 days and bill.amount > 5 EUR { finish }',
  ],
  ['profile { zone: timezone = Europe/Paris }\n', 'Europe/Paris', 'profile { zone: timezone = "Europe/Paris" }'],
  ['profile { speaks: locale = en }\n', 'en', 'profile { speaks: locale = "en" }'],
])('%s', (text, at, mended) => {
  const errors = errorsIn(text.replace('profile.timezone', '"Europe/Paris"'));
  expect(errors.map(({ message }) => message)).toHaveLength(1);
  expect(first(text)).toMatchObject({ at, mended: mended.trim() });
});

test('a choice that stands in a field becomes a type of its own, and what reads the field is read with it', () => {
  const text = `${kinds('checkup | surgery')}condition Cut(seen: Visited) = seen.kind == surgery\n`;
  const [error, ...more] = errorsIn(text);
  expect(more).toEqual([]);
  expect(error?.hint).toContain('`type Kind = checkup | surgery`');
  const lines = text.split('\n');
  for (const { range, text: ours } of [...(error?.fixes?.[0]?.edits ?? [])].reverse()) {
    const { line, character } = range.start;
    const rest = line === range.end.line ? (lines[line] ?? '').slice(range.end.character) : '';
    lines.splice(line, range.end.line - line + 1, (lines[line] ?? '').slice(0, character) + ours + rest);
  }
  expect(lines.join('\n')).toBe(
    `${kinds('Kind')}condition Cut(seen: Visited) = seen.kind == surgery\n\ntype Kind = checkup | surgery\n`,
  );
  expect(errorsIn(lines.join('\n'))).toEqual([]);
});

test.each([
  [
    journey('wait for CallStarted { after 2 days { finish } }'),
    'after',
    '`wait { on SIGNAL { .. } after 3 days { .. } }`',
  ],
  [
    journey('wait for CallStarted { on CallStarted { finish } }'),
    'on',
    '`wait { on SIGNAL { .. } after 3 days { .. } }`',
  ],
  [journey('goal CallStarted within 2 days after bill.at'), 'after', 'counted from the start of the journey'],
  ['policy Few { at most 3 messages per 7 days for Service }\n', 'for', '`policy Gentle for Offers { .. }`'],
  ['team night { hours 21:00..06:00 }\n', 'hours', '`open 09:00..17:00 on weekdays`'],
])('%s', (text, at, said) => {
  expect(first(text)).toMatchObject({ at, said: expect.stringContaining(said) });
});
