/** Whole sentences as people first write them: one error, which says what is meant; nothing follows from it. */
import { expect, test } from 'vitest';
import { parse } from '../compiler/syntax/parse.ts';
import { errorsIn, first, journey } from './mistakes.ts';

type Row = readonly [written: string, mended: string];

const whole = (line: string): string => `${line}\n`;
const starting = (line: string): string => `journey Shock {\n  ${line}\n  expire after 9 days\n  wait 2 days\n}\n`;
const setting = (line: string): string =>
  `journey Shock {\n  start on BillIssued as bill once per bill.invoice\n  ${line}\n  wait 2 days\n}\n`;
const waiting = (line: string): string => journey(`wait {\n    ${line}\n    after 9 days { finish }\n  }`);
const handing = (line: string): string =>
  journey(`handoff to desk {\n    ${line}\n    because "x", share bill, this journey\n  }`);
const inPolicy = (line: string): string => `policy Calm for Service { ${line} }\n`;

function isOneMistake(text: string, mended: string): void {
  expect(errorsIn(text).map(({ code, message }) => `${code} ${message}`)).toHaveLength(1);
  expect(first(text).mended).toBe(mended);
}

test.each<Row>([
  ['triggered by BillIssued as bill once', 'start on BillIssued as bill once'],
  ['start on BillIssued as bill, once per bill.invoice', 'start on BillIssued as bill once per bill.invoice'],
  [
    'start on BillIssued as bill if bill.amount > 5 EUR once',
    'start on BillIssued as bill when bill.amount > 5 EUR once',
  ],
  ['start on BillIssued as bill only once', 'start on BillIssued as bill once'],
  ['start on BillIssued as bill each time', 'start on BillIssued as bill every time'],
  ['trigger: BillIssued every time', 'start on BillIssued every time'],
  ['entry BillIssued once', 'start on BillIssued once'],
  ['start on BillIssued as bill\n    if bill.amount > 5 EUR\n    once per bill.invoice', 'when bill.amount > 5 EUR'],
])('starts: %s', (written, mended) => {
  isOneMistake(starting(written), mended);
});

test.each<Row>([
  ['stop if CallStarted', 'stop on CallStarted'],
  ['exit on CallStarted as called', 'stop on CallStarted as called'],
  ['end when CallStarted', 'stop on CallStarted'],
  ['cancel if CallStarted where it.queue == "a"', 'stop on CallStarted where it.queue == "a"'],
  ['exit if profile.tier == gold', 'stop when profile.tier == gold'],
  ['goal: CallStarted', 'goal CallStarted'],
  ['goal is CallStarted within 3 days', 'goal CallStarted within 3 days'],
  ['goal not CallStarted within 3 days', 'goal no CallStarted within 3 days'],
  ['goal 3 CallStarted', 'goal when count of CallStarted this journey >= 3'],
  ['success when CallStarted', 'goal CallStarted'],
  ['expires in 9 days', 'expire after 9 days'],
  ['timeout 9 days', 'expire after 9 days'],
  ['expire in 9 days', 'expire after 9 days'],
  ['ends after 9 days', 'expire after 9 days'],
  ['gives up after 9 days', 'expire after 9 days'],
  ['description "Meets a doubled bill"', '// "Meets a doubled bill"'],
  ['owned by desk', 'owner desk'],
  ['name "Bill shock"', 'title "Bill shock"'],
  ['purpose Service', 'for Service'],
  ['team desk', 'owner desk'],
  ['priority: 5', 'priority 5'],
])('settings of a journey: %s', (written, mended) => {
  isOneMistake(setting(written), mended);
});

