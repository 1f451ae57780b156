/** Mistakes of people who are no programmers: one mistake is one error, and what has no one remedy is told as what it is. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';
import { errorsIn, first, inTest, journey } from './mistakes.ts';

test.each([
  journey("if bill.amount > 1'000 EUR { finish }"),
  journey('if bill.amount > 1 000 EUR { finish }'),
  journey('if bill.amount > 1.234.567 EUR { finish }'),
  journey('if bill.amount > 1.000 EUR { finish }'),
  journey('if bill.amount > 50,50 EUR { finish }'),
  journey('wait 2 working days'),
  journey('repeat every day { wait 1 hour }'),
  journey('on failure { go on }'),
  'condition Both {\n  profile.tier == gold\n  profile.name is present\n}\n',
  inTest('expect Explained sent'),
  inTest('expect Shock started'),
  journey('send email Explained(bill)'),
  journey('if profile.name exists { finish }'),
  'journey Other {\n  start on CallStarted or BillIssued every time\n  wait 2 days\n}\n',
  'profile { plan: Basic | Green }\n',
  'profile { mail: text? (pii) }\n',
  'subject meter by meter_id\n',
  journey('stop when CallStarted'),
  journey('goal when CallStarted within 7 days'),
  journey('handoff to desk "A question"'),
  inTest('expect nothing to be seen'),
  journey('on CallStarted { finish as called }'),
  journey('choose profile.tier {\n    "standard" { finish }\n    gold { finish as golden }\n  }'),
  journey('wait until tomorrow'),
  journey('if count(CallStarted) > 3 { finish }'),
  journey('loop 3 times { wait 1 day }'),
])('one mistake is one error: %#', (text) => {
  expect(errorsIn(text).map(({ message }) => message)).toHaveLength(1);
});

test('more digits than the currency has: both readings are offered', () => {
  const [error] = errorsIn(journey('if bill.amount > 1.000 EUR { finish }'));
  expect(error?.fixes?.flatMap(({ edits }) => edits.map(({ text }) => text))).toEqual(['1000 EUR', '1 EUR']);
});

test('a condition in braces over lines, and one that goes on in the next line', () => {
  const [error] = errorsIn('condition Golden {\n  profile.tier == gold\n}\n');
  expect(error?.fixes?.[0]?.edits[0]?.text).toBe('= profile.tier == gold');
  expect(errorsIn('condition Both =\n  profile.tier == gold and\n  profile.name is present\n')).toEqual([]);
});

test('a condition alone that starts a journey becomes true', () => {
  const text = 'condition Golden = profile.tier == gold\njourney J {\n  start when Golden every time\n  finish\n}\n';
  const [error, ...more] = errorsIn(text);
  expect(more).toEqual([]);
  expect(error).toMatchObject({ code: 'J1040', fixes: [{ edits: [{ text: ' becomes true' }] }] });
});

test('digits behind a point that are no mistake', () => {
  const yens = 'signal Weighed { weight: number, yen: money JPY, dinar: money KWD }\n';
  const condition = 'condition Much(w: Weighed) = w.weight > 1.000 and w.yen > 1_000 JPY and w.dinar > 1.250 KWD\n';
  expect(errorsIn(yens + condition)).toEqual([]);
  expect(errorsIn(journey('if bill.amount > 1_000.50 EUR { finish }'))).toEqual([]);
});

test('fields of a signal in round brackets: one error, and how they are written', () => {
  const text = inTest('BillIssued(invoice: "b1", amount: 5 EUR, due: 2026-03-01)');
  expect(first(text)).toMatchObject({ at: '(', said: expect.stringContaining('stand in braces: `BillIssued { ') });
  expect(errorsIn(text)).toHaveLength(1);
});

test.each([
  ['if (profile.tier == gold and bill.invoice == "a {bill.amount} b" { finish }', '"a {bill.amount} b") {'],
  ['if bill.invoice == "a {bill.amount} b" finish', '"a {bill.amount} b" { finish'],
  ['if bill.invoice in ["a {bill.amount} b" "c"] { finish }', '"a {bill.amount} b", "c"'],
])('what is missing behind a text with a value in it is written behind the text: %s', (line, mended) => {
  expect(first(journey(line)).mended).toContain(mended);
});

test('round brackets for both braces of a block', () => {
  const errors = errorsIn(journey('if bill.amount > 3 EUR ( finish )'));
  expect(errors.map(({ message }) => message)).toEqual([
    '`(` does not fit here; write `{`.',
    '`)` does not fit here; write `}`.',
  ]);
});

test('parts of a content stand on one line, whatever they are called', () => {
  const text = 'message M for Service { on email { subject "a" html "<p>b</p>" title "c" text "d" } }\n';
  expect(errorsIn(text)).toEqual([]);
});

test.each([
  [journey('if bill.due < 10 days ago { finish }'), 'ago', '`now - 10 days`'],
  [journey('if profile has consent for Service { finish }'), 'has', '`consent for PURPOSE`'],
  [journey('wait for CallStarted until bill.due'), 'until', 'stands in braces'],
  [journey('send Explained(bill) on sms at 10:00'), 'at', '`wait until 10:00`'],
  [journey('send Explained(bill) on sms tomorrow'), 'tomorrow', '`wait 1 day until 10:00`'],
  [journey('wait for CallStarted up to 14 days after bill.due'), 'after', 'stands in braces'],
  ['journey J {\n  start on BillIssued, CallStarted once\n  finish\n}\n', 'CallStarted', 'starts on one signal'],
])('what has no one remedy is told as what it is: %#', (text, at, said) => {
  const error = errorsIn(text).find(({ code }) => code === 'J1031');
  const { start, end } = error?.range ?? { start: { line: 0, character: 0 }, end: { character: 0 } };
  expect(text.split('\n')[start.line]?.slice(start.character, end.character)).toBe(at);
  expect(error?.hint).toContain(said);
  expect(error?.fixes).toBeUndefined();
});

test.each([
  ['team t { via console, via http head }\n', 'via'],
  ['channel c { to profile.user_id, to profile.name, via console }\n', 'to'],
  ['channel c { to profile.user_id, via console, at most 3 per hour, at most 5 per day }\n', 'at most'],
  ['purpose P { consent asked, consent assumed }\n', 'consent'],
  ['action A() { via http desk, timeout 3 seconds, timeout 4 seconds }\n', 'timeout'],
  [journey('handoff to desk { because "x", because "y" }'), 'because'],
  [journey('handoff to desk { within 2 days, else escalate to desk, within 3 days, else escalate to desk }'), 'within'],
])('what replaces what was said before it is told: %#', (text, word) => {
  expect(errorsIn(text).map(({ message }) => message)).toContain(`\`${word}\` is said twice.`);
});

test('a language that no customer has is told', () => {
  const [error] = errorsIn('message M for Service { on email in german { text "a" } on email { text "b" } }\n');
  expect([error?.message, error?.hint].join(' ')).toMatch(/`german` is not a locale.* `on email in de/);
});

test('what a line that cannot be read may use is not called unused', () => {
  const text = 'journey J {\n  start on BillIssued as bill once\n  send Explained(bill) to parent on email\n}\n';
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const shared = 'signal BillIssued { amount: money }\ntype Tier = standard | gold\n';
  workspace.setFile('here.journey', shared + text);
  expect(workspace.check().map(({ code }) => code)).toEqual(['J1001']);
});

test.each([
  ['is set', 'set', 'present', 'is present'],
  ['is given', 'given', 'present', 'is present'],
  ['is not set', 'is not set', '`is absent`', 'is absent'],
  ['is not empty', 'is not empty', '`is present`', 'is present'],
  ['is not known', 'is not known', '`is absent`', 'is absent'],
  ['is not present', 'is not present', '`is absent`', 'is absent'],
])('whether something is there: %s', (written, at, said, mended) => {
  const text = journey(`if profile.name ${written} { finish }`);
  expect(first(text)).toEqual({
    at,
    said: expect.stringContaining(said),
    mended: `if profile.name ${mended} { finish }`,
  });
  expect(errorsIn(text)).toHaveLength(1);
});

test('what a journey remembers is a field of the profile', () => {
  const text = journey('set pain = true');
  expect(first(text)).toMatchObject({ at: 'pain', said: expect.stringContaining('`set profile.pain = ..`') });
  expect(errorsIn(text)).toHaveLength(1);
});
