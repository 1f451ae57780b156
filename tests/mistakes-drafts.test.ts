/** What stands in a first draft, before the reference was read: one error, at the place, and its remedy mends the line. */
import { expect, test } from 'vitest';
import { errorsIn, first, inTest, journey } from './mistakes.ts';

const kinds = (type: string): string => `signal Visited { kind: ${type} }\n`;
const asked = (question: string): string => journey(`if ${question} { finish }`);
const everybody = (whom: string, more = ''): string =>
  `signal Cheaper without customer { big: boolean }\njourney Told {\n  start for each customer where ${whom} on Cheaper as price${more} once\n  finish\n}\n`;
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
  [journey('wait until 2 days before bill.due'), '2 days before bill.due', 'wait until bill.due - 2 days'],
  [
    journey('wait { at 1 hour after bill.at { finish } }'),
    '1 hour after bill.at',
    'wait { at bill.at + 1 hour { finish } }',
  ],
  [
    'policy One { at most 1 promotion at a time }\n',
    'promotion',
    'policy One { at most 1 journey of kind promotion at a time }',
  ],
  ['policy Calm { quiet between 22:00 and 08:00 }\n', 'between 22:00 and 08:00', 'policy Calm { quiet 22:00..08:00 }'],
  [
    'message Late(bill: BillIssued) for Service {\n  email: "Late: {bill.amount}"\n}\n',
    'email: "Late: {bill.amount}"',
    'on email { text "Late: {bill.amount}" }',
  ],
  [asked('CallStarted has happened'), 'CallStarted has happened', 'if any CallStarted { finish }'],
  [
    asked('CallStarted has not happened in the last 2 days and bill.amount > 5 EUR'),
    'CallStarted has not happened in the last 2 days',
    'if no CallStarted in last 2 days and bill.amount > 5 EUR { finish }',
  ],
  [asked('profile.name == none'), 'none', 'if profile.name is absent { finish }'],
  [journey('set profile.name = empty'), 'empty', 'set profile.name = absent'],
  ['profile { zone: timezone = Europe/Paris }\n', 'Europe/Paris', 'profile { zone: timezone = "Europe/Paris" }'],
  ['profile { speaks: locale = en }\n', 'en', 'profile { speaks: locale = "en" }'],
  [
    journey('goal CallStarted within 2 days where it.queue == "a"'),
    'within 2 days where it.queue == "a"',
    'goal CallStarted where it.queue == "a" within 2 days',
  ],
  [
    everybody('profile.name is present or profile.tier == gold', ' in batches of 5 when price.big'),
    'when price.big',
    `start for each customer where (profile.name is present or profile.tier == gold) and price.big on Cheaper as price in batches of 5 once`,
  ],
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
  [journey('goal CallStarted within 1 hour of bill.at'), '1 hour of bill.at', '`bill.at + 1 hour`'],
  [journey('set profile.tier = absent'), 'profile.tier', 'it is never absent'],
  ['policy Few { at most 3 messages per 7 days for Service }\n', 'for', '`policy Gentle for Offers { .. }`'],
  ['team night { hours 21:00..06:00 }\n', 'hours', '`open 09:00..17:00 on weekdays`'],
])('%s', (text, at, said) => {
  expect(first(text)).toMatchObject({ at, said: expect.stringContaining(said) });
});

test.each([
  [
    'wait until bill.due - 7 days at 09:00, if past go on',
    'wait until time_of(bill.due - 7 days, 09:00), if past go on',
  ],
  ['wait until bill.due 09:00, if past go on', 'wait until time_of(bill.due, 09:00), if past go on'],
  ['wait until 09:00 on bill.due, if past go on', 'wait until time_of(bill.due, 09:00), if past go on'],
  ['wait 14 days at 09:00', 'wait 14 days until 09:00'],
  ['wait for the next CallStarted up to 3 days', 'wait for CallStarted up to 3 days'],
  ['if today is tuesday { finish }', 'if weekday_of(now) == 2 { finish }'],
  ['if it is a weekday { finish }', 'if weekday_of(now) <= 5 { finish }'],
  ['if now is after 09:00 { finish }', 'if now >= time_of(date_of(now), 09:00) { finish }'],
  ['if it is before 09:00 { finish }', 'if now < time_of(date_of(now), 09:00) { finish }'],
  [
    'if time is between 09:00 and 17:00 { finish }',
    'if now between time_of(date_of(now), 09:00) and time_of(date_of(now), 17:00) { finish }',
  ],
  [
    'wait { at bill.due at 09:00, if past go on { finish } after 90 days { } }',
    'wait { at time_of(bill.due, 09:00), if past go on { finish } after 90 days { } }',
  ],
])('%s is that clock on that day', (written, meant) => {
  expect(errorsIn(journey(written))).toHaveLength(1);
  expect(first(journey(written)).mended).toBe(meant);
  expect(errorsIn(journey(meant))).toEqual([]);
});