test.each<Row>([
  ['send email Explained(bill)', 'send Explained(bill) on email'],
  ['send an email Explained(bill)', 'send Explained(bill) on email'],
  ['email Explained(bill)', 'send Explained(bill) on email'],
  ['send Explained(bill) on email to customer', 'send Explained(bill) on email'],
  ['send Explained(bill) to the customer on email', 'send Explained(bill) on email'],
  ['send Explained(bill) on email if bill.amount > 5 EUR', 'if bill.amount > 5 EUR { send Explained(bill) on email }'],
  [
    'if bill.amount > 5 EUR then send Explained(bill) on email',
    'if bill.amount > 5 EUR { send Explained(bill) on email }',
  ],
  ['if bill.amount > 5 EUR: finish', 'if bill.amount > 5 EUR { finish }'],
  [
    'send Explained(bill) on email unless profile.tier == gold',
    'if not (profile.tier == gold) { send Explained(bill) on email }',
  ],
  ['send Explained(bill) on email after 2 days', 'wait 2 days, send Explained(bill) on email'],
  ['send Explained(bill) on email or sms', 'send Explained(bill) on email, else sms'],
  ['send Explained(bill) with email', 'send Explained(bill) on email'],
  ['notify Explained(bill) on email', 'send Explained(bill) on email'],
  ['send Explained(bill) on email fallback sms', 'send Explained(bill) on email, else sms'],
  ['send Explained(bill) on email otherwise sms', 'send Explained(bill) on email, else sms'],
  ['send Explained(bill) on email then sms', 'send Explained(bill) on email, else sms'],
  ['send Explained bill on email', 'send Explained(bill) on email'],
  ['delay 2 days', 'wait 2 days'],
  ['pause for 2 days', 'wait 2 days'],
  ['after 2 days send Explained(bill) on email', 'wait 2 days, send Explained(bill) on email'],
  ['after 2 days: send Explained(bill) on email', 'wait 2 days, send Explained(bill) on email'],
  ['2 days later', 'wait 2 days'],
  ['when CallStarted { finish }', 'wait for CallStarted { finish }'],
  ['handoff to desk with bill, profile', 'handoff to desk { share bill, profile }'],
  ['escalate to desk', 'handoff to desk'],
  ['transfer to desk', 'handoff to desk'],
  ['assign to desk { because "x" }', 'handoff to desk { because "x" }'],
  ['create task for desk', 'handoff to desk'],
  ['hand over to desk', 'handoff to desk'],
  [
    'get approval from desk { on approved { finish } on rejected { finish } }',
    'ask approval of desk { on approved { finish } on rejected { finish } }',
  ],
  [
    'ask desk for approval { on approved { finish } on rejected { finish } }',
    'ask approval of desk { on approved { finish } on rejected { finish } }',
  ],
  [
    'ask approval from desk { on approved { finish } on rejected { finish } }',
    'ask approval of desk { on approved { finish } on rejected { finish } }',
  ],
  ['profile.name = "A"', 'set profile.name = "A"'],
  ['set profile.name to "A"', 'set profile.name = "A"'],
  ['update profile.name = "A"', 'set profile.name = "A"'],
  ['save bill.invoice as profile.name', 'set profile.name = bill.invoice'],
  ['log "done"', ''],
  ['emit CallStarted(queue: "a")', 'emit CallStarted { queue: "a" }'],
  ['fire CallStarted { queue: "a" }', 'emit CallStarted { queue: "a" }'],
  ['opt in to Service', 'grant consent for Service'],
  ['unsubscribe from Service', 'withdraw consent for Service'],
  ['end journey', 'finish'],
  ['exit as done', 'finish as done'],
  ['exit', 'finish'],
  ['stop', 'finish'],
  ['end as done', 'finish as done'],
  ['finish journey', 'finish'],
  ['repeat 3 times every day { wait 1 hour }', 'repeat 3 times every 1 day { wait 1 hour }'],
  ['repeat every 2 days up to 3 times { wait 1 hour }', 'repeat up to 3 times every 2 days { wait 1 hour }'],
  ['repeat 3 { wait 1 hour }', 'repeat 3 times { wait 1 hour }'],
  ['3 times { wait 1 day }', 'repeat 3 times { wait 1 day }'],
  ['repeat until any CallStarted { wait 1 day }', 'repeat up to 3 times until any CallStarted { wait 1 day }'],
  ['while no CallStarted { wait 1 day }', 'repeat up to 3 times until not (no CallStarted) { wait 1 day }'],
  ['repeat max 3 times { wait 1 day }', 'repeat up to 3 times { wait 1 day }'],
  [
    'repeat 3 times until any CallStarted this journey every 2 days { wait 1 hour }',
    'repeat 3 times every 2 days until any CallStarted this journey { wait 1 hour }',
  ],
  ['for every x in ["a"] { wait 1 day }', 'for each x in ["a"] { wait 1 day }'],
  [
    'parallel { branch { wait 1 day } branch { wait 2 days } }',
    'together { branch { wait 1 day } branch { wait 2 days } }',
  ],
  [
    'together { branch { wait 1 day } branch { wait 2 days } } until first',
    'together { branch { wait 1 day } branch { wait 2 days } } until any',
  ],
  [
    'countdown to bill.due { at 1 day before: wait 1 hour }',
    'countdown to bill.due { at 1 day before { wait 1 hour } }',
  ],
  ['countdown to bill.due { on the day { wait 1 hour } }', 'countdown to bill.due { at zero { wait 1 hour } }'],
  [
    'countdown to bill.due { at 1 day before wait 1 hour }',
    'countdown to bill.due { at 1 day before { wait 1 hour } }',
  ],
  [
    'countdown to bill.due { at 1 day before send Explained(bill) on email, else go on }',
    'countdown to bill.due { at 1 day before { send Explained(bill) on email, else go on } }',
  ],
  [
    'countdown to bill.due { at 1 day before finish as done }',
    'countdown to bill.due { at 1 day before { finish as done } }',
  ],
  [
    'countdown to bill.due { at 1 day before bill.due { wait 1 hour } }',
    'countdown to bill.due { at 1 day before { wait 1 hour } }',
  ],
  [
    'switch profile.tier { standard { finish } gold { wait 1 day } }',
    'choose profile.tier { standard { finish } gold { wait 1 day } }',
  ],
  [
    'experiment { variant a 50% { wait 1 day } variant b 50% { wait 1 day } }',
    'experiment Split { variant a 50% { wait 1 day } variant b 50% { wait 1 day } }',
  ],
  [
    'experiment Split { holdout: 10% variant a 90% { wait 1 day } }',
    'experiment Split { holdout 10% variant a 90% { wait 1 day } }',
  ],
  [
    'experiment Split { control 10%, variant a 90% { wait 1 day } }',
    'experiment Split { holdout 10%, variant a 90% { wait 1 day } }',
  ],
  [
    'ab test Split { variant a 50% { wait 1 day } variant b 50% { wait 1 day } }',
    'experiment Split { variant a 50% { wait 1 day } variant b 50% { wait 1 day } }',
  ],
  ['if profile.tier equals gold { finish }', 'if profile.tier == gold { finish }'],
  ['if bill.amount over 5 EUR { finish }', 'if bill.amount > 5 EUR { finish }'],
  ['wait for 2 days', 'wait  2 days'],
  ['wait up to 2 days for CallStarted', 'wait for CallStarted up to 2 days'],
  ['wait 2 days for CallStarted', 'wait for CallStarted up to 2 days'],
  ['wait 2 days or CallStarted', 'wait for CallStarted up to 2 days'],
  ['wait for CallStarted or 2 days', 'wait for CallStarted up to 2 days'],
  ['wait until CallStarted happens', 'wait until any CallStarted'],
  ['wait for CallStarted max 2 days', 'wait for CallStarted up to 2 days'],
  ['wait for CallStarted within 2 days', 'wait for CallStarted up to 2 days'],
  ['wait for CallStarted for 2 days', 'wait for CallStarted up to 2 days'],
  ['wait at most 2 days for CallStarted { finish }', 'wait for CallStarted up to 2 days { finish }'],
  ['wait two days', 'wait 2 days'],
  ['wait a week', 'wait 1 week'],
  ['wait 2 days then send Explained(bill) on email', 'wait 2 days, send Explained(bill) on email'],
  ['handoff to desk "A question"', 'handoff to desk { because "A question" }'],
  ['loop 3 times { wait 1 day }', 'repeat 3 times { wait 1 day }'],
])('statements: %s', (written, mended) => {
  isOneMistake(journey(written), mended);
});

