/** Remedies that mend what a warning or an error says of a whole sentence: afterwards it is silent, and nothing else is wrong. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';

const shared = `
signal Paid { invoice: id }
signal Asked { text: text }
type Size = small
signal Sized { size: Size?, fits: boolean?, price: money }
profile { email: email? }
signal EmailGiven { email: email }
on EmailGiven as given { set profile.email = given.email }
purpose Service { consent assumed }
channel email { to profile.email, via console }
team desk { via console }
message Note for Service { on email { body "Thank you" } }
`;

const journey = (start: string, line: string): string =>
  `${shared}journey Thank {\n  ${start}\n  expire after 9 days\n  ${line}\n  wait 1 hour\n}\n`;

function check(text: string) {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('here.journey', text);
  return workspace.check();
}

function mended(text: string, code: string, title: string): string {
  const found = check(text).find((each) => each.code === code);
  const edit = found?.fixes?.find((fix) => fix.title === title)?.edits[0];
  const lines = text.split('\n');
  const at = edit?.range.start.line ?? 0;
  const line = lines[at] ?? '';
  lines[at] = line.slice(0, edit?.range.start.character) + (edit?.text ?? '') + line.slice(edit?.range.end.character);
  return lines.join('\n');
}

const paid = 'start on Paid every time';
const asked = 'start on Asked as question every time';

test.each([
  ['J4080', 'Write `else go on`', journey(paid, 'send Note on email'), 'send Note on email, else go on'],
  ['J4010', 'Share this journey', journey(asked, 'handoff to desk'), 'handoff to desk { share this journey }'],
  [
    'J4010',
    'Share this journey',
    journey(asked, 'handoff to desk as talk { because "{question.text}" }'),
    'handoff to desk as talk { share this journey because "{question.text}" }',
  ],
  [
    'J4010',
    'Share this journey',
    journey(asked, 'handoff to desk { share question within 2 hours }'),
    'handoff to desk { share question, this journey within 2 hours }',
  ],
  [
    'J3038',
    'Write `otherwise { }`',
    journey('start on Sized as sized every time', 'choose sized.size { small { } }'),
    'choose sized.size { small { }, otherwise { } }',
  ],
  [
    'J3038',
    'Add the missing cases',
    journey('start on Sized as sized every time', 'choose sized.fits { true { } }'),
    'choose sized.fits { true { }, false { }, otherwise { } }',
  ],
  [
    'J3038',
    'Write `otherwise { }`',
    journey('start on Sized as sized every time', 'choose sized.price { 3 EUR { } }'),
    'choose sized.price { 3 EUR { }, otherwise { } }',
  ],
  [
    'J3038',
    'Add a case for `small`',
    journey('start on Sized as sized when sized.size is present every time', 'choose sized.size { }'),
    'choose sized.size { small { } }',
  ],
  ['J4002', 'Write `every time`', journey('start on Paid', 'wait 1 day'), 'start on Paid every time'],
  ['J4002', 'Write `once`', journey('start on Paid', 'wait 1 day'), 'start on Paid once'],
])('%s: %s', (code, title, text, line) => {
  const after = mended(text, code, title);
  expect(after.split('\n').map((each) => each.trim())).toContain(line);
  const said = check(after);
  expect(said.filter((each) => each.code === code || each.severity === 'error')).toEqual([]);
});

test.each(['choose sized.fits {', 'choose sized.fits { true { }', 'choose sized.fits'])(
  'where a choice has no end yet, no cases are written into the midst: %s',
  (line) => {
    const text = journey('start on Sized as sized every time', line);
    const found = check(text.slice(0, text.indexOf(line) + line.length)).filter(({ code }) => code === 'J3038');
    expect(found.flatMap(({ fixes }) => fixes ?? [])).toEqual([]);
  },
);

test('a message that has a name gets no such remedy: it would stand in the wrong place', () => {
  const text = journey(paid, 'send Note on email as note\n  wait { on note opened { } after 1 day { } }');
  const fixes = check(text).find(({ code }) => code === 'J4080')?.fixes ?? [];
  expect(fixes.filter(({ silences }) => !silences)).toEqual([]);
});

test('a cap of a day is told in words', () => {
  const policy = 'policy Calm for Service { at most 1 per day }\n';
  const text =
    policy + journey(paid, 'send Note on email, else go on\n  wait 1 hour\n  send Note on email, else go on');
  const hint = check(text).find(({ code }) => code === 'J4064')?.hint;
  expect(hint).toBe('The waits before it are shorter than 1 day. Wait longer, or give the cap more room.');
});

test.each([
  ['on email { body "a" } on email in fr { body "b" } on sms { text "c" }', 'Add `on sms in fr { .. }`.'],
  ['on email in fr { body "b" }', 'Add `on email { .. }` for everybody else.'],
])('a language that is missing: only what is missing is to be written, %#', (content, hint) => {
  const sms = 'channel sms { to profile.email, via console }\n';
  const found = check(`${shared}${sms}message Two for Service { ${content} }\n`);
  expect(found.find(({ code }) => code === 'J4030')?.hint).toBe(hint);
});

test('a misspelt variant of an experiment is mended at a click', () => {
  const text = `${shared}journey Thank {
  start on Paid every time
  experiment Tone { variant warm 50% { wait 1 hour } variant plain 50% { wait 2 hours } }
}
test "warm" {
  given customer ada { email: "ada@example.org" }
  given variant wram of Tone for ada
  Paid from ada { invoice: "i" }
  expect running Thank
}
`;
  expect(check(mended(text, 'J2081', 'Change to `warm`')).filter(({ code }) => code === 'J2081')).toEqual([]);
  expect(mended(text, 'J2081', 'Change to `warm`')).toContain('given variant warm of Tone for ada');
});