test.each([
  ['expect goal reached Shock', 'expect goal of Shock'],
  ['expect Shock reached its goal', 'expect goal of Shock'],
  ['expect Shock did not reach its goal', 'expect not goal of Shock'],
  ['expect stopped Shock as over', 'expect finished Shock', ' as over'],
  ['expect Shock has ended', 'expect finished Shock'],
  ['expect outcome of Shock is paid', 'expect finished Shock as paid'],
  ['expect Shock is waiting', 'expect running Shock'],
  ['expect not received Explained', 'expect not sent Explained'],
  ['expect email Explained', 'expect sent Explained on email'],
  ['expect Explained via sms', 'expect sent Explained on sms'],
  ['expect never sent Explained', 'expect not', ' sent Explained'],
  ['expect handed over to desk', 'expect handed to desk'],
  ['expect desk gets a task', 'expect handed to desk'],
  ['assert sent Explained', 'expect', ' sent Explained'],
  ['wait 2 days', 'after 2 days'],
  ['then 2 days later', 'after 2 days'],
  ['after 2 days later', 'after 2 days'],
  ['the next day', 'after 1 day'],
  ['ada sends CallStarted { queue: "a" }', 'CallStarted from ada', ' { queue: "a" }'],
  ['CallStarted by ada { queue: "a" }', 'CallStarted from ada', ' { queue: "a" }'],
  ['Explained was opened', 'Explained is opened'],
  ['opened Explained', 'Explained is opened'],
  ['ada clicks Explained', 'Explained is clicked by ada'],
  ['desk resolves it', 'desk resolves'],
  ['desk answers yes', 'desk approves'],
  ['given profile { name: "Ada" }', 'given customer ada', ' { name: "Ada" }'],
  ['given a customer named bob', 'given customer bob'],
  ['expect sent Explained for ada saying "x"', 'expect sent Explained saying "x" for ada'],
  ['expect sent Explained of ada "x" on sms', 'expect sent Explained on sms for ada "x"'],
  ['expect sent Explained saying "x" on sms', 'expect sent Explained on sms saying "x"'],
  ['given consent for Service', 'given customer ada with consent for Service'],
  ['given consent of ada for Service', 'given customer ada with consent for Service'],
  ['given ada agrees to Service', 'given customer ada with consent for Service'],
  ['given customer ada with consent Service', 'given customer ada with consent for Service'],
  ['desk resolves the task', 'desk resolves'],
  ['desk completes', 'desk resolves'],
  ['ada: CallStarted { queue: "a" }', 'CallStarted from ada', ' { queue: "a" }'],
  ['then CallStarted { queue: "a" }', 'CallStarted { queue: "a" }'],
  ['expect nothing is sent', 'expect nothing sent'],
  ['expect no message to ada', 'expect nothing sent for ada'],
  ['visitor becomes ada', 'visitor is ada'],
  ['visitor signs in as ada', 'visitor is ada'],
  ['visitor is the same as ada', 'visitor is ada'],
  ['visitor == ada', 'visitor is ada'],
  ['join visitor with ada', 'visitor is ada'],
  ['merge visitor into ada', 'visitor is ada'],
  ['visitor and ada are one', 'visitor is ada'],
])('in a test: %s', (written, meant, rest = '') => {
  const text = inTest(written);
  // It is read as it was meant: that the journey has no such goal or outcome is told, too.
  expect(errorsIn(text).filter(({ code }) => code.startsWith('J1'))).toHaveLength(1);
  expect(first(text).mended).toBe(`${meant}${rest}`);
});