test.each<Row>([
  ['CallStarted { finish as called }', 'on CallStarted { finish as called }'],
  ['if CallStarted { finish }', 'on CallStarted { finish }'],
  ['timeout 3 days { finish }', 'after 3 days { finish }'],
  ['timeout after 3 days { finish }', 'after 3 days { finish }'],
  ['otherwise after 3 days { finish }', 'after 3 days { finish }'],
  ['if nothing happens for 3 days { finish }', 'after 3 days { finish }'],
  ['3 days { finish }', 'after 3 days { finish }'],
  ['on CallStarted -> finish', 'on CallStarted { finish }'],
  ['on CallStarted: finish', 'on CallStarted { finish }'],
  ['if no CallStarted after 3 days { finish }', 'after 3 days { finish }'],
  ['if profile.tier == gold { finish }', 'when profile.tier == gold { finish }'],
  ['until 3 days { finish }', 'after 3 days { finish }'],
])('waits: %s', (written, mended) => {
  isOneMistake(waiting(written), mended);
});

test.each<Row>([
  ['when resolved { finish }', 'on resolved { finish }'],
  ['escalate to desk after 5 minutes', 'within 5 minutes, else escalate to desk'],
  ['if not answered within 5 minutes escalate to desk', 'within 5 minutes, else escalate to desk'],
  ['within 5 minutes escalate to desk', 'within 5 minutes, else escalate to desk'],
  ['within 5 minutes or escalate to desk', 'within 5 minutes, else escalate to desk'],
  ['in 10 minutes', 'within 10 minutes'],
  ['with bill', 'share bill'],
  ['context bill', 'share bill'],
  ['after 10 minutes escalate to desk', 'within 10 minutes, else escalate to desk'],
  ['sla 10 minutes', 'within 10 minutes'],
])('handoffs: %s', (written, mended) => {
  isOneMistake(handing(written), mended);
});

