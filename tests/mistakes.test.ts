/** What people who are no programmers write: the first error is at the place, says it plainly, and its remedy mends the line. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';
import { errorsIn, first, inTest, journey } from './mistakes.ts';

type Mistake = readonly [text: string, at: string, said: string, mended: string];

test.each<Mistake>([
  [
    journey('send Explained(bill) to bill.invoice on email, else go on'),
    'bill.invoice',
    'write `customer(bill.invoice)`',
    'send Explained(bill) to customer(bill.invoice) on email, else go on',
  ],
  [
    journey('send Explained(bill) to customer bill.invoice on email, else go on'),
    'customer bill.invoice',
    'write `customer(bill.invoice)`',
    'send Explained(bill) to customer(bill.invoice) on email, else go on',
  ],
  [
    'journey J {\n  start on 3 CallStarted in 30 days once\n  finish\n}\n',
    'in',
    'Did you mean `within`?',
    'start on 3 CallStarted within 30 days once',
  ],
  [
    'calendar holidays { 2026-12-24 }\njourney J {\n  start every weekday at 08:00 not in holidays\n  finish\n}\n',
    'not',
    '`except holidays`',
    'start every weekday at 08:00 except holidays',
  ],
  [
    `type Step = one | two | three\nsignal Taken { step: Step }\ncondition Early(s: Taken) = s.step == one or two\n`,
    'two',
    '`s.step in [one, two]`',
    'condition Early(s: Taken) = s.step in [one, two]',
  ],
  [journey('if bill.amount > 3 EUR ( finish }'), '(', 'write `{`', 'if bill.amount > 3 EUR { finish }'],
  [journey('if bill.amount > 3 EUR [ finish }'), '[', 'write `{`', 'if bill.amount > 3 EUR { finish }'],
  [journey('if bill.amount > 3 EUR { finish )'), ')', 'write `}`', 'if bill.amount > 3 EUR { finish }'],
  [journey('if (bill.amount > 3 EUR } { finish }'), '}', 'write `)`', 'if (bill.amount > 3 EUR ) { finish }'],
  [
    `condition Due = profile.tier == gold\n${journey('if Due ( finish }')}`,
    '(',
    '`(` does not fit here; write `{`',
    'if Due { finish }',
  ],
  ['type Status { new, old }\n', '{ new, old }', 'write `= new | old`', 'type Status = new | old'],
  [
    journey('experiment Tone { warm 50% { wait 1 day } variant cool 50% { finish } }'),
    'warm',
    '`variant` is missing before `warm`',
    'experiment Tone { variant warm 50% { wait 1 day } variant cool 50% { finish } }',
  ],
  [
    journey('if bill.previous or 0 EUR > 50 EUR and any CallStarted { finish }'),
    '0 EUR > 50 EUR and any CallStarted',
    '`(bill.previous or 0 EUR) > 50 EUR`',
    'if (bill.previous or 0 EUR) > 50 EUR and any CallStarted { finish }',
  ],
  [
    journey('if profile.name or "x" == "x" { finish }'),
    '"x" == "x"',
    '`(profile.name or "x") == "x"`',
    'if (profile.name or "x") == "x" { finish }',
  ],
  [
    journey('wait until 2026-05-01 at 09:00 if past go on'),
    'at',
    '`2026-03-01 09:00`',
    'wait until 2026-05-01  09:00 if past go on',
  ],
  [
    journey('if size(bill.invoice) > 3 { finish }'),
    'bill.invoice',
    '`bill.invoice` is an id, but here stands a list. Write `length(bill.invoice)`.',
    'if length(bill.invoice) > 3 { finish }',
  ],
  [
    'condition Many = any Packed where length(it.skus) > 3\nsignal Packed { skus: list of id }\n',
    'it.skus',
    'Write `size(it.skus)`.',
    'condition Many = any Packed where size(it.skus) > 3',
  ],
  [
    journey('if profile.tier == "gold" { finish }'),
    '"gold"',
    'Write `gold`, without quotes.',
    'if profile.tier == gold { finish }',
  ],
  [
    journey('if profile.tier in ["gold"] { finish }'),
    '"gold"',
    'Write `gold`, without quotes.',
    'if profile.tier in [gold] { finish }',
  ],
  [
    journey('if profile.tier != "gold" { finish }').replace('profile.tier != "gold"', '"gold" != profile.tier'),
    '"gold"',
    'Write `gold`, without quotes.',
    'if gold != profile.tier { finish }',
  ],
  [
    'journey Other {\n  start on CallStarted caller once\n  wait 2 days\n}\n',
    'caller',
    '`as` is missing',
    'start on CallStarted as caller once',
  ],
  [journey('send Explained(bill) on email or sms'), 'or', 'write `, else`', 'send Explained(bill) on email, else sms'],
  [journey('if bill.amount > €50 { finish }'), '€50', '`50 EUR`', 'if bill.amount > 50 EUR { finish }'],
  [
    journey('if bill.amount > 50.5 percent of bill.amount { finish }'),
    'percent',
    'no unit',
    'if bill.amount > 50.5 % of bill.amount { finish }',
  ],
  [
    journey('if bill.amount is greater than 50 EUR { finish }'),
    'is greater than',
    'write `>`',
    'if bill.amount > 50 EUR { finish }',
  ],
  [
    journey('if bill.amount is at least 50 EUR { finish }'),
    'is at least',
    'write `>=`',
    'if bill.amount >= 50 EUR { finish }',
  ],
  [journey('if bill.amount is less 50 EUR { finish }'), 'is less', 'write `<`', 'if bill.amount < 50 EUR { finish }'],
  [
    journey('if bill.amount between 5 EUR to 9 EUR { finish }'),
    'to',
    '`and`',
    'if bill.amount between 5 EUR and 9 EUR { finish }',
  ],
  [
    journey('if profile.tier == gold { finish } elseif profile.tier == standard { finish }'),
    'elseif',
    '`else if`',
    'if profile.tier == gold { finish } else if profile.tier == standard { finish }',
  ],
  [
    journey('if profile.tier == gold { finish } elif profile.tier == standard { finish } else { finish }'),
    'elif',
    '`else if`',
    'if profile.tier == gold { finish } else if profile.tier == standard { finish } else { finish }',
  ],
  [journey('# a comment: with { signs'), '#', 'begins with `//`', '// a comment: with { signs'],
  [journey('wait two days'), 'two', 'write `2`', 'wait 2 days'],
  [journey('goal: CallStarted within 7 days'), ':', 'too much', 'goal CallStarted within 7 days'],
  [journey('stop if profile.tier == gold'), 'if', '`when`', 'stop when profile.tier == gold'],
  [journey('stop when CallStarted'), 'CallStarted', 'when it comes', 'stop on CallStarted'],
  [
    journey('if any CallStarted since start { finish }'),
    'start',
    'began at `bill.at`',
    'if any CallStarted since bill.at { finish }',
  ],
  [journey('goal when CallStarted within 7 days'), 'CallStarted', 'when it comes', 'goal CallStarted within 7 days'],
  ['profile { mail: text? (pii) }\n', '(', 'behind the type', 'profile { mail: text? pii }'],
  [journey('if CallStarted { finish }'), 'CallStarted', 'is a signal', 'if any CallStarted { finish }'],
  [journey('if tier == gold { finish }'), 'tier', '`profile.tier`', 'if profile.tier == gold { finish }'],
  [journey('set tier = gold'), 'tier', '`profile.tier`', 'set profile.tier = gold'],
  ['signal Paid { amount: money,, when: date }\n', ',', 'too much', 'signal Paid { amount: money, when: date }'],
  ['journey Bill Shock {\n  start on BillIssued once\n  wait 1 day\n}\n', 'Shock', 'one word', 'journey BillShock {'],
  ['signal Bill-Paid { amount: money }\n', '-', 'one word', 'signal BillPaid { amount: money }'],
  [
    'calendar feasts { 24.12.2026, 2026-12-31 }\n',
    '24.12.2026',
    'year comes first',
    'calendar feasts { 2026-12-24, 2026-12-31 }',
  ],
  [inTest('at 1.3.2026 10:00'), '1.3.2026', 'year comes first', 'at 2026-03-01 10:00'],
  [inTest('expect send Explained on email'), 'send', '`sent`', 'expect sent Explained on email'],
  [inTest('expect not run Shock'), 'run', '`running`', 'expect not running Shock'],
  [journey('if bill.amount > 50,50 EUR { finish }'), '50,50', 'write `50.50`', 'if bill.amount > 50.50 EUR { finish }'],
  [journey('if bill.amount > 1,000 EUR { finish }'), '1,000', 'write `1000`', 'if bill.amount > 1000 EUR { finish }'],
  ...[
    ['1 000', '1000'],
    ["1'000", '1000'],
    ['1.234.567', '1234567'],
    ['1,234,567', '1234567'],
    ['1.000,50', '1000.50'],
    ['1,000.50', '1000.50'],
  ].map(
    ([written = '', ours = '']): Mistake => [
      journey(`if bill.amount > ${written} EUR { finish }`),
      written,
      `write \`${ours}\``,
      `if bill.amount > ${ours} EUR { finish }`,
    ],
  ),
  [
    journey('if bill.amount > 1.000 EUR { finish }'),
    '1.000 EUR',
    'Write `1000 EUR` or `1 EUR`',
    'if bill.amount > 1000 EUR { finish }',
  ],
  [
    journey('if bill.amount > 2.5000 EUR { finish }'),
    '2.5000 EUR',
    'Write `2.50 EUR`',
    'if bill.amount > 2.50 EUR { finish }',
  ],
  [
    journey('if count of BillIssued in last 9 days >= 1.000 { finish }'),
    '1.000',
    'Write `1000` or `1`',
    'if count of BillIssued in last 9 days >= 1000 { finish }',
  ],
  [
    'channel push { to profile.user_id, via console, at most 1.500 per minute }\n',
    '1.500',
    'Write `1500` or `1.5`',
    'channel push { to profile.user_id, via console, at most 1500 per minute }',
  ],
  ...[
    ['a', 'at most 3 messages a week', 'at most 3 messages per week'],
    ['every', 'at most 3 messages every 7 days', 'at most 3 messages per 7 days'],
    ['within', 'at most 3 messages within 7 days', 'at most 3 messages per 7 days'],
    ['weekly', 'at most 3 messages weekly', 'at most 3 messages per week'],
    ['emails', 'at most 3 emails per week', 'at most 3 messages per week'],
  ].map(
    ([at = '', written = '', ours = '']): Mistake => [
      `policy P for Service { ${written} }\n`,
      at,
      'write `',
      `policy P for Service { ${ours} }`,
    ],
  ),
  [
    journey('repeat up to 3 times every day { wait 1 hour }'),
    'day',
    'write `1 day`',
    'repeat up to 3 times every 1 day { wait 1 hour }',
  ],
  [
    journey('repeat every 2 days up to 3 times { wait 1 hour }'),
    'every 2 days up to 3 times',
    'write `up to 3 times every 2 days`',
    'repeat up to 3 times every 2 days { wait 1 hour }',
  ],
  [
    'journey Other {\n  start when CallStarted every time\n  wait 2 days\n}\n',
    'when',
    'write `on`',
    'start on CallStarted every time',
  ],
  [
    'journey Other {\n  start when CallStarted as call when call.queue == "x" every time\n  wait 2 days\n}\n',
    'when',
    'Did you mean `on`',
    'start on CallStarted as call when call.queue == "x" every time',
  ],
  [
    'condition Big(b: BillIssued) { b.amount > 5 EUR }\n',
    '{',
    'write `=`',
    'condition Big(b: BillIssued) = b.amount > 5 EUR',
  ],
  ['condition Golden when profile.tier == gold\n', 'when', 'write `=`', 'condition Golden = profile.tier == gold'],
  [
    inTest('expect Explained sent on email'),
    'Explained sent',
    'write `sent Explained`',
    'expect sent Explained on email',
  ],
  [
    inTest('expect Explained was not sent'),
    'Explained was not sent',
    'write `not sent Explained`',
    'expect not sent Explained',
  ],
  [
    inTest('expect Shock finished as expired'),
    'Shock finished',
    'write `finished Shock`',
    'expect finished Shock as expired',
  ],
  [journey('wait for CallStarted for 2 days'), 'for', 'write `up to`', 'wait for CallStarted up to 2 days'],
  [
    journey('wait for CallStarted within 2 days { finish }'),
    'within',
    'write `up to`',
    'wait for CallStarted up to 2 days { finish }',
  ],
  [
    journey('if any CallStarted within 2 days { finish }'),
    'within',
    '`in last 2 days`',
    'if any CallStarted in last 2 days { finish }',
  ],
  [journey('wait 1 day and 3 hours'), 'and', 'added by `+`', 'wait 1 day + 3 hours'],
  [journey('set profile.tier to gold'), 'to', 'write `=`', 'set profile.tier = gold'],
  [
    'condition Big(b: BillIssued): b.amount > 5 EUR\n',
    ':',
    'write `=`',
    'condition Big(b: BillIssued)= b.amount > 5 EUR',
  ],
  ['signal Paid { amount: euro }\n', 'euro', '`money`', 'signal Paid { amount: money }'],
  [
    'journey Other {\n  start on monday at 09:00 in "Europe/London" every time\n  wait 2 days\n}\n',
    'on',
    '`every`',
    'start every monday at 09:00 in "Europe/London" every time',
  ],
  [
    'journey Other {\n  start on CallStarted if it.queue == "x" every time\n  wait 2 days\n}\n',
    'if',
    '`when`',
    'start on CallStarted when it.queue == "x" every time',
  ],
  [
    journey('goal count of CallStarted in last 14 days >= 4 within 30 days'),
    'count',
    '`when` is missing',
    'goal when count of CallStarted in last 14 days >= 4 within 30 days',
  ],
  [
    journey('goal profile.tier == gold within 3 days'),
    'profile',
    '`when` is missing',
    'goal when profile.tier == gold within 3 days',
  ],
  [journey('set profile.tier = "gold"'), '"gold"', 'without quotes', 'set profile.tier = gold'],
  [inTest('given customer ada { tier: "gold" }'), '"gold"', 'without quotes', 'given customer ada { tier: gold }'],
  [inTest('expect profile.tier == "gold"'), '"gold"', 'without quotes', 'expect profile.tier == gold'],
  [journey('wait 60 min'), 'min', '`minutes`', 'wait 60 minutes'],
  [journey('if amount > 50 EUR { finish }'), 'amount', '`bill.amount`', 'if bill.amount > 50 EUR { finish }'],
  [
    journey('if BillIssued.amount > 50 EUR { finish }'),
    'BillIssued',
    'called `bill`',
    'if bill.amount > 50 EUR { finish }',
  ],
  [
    journey('on failure go to later', '  step later { finish }\n'),
    'go to',
    '`on failure { go to later }`',
    'on failure { go to later }',
  ],
  [journey('finish "done"'), '"done"', '`finish as done`', 'finish as done'],
  [journey('finish as "done"'), '"done"', 'no quotes', 'finish as done'],
  [
    'message Hi for Service { on email { text "You are {{profile.tier}}." } }\n',
    '{{profile.tier}}',
    'single braces',
    'message Hi for Service { on email { text "You are {profile.tier}." } }',
  ],
])('mistake %#', (text, at, said, mended) => {
  const found = first(text);
  expect(found.said).toContain(said);
  expect(found).toMatchObject({ at, mended });
  // The remedy leaves nothing of the mistake: what follows from it is gone, too.
  const lines = text.split('\n').map((line) => line.trim());
  const error = errorsIn(text)[0];
  lines[error?.fixes?.[0]?.edits[0]?.range.start.line ?? 0] = mended;
  expect(errorsIn(lines.join('\n')).map(({ message }) => message)).toEqual([]);
});

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
  inTest('expect nothing sent'),
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
  [journey('if more than 3 CallStarted in last 30 days { finish }'), 'than', 'count of SIGNAL'],
  [journey('if profile has consent for Service { finish }'), 'has', '`consent for PURPOSE`'],
  [journey('wait for CallStarted until bill.due'), 'until', 'stands in braces'],
  ['journey J {\n  start on BillIssued, CallStarted once\n  finish\n}\n', 'CallStarted', 'starts on one signal'],
])('what has no one remedy is told as what it is: %#', (text, at, said) => {
  const error = errorsIn(text).find(({ code }) => code === 'J1031');
  const { start, end } = error?.range ?? { start: { line: 0, character: 0 }, end: { character: 0 } };
  expect(text.split('\n')[start.line]?.slice(start.character, end.character)).toBe(at);
  expect(error?.hint).toContain(said);
  expect(error?.fixes).toBeUndefined();
});

test.each([
  ['team t { open 08:00..14:00 on weekdays, open 10:00..12:00 on saturday }\n', 'open'],
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