test.each([
  ['expect not sent anything', 'anything', '`expect nothing sent`'],
  ['expect sent nothing', 'nothing', '`expect nothing sent`'],
  ['expect nothing', 'nothing', '`expect nothing sent`'],
  ['expect sent Explained to ada', 'to', '`expect sent Reminder for ada`'],
  ['expect sent Explained containing "x"', 'containing', '`saying "text"`'],
  ['expect sent Explained exactly 2 times', 'exactly', '`expect sent Reminder 2 times`'],
  ['given customer ada has consent for Service', 'has', '`given customer ada with consent for Offers`'],
  ['given customer ada without consent for Service', 'without', 'leave it out'],
  ['CallStarted { queue: "a" } from ada', 'from ada', '`BillIssued from ada { .. }`'],
])('in a test: %s', (written, at, said) => {
  const text = inTest(written);
  expect(errorsIn(text).map(({ message }) => message)).toHaveLength(1);
  expect(first(text)).toMatchObject({ at, said: expect.stringContaining(said) });
});

test('two mistakes in one line are two errors, and nothing follows from either', () => {
  const text = journey('if bill.amount over 50 EUR then finish as dear');
  expect(errorsIn(text).map(({ message }) => message)).toEqual([
    '`over` does not fit here; write `>`.',
    '`then finish as dear` does not fit here; write `{ finish as dear }`.',
  ]);
});

test('what ends a line of a test is no part of what it says', () => {
  for (const end of ['\r', ' // so far', '  \r']) {
    expect(first(inTest(`expect Shock reached its goal${end}`)).mended).toContain('expect goal of Shock');
    expect(first(inTest(`given a customer bob${end}`)).mended).toContain('given customer bob');
  }
});

test('a name that people begin a sentence with is a name', () => {
  const more = ['check', 'verify', 'ensure'].map((name) => `team ${name} { via console }\n`).join('');
  const steps = ['check resolves', 'verify returns', 'ensure approves'].join('\n  ');
  expect(errorsIn(inTest(steps) + more)).toEqual([]);
  const rare =
    'signal Days { count: integer }\njourney Often {\n  start on 3 Days STRICT within 1 hour every time\n}\n';
  for (const strict of ['', 'where it.count > 2', 'as day where day.count > 2', 'then BillIssued'])
    expect(errorsIn(rare.replace('STRICT', strict))).toEqual([]);
});

test.each([
  ['text or absent', 'text?'],
  ['integer | null', 'integer?'],
  ['none or date', 'date?'],
  ['Tier | null', 'Tier?'],
])('a field of type %s may be missing', (written, meant) => {
  expect(first(kinds(written)).mended).toBe(kinds(meant).trim());
  expect(errorsIn(kinds(written))).toHaveLength(1);
});

test('a value that is called absent is set as any other', () => {
  const text = `type Attendance = here | absent
profile { last: Attendance?, usual: Attendance = here }
on CallStarted { set profile.last = absent, set profile.usual = absent }
`;
  expect(errorsIn(text)).toEqual([]);
});

test('what contacts are given to is declared by a remedy', () => {
  const text = 'action Summarise(talk: list of Contact) -> text { via ai summary, timeout 5 seconds, or "" }\n';
  const [error, ...more] = errorsIn(text);
  expect(more).toEqual([]);
  const [edit] = error?.fixes?.[0]?.edits ?? [];
  expect(error?.hint).toContain('`type Contact { at: time, what: text, channel: text? }`');
  expect(errorsIn(text + (edit?.text ?? ''))).toEqual([]);
});

test.each([
  ['contacts', 'contacts', 'contacts in last 30 days'],
  ['contacts in the last 2 days', 'the', 'contacts in  last 2 days'],
  ['contacts in 2 days', '2', 'contacts in last 2 days'],
])('%s are given to an action', (written, at, mended) => {
  const declared = `type Contact { what: text }\naction Sum(talk: list of Contact) -> text { via ai sum, or "" }\n`;
  const text = `${journey(`call Sum(${written})`)}${declared}`;
  expect(errorsIn(text)).toHaveLength(1);
  expect(first(text)).toMatchObject({ at, mended: `call Sum(${mended})` });
});