test.each<Row>([
  ['max 3 messages per week', 'policy Calm for Service { at most 3 messages per week }'],
  ['at most 3 messages a week', 'policy Calm for Service { at most 3 messages per week }'],
  ['no more than 3 emails per week', 'policy Calm for Service { at most 3 messages per week }'],
  ['at most once per week', 'policy Calm for Service { at most 1 per week }'],
  ['once per week', 'policy Calm for Service { at most 1 per week }'],
  ['3 messages per week', 'policy Calm for Service { at most 3 messages per week }'],
  ['limit 3 per 7 days', 'policy Calm for Service { at most 3 messages per 7 days }'],
  ['only 1 message per day', 'policy Calm for Service { at most 1 message per day }'],
  ['no messages between 21:00 and 08:00', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['quiet hours 21:00..08:00', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['quiet between 21:00 and 08:00', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['no messages at night', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['quiet at night', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['not between 21:00 and 08:00', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['do not send between 21:00 and 08:00', 'policy Calm for Service { quiet 21:00..08:00 }'],
  ['only between 08:00 and 20:00', 'policy Calm for Service { quiet 20:00..08:00 }'],
  ['send only between 08:00 and 20:00', 'policy Calm for Service { quiet 20:00..08:00 }'],
  ['no messages for 7 days after CallStarted', 'policy Calm for Service { hold for 7 days after CallStarted }'],
  ['pause for 7 days after CallStarted', 'policy Calm for Service { hold for 7 days after CallStarted }'],
  ['wait 7 days after CallStarted', 'policy Calm for Service { hold for 7 days after CallStarted }'],
  ['hold if any CallStarted in last 7 days', 'policy Calm for Service { hold while any CallStarted in last 7 days }'],
  [
    'skip if any CallStarted in last 7 days',
    'policy Calm for Service { hold while any CallStarted in last 7 days, then drop }',
  ],
  [
    'do not send if any CallStarted in last 7 days',
    'policy Calm for Service { hold while any CallStarted in last 7 days, then drop }',
  ],
  [
    'no messages while any CallStarted in last 7 days',
    'policy Calm for Service { hold while any CallStarted in last 7 days }',
  ],
  ['stop when profile.tier == gold', 'policy Calm for Service { hold while profile.tier == gold }'],
])('policies: %s', (written, mended) => {
  isOneMistake(inPolicy(written), mended);
});

test.each<Row>([
  ['purpose News { opt in }', 'purpose News { consent asked }'],
  ['purpose News { consent not needed }', 'purpose News { consent assumed }'],
  ['purpose News { no consent needed }', 'purpose News { consent assumed }'],
  ['purpose News { consent: asked }', 'purpose News { consent asked }'],
  ['purpose News { needs consent }', 'purpose News { consent asked }'],
  ['purpose News { asked }', 'purpose News { consent asked }'],
  [
    'channel letter { to profile.name via console cleared for pii }',
    'channel letter { to profile.name, via console, cleared for pii }',
  ],
  ['channel letter { to profile.name, through console }', 'channel letter { to profile.name, via console }'],
  [
    'channel letter { to profile.name, via console, max 10 per second }',
    'channel letter { to profile.name, via console, at most 10 per second }',
  ],
  [
    'channel letter { to profile.name, via console, limit 10 per minute }',
    'channel letter { to profile.name, via console, at most 10 per minute }',
  ],
  ['message Hi for Service { on email "Hello" }', 'message Hi for Service { on email { text "Hello" } }'],
  ['message Hi for Service { email: "Hello" }', 'message Hi for Service { on email { text "Hello" } }'],
  ['message Hi for Service { email "Hello" }', 'message Hi for Service { on email { text "Hello" } }'],
  ['message Hi for Service { on email { "Hello" } }', 'message Hi for Service { on email { text "Hello" } }'],
  ['team care { 24/7, via console }', 'team care { via console }'],
  ['team care { open 24/7, via console }', 'team care { open 00:00..24:00, via console }'],
  ['team care { hours 9-17, via console }', 'team care { open 09:00..17:00, via console }'],
  ['team care { open 9 to 17 on weekdays, via console }', 'team care { open 09:00..17:00 on weekdays, via console }'],
  ['team care { open 9am-5pm on weekdays, via console }', 'team care { open 09:00..17:00 on weekdays, via console }'],
  [
    'team care { works 09:00..17:00 on weekdays, via console }',
    'team care { open 09:00..17:00 on weekdays, via console }',
  ],
  ['calendar Off { 25 December 2026 }', 'calendar Off { 2026-12-25 }'],
  ['calendar off { christmas: 2026-12-25 }', 'calendar off { 2026-12-25 }'],
  ['calendar off { 2026-12-25 "Christmas" }', 'calendar off { 2026-12-25 }'],
  ['calendar off { "Christmas" 2026-12-25 }', 'calendar off { 2026-12-25 }'],
  ['calendar off { 2026-12-24..2026-12-26 }', 'calendar off { 2026-12-24, 2026-12-25, 2026-12-26 }'],
  ['policy Calm for all messages { quiet 21:00..08:00 }', 'policy Calm { quiet 21:00..08:00 }'],
  ['event Foo { a: id }', 'signal Foo { a: id }'],
  [
    'model Risk(x: integer): percent { via http risk, keep 1 day, or 5% }',
    'model Risk(x: integer) -> percent { via http risk, keep 1 day, or 5% }',
  ],
  [
    'action Book(x: integer) gives { ticket: id } { via http desk }',
    'action Book(x: integer) -> { ticket: id } { via http desk }',
  ],
  [
    'decision Best { option a if profile.tier == gold worth 5 EUR, pick the highest worth }',
    'decision Best { candidate a when profile.tier == gold worth 5 EUR, pick the highest worth }',
  ],
  [
    'decision Best { candidate a if profile.tier == gold worth 5 EUR, pick highest worth }',
    'decision Best { candidate a when profile.tier == gold worth 5 EUR, pick highest worth }',
  ],
  [
    'decision Best { candidate a when profile.tier == gold worth 5 EUR\n pick the best worth }',
    'pick the highest worth }',
  ],
  [
    'journey Foo for Service { start on BillIssued once, wait 1 day }',
    'journey Foo { for Service, start on BillIssued once, wait 1 day }',
  ],
])('declarations: %s', (written, mended) => {
  isOneMistake(whole(written), mended);
});

test.each<Row>([
  ['choose profile.tier { standard -> finish, gold -> wait 1 day }', 'standard { finish }'],
  ['choose profile.tier { case standard: finish, case gold: wait 1 day }', 'standard { finish }'],
  ['choose profile.tier { when standard { finish } when gold { wait 1 day } }', 'standard { finish } when gold'],
  ['experiment Split { 50% a { wait 1 day } 50% b { wait 1 day } }', 'variant a 50%'],
  ['experiment Split { a: 50% { wait 1 day } b: 50% { wait 1 day } }', 'variant a 50%'],
  ['together { { wait 1 day } { wait 2 days } }', 'branch { wait 1 day }'],
])('said otherwise twice, two errors: %s', (written, mended) => {
  const text = journey(written);
  expect(errorsIn(text).map(({ code }) => code)).toHaveLength(2);
  expect(first(text).mended).toContain(mended);
});

test('a setting with a colon is read, so that nothing else is missing', () => {
  expect(errorsIn('channel letter { to: profile.name, via: console }\n').map(({ code }) => code)).toEqual([
    'J1033',
    'J1033',
  ]);
});

test('what is wrong beside a sentence that is said otherwise is told at its own place', () => {
  const text = journey('send Explained(bil) by email\n  wait up to 2 days for CallStartd');
  const at = errorsIn(text).map(({ message, range: { start, end } }) => [
    message.split('.', 1)[0],
    text.split('\n')[start.line]?.slice(start.character, end.character),
  ]);
  expect(at).toEqual([
    ['`bil` stands for nothing here', 'bil'],
    ['There is no word `by` here', 'by'],
    [
      '`up to 2 days for CallStartd` does not fit here; write `for CallStartd up to 2 days`',
      'up to 2 days for CallStartd',
    ],
    ['There is no signal called `CallStartd`', 'CallStartd'],
  ]);
});

test('the tree has the places of the text as it was written', () => {
  const text = starting(
    'trigger: BillIssued every time\n  goal is CallStarted within 3 days\n  exit on CallStarted as called',
  );
  const { file } = parse('here.journey', text);
  expect(file.end).toBe(text.length);
  const [found] = file.declarations;
  expect(text.slice(found?.start, found?.end)).toBe(text.trimEnd());
});

test('what would not be read either when it stood as it was meant is left as it is', () => {
  expect(errorsIn(journey('repeat until { wait 1 day }')).map(({ code }) => code)).not.toContain('J1034');
});
