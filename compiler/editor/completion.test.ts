/** What is offered where: one line a place. `|` is the caret; the workspace of the first lines is the same for all. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';
import { createEditor } from './editor.ts';

const settings = { currency: 'GBP', timezone: 'Europe/London', locale: 'en' };

const shared = `
signal BillIssued { invoice: id, amount: money, previous: money?, tier: Tier, lines: list of Line, due: date }
signal CallStarted { queue: text, open: boolean }
type Tier = standard | gold
type Seat = taken | absent
type Line { sku: id, price: money }
identity { strong user_id }
profile { name: text?, tier: Tier = standard, seat: Seat? }
purpose Service { consent assumed }
purpose Marketing { consent asked }
channel email { to profile.user_id, via console }
channel sms { to profile.user_id, via console }
channel push { to profile.user_id, via console }
team desk { via console }
message Explained(bill: BillIssued) for Service { on email { text "{bill.amount}" } on sms { text "{bill.amount}" } }
decision Best(bill: BillIssued, most: money) { candidate Less worth most, candidate More worth bill.amount, pick the highest worth }
action OpenCase(subject: text) -> { case: id, mood: Tier } { via http desk }
action Feel() -> Tier { via http desk }
model Risk(amount: money) -> percent { via http risk, keep 1 day, or 20% }
journey Sub(most: money) -> money { finish with most as done }
policy Quiet for Marketing { quiet 21:00..08:00 in profile.timezone }
`;

function offered(marked: string): string[] {
  const workspace = createWorkspace({ settings });
  workspace.setFile('shared.journey', shared);
  workspace.setFile('mails/bill.liquid', '{{ bill.amount }}');
  workspace.setFile('here.journey', marked.replace('|', ''));
  const { items } = createEditor(workspace).completionsAt('here.journey', marked.indexOf('|'));
  return items.map((item) => item.label);
}

const journey = (body: string) => `journey J {\n  for Service\n  start on BillIssued as bill once\n${body}`;
const wait = (body: string) => journey(`  wait {\n    ${body}`);
const tone = 'experiment Tone { holdout 10% variant warm 45% { } variant plain 45% { } }';
const inTest = (body: string) => `${journey(`  ${tone}\n  step calm { finish as done }\n}\n`)}test "t" {\n  ${body}`;

test.each([
  // numbers and units
  [journey('  wait 3 d|'), ['days', 'day']],
  [journey('  wait 3 |'), ['days', 'hours', 'minutes']],
  [journey('  if bill.amount > 5 |'), ['GBP', '%']],
  ['channel c { at most 20 per |', ['second', 'minute']],
  ['policy P for Marketing { at most 3 |', ['messages', 'per', 'journeys']],
  ['policy P { at most 1 journey |', ['of kind']],
  ['journey J { kind promotion, start on BillIssued once }\npolicy P { at most 1 journey of kind |', ['promotion']],
  [
    'journey J { kind promotion, start on BillIssued once }\npolicy P { at most 1 journey of kind promotion |',
    ['at a time'],
  ],
  ['policy P { at most 1 journey of kind promotion at a time, |', ['highest priority wins']],
  [journey('  if profile |'), ['at start', 'is present']],
  ['policy P for Marketing { at most 1 me|', ['messages', 'message']],
  // words that go on with an item
  [journey('  wait for CallStarted |'), ['as', 'where', 'up to']],
  [journey('  wait for CallStarted as call\n    wh|'), ['where']],
  [journey('  send Explained(bill) |'), ['on']],
  [journey('  stop on CallStarted as c\n    w|'), ['where', 'wait']],
  [journey('  if bill.previous |'), ['is present', 'is absent', 'and']],
  [journey('  if bill.previous is |'), ['present', 'absent']],
  [journey('  wait until bill.due if |'), ['past', 'absent']],
  [journey('  wait until bill.due if past |'), ['go to', 'skip', 'finish as']],
  [journey('  start on BillIssued as b\n    |'), ['once', 'when', 'every time', 'on repeat']],
  [journey('  start on BillIssued as b once on repeat |'), ['restart', 'ignore']],
  // names after words
  [journey('  stop on |'), ['BillIssued', 'CallStarted']],
  [journey('  goal no |'), ['CallStarted']],
  [journey('  owner |'), ['desk']],
  [journey('  send Explained(bill) on email, else |'), ['email', 'sms', 'finish as', 'go to']],
  [journey('  send Explained(bill) |'), ['to', 'on', 'as']],
  [journey('  send Explained(bill) to |'), ['customer', 'team']],
  [journey('  send Explained(bill) to team |'), ['desk']],
  [journey('  send Explained(bill) to customer(|'), ['bill', 'profile', 'user_id']],
  [journey('  send Explained(bill) to customer(bill.|'), ['invoice', 'amount']],
  [journey('  send Explained(bill) to customer(bill.invoice) on |'), ['email', 'sms']],
  [journey('  send Explained(bill) on email {\n    on |'), ['opened', 'held', 'failed', 'clicked']],
  [
    journey('  |'),
    ['on failure', 'send', 'together', 'repeat', 'for each', 'run', 'decide', 'call', 'ask approval of'],
  ],
  [journey('  grant consent for |'), ['Service', 'Marketing']],
  [journey('  go to |\n  step calm { }\n  step upset { }\n}'), ['calm', 'upset']],
  [journey('  finish as |\n  step calm { finish as helped }\n}'), ['helped']],
  [wait('on |'), ['CallStarted']],
  [wait('after 30 minutes without |'), ['CallStarted']],
  [wait('|'), ['on', 'when', 'after', 'at']],
  [journey('  handoff to desk {\n    share |'), ['bill', 'this journey', 'contacts in last']],
  [journey('  handoff to desk {\n    share bill, |'), ['this journey', 'profile']],
  [journey('  handoff to desk {\n    within 2 minutes, else |'), ['escalate to']],
  [journey('  handoff to desk {\n    within 2 minutes |'), ['during open hours of', 'else escalate to']],
  [journey('  handoff to desk {\n    share this |'), ['journey']],
  [journey('  decide |'), ['Best']],
  [journey('  decide Best(|'), ['bill', 'profile']],
  [journey('  decide Best(bill, |'), ['bill', 'profile', 'now']],
  [journey('  decide Best(bill, bill.|'), ['amount']],
  [journey('  decide Best(bill, bill.amount) as best {\n    |'), ['otherwise']],
  [journey('  send Explained(latest BillIssued or |'), ['bill']],
  [journey('  goal CallStarted within 3 days, |'), ['go on', 'at least']],
  [journey('  goal CallStarted within 3 days, at |'), ['least']],
  [journey('  goal CallStarted within 3 days, at least 30% |'), ['go on']],
  [journey('  on |'), ['failure']],
  [journey('  on failure |'), ['finish as']],
  ['decision D(bill: BillIssued) {\n  candidate A worth bill.|', ['amount']],
  ['decision D(bill: |', ['BillIssued', 'text']],
  ['policy P for |', ['Service', 'Marketing', 'message']],
  ['policy P for message |', ['Explained']],
  ['policy P { hold for 2 days after |', ['BillIssued']],
  ['team t { open 09:00..17:00 on |', ['weekdays', 'monday']],
  ['purpose P { consent |', ['asked', 'assumed']],
  ['channel c { via |', ['console', 'smtp', 'http']],
  ['channel c { cleared for |', ['pii', 'sensitive']],
  // fields and values
  [journey('  if bill.lines.|'), []],
  [journey('  if bill.|\n  wait 3 days\n}'), ['invoice', 'amount', 'at']],
  [journey('  choose bill.tier {\n    |'), ['standard', 'gold', 'otherwise']],
  [journey('  choose latest BillIssued.tier where it.invoice == bill.invoice {\n    |'), ['standard', 'gold']],
  [journey('  if bill.tier in [|'), ['standard', 'gold']],
  [journey('  set profile.tier = |'), ['standard', 'gold']],
  ['profile { kind: Tier = |', ['standard', 'gold']],
  ['condition C = latest BillIssued.|', ['amount', 'at']],
  ['condition C = sum of BillIssued.|', ['amount']],
  ['condition C = count of BillIssued where it.tier == |', ['standard', 'gold']],
  ['condition C = any CallStarted where |', ['it', 'profile', 'not']],
  ['condition C(bill: BillIssued) = bill.|', ['amount']],
  ['signal S { tier: |', ['text', 'Tier', 'list of', 'money']],
  ['signal S { a: list of |', ['Line', 'text']],
  ['signal S { a: money |', ['GBP', 'named']],
  ['signal S { a: text |', ['named', 'pii', 'key']],
  ['signal S { user: id key |', ['user_id']],
  ['signal S is |', ['contact', 'resolution', 'transfer']],
  ['on BillIssued as b { set profile.tier = b.|', ['tier']],
  ['message M(b: BillIssued) for Service { on email { text "Dear {profile.|', ['name', 'tier']],
  ['message M(b: BillIssued) for Service {\n  on email { text "it is {b.|}." }\n}', ['amount']],
  ['message M(b: BillIssued) for Service { on |', ['email', 'sms']],
  // tests
  [inTest('|'), ['given customer', 'expect', 'BillIssued', 'desk']],
  [inTest('desk |'), ['resolves', 'returns']],
  [inTest('given customer ada { |'), ['name', 'tier']],
  [inTest('BillIssued { lines: [{ |'), ['sku', 'price']],
  [inTest('BillIssued { invoice: "i", tier: |'), ['standard', 'gold']],
  [inTest('CallStarted { open: |'), ['true', 'false']],
  [inTest('expect |'), ['sent', 'not', 'handed to']],
  [inTest('expect held Explained by |'), ['Quiet']],
  [inTest('expect nothing sent |'), ['on', 'for']],
  [inTest('expect nothing sent on |'), ['email', 'sms']],
  [inTest('expect sent Explained |'), ['on', 'saying', 'for']],
  [inTest('expect held |'), ['Explained']],
  [inTest('given |'), ['customer', 'variant']],
  [inTest('given variant |'), ['warm', 'plain', 'holdout']],
  [inTest('given variant warm |'), ['of']],
  [inTest('given variant warm of |'), ['Tone']],
  [inTest('given variant warm of Tone |'), ['for']],
  [inTest('expect finished J as |'), ['done']],
  [inTest('expect running J in |'), ['calm']],
  [inTest('expect sent Explained on |'), ['email', 'sms']],
  [inTest('given customer ada\n  expect sent Explained for |'), ['ada']],
  [inTest('given customer ada\n  CallStarted from |'), ['ada']],
  [inTest('|'), ['for any', 'Explained']],
  [inTest('for |'), ['any']],
  [inTest('for any most: |'), ['money', 'Tier']],
  [inTest('for any most: money |'), ['between']],
  [inTest('for any most: money between 1 EUR and 5 EUR\n  BillIssued { amount: |'), ['most']],
  [inTest('desk |'), ['approves', 'rejects']],
  [inTest('Explained |'), ['is']],
  [inTest('given customer ada\n  after 1 day\n  |'), ['ada']],
  [inTest('given customer ada\n  ada |'), ['is']],
  [inTest('given customer ada\n  given customer bob\n  ada is |'), ['ada', 'bob']],
  [inTest('Explained is |'), ['opened', 'clicked on']],
  [inTest('Explained is opened |'), ['by']],
  [inTest('expect goal |'), ['of']],
  [inTest('expect handed to desk with context |'), ['complete']],
  [inTest('replay in any |'), ['order']],
  [inTest('expect finished J as |'), ['expired', 'goal']],
  [inTest('given OpenCase answers { |'), ['case', 'mood']],
  [inTest('given Feel answers |'), ['standard', 'gold']],
  // what is bound on the way
  [journey('  call OpenCase("x") as opened { }\n  if |'), ['opened', 'Risk']],
  [journey('  call OpenCase("x") as opened { }\n  if opened.|'), ['case', 'mood']],
  [journey('  call Feel() as felt { }\n  choose felt {\n    |'), ['standard', 'gold']],
  [journey('  run Sub(5 GBP) as left\n  if |'), ['left']],
  [journey('  run Sub(5 GBP) { on |'), ['expired', 'done']],
  [journey('  for each line in bill.lines { if line.|'), ['sku', 'price']],
  [journey('  decide Best(bill, 5 GBP) { |'), ['Less', 'More', 'otherwise']],
  [journey('  emit CallStarted { |'), ['queue', 'open']],
  [journey('  emit CallStarted { queue: |'), ['bill', 'profile']],
  [journey('  if profile at start.|'), ['name', 'tier']],
  [journey('  send Explained(bill) as note on email\n  wait { on opened of |'), ['note']],
  [journey('  send Explained(bill) as note on email\n  wait { on clicked pay |'), ['of']],
  // in the middle of things
  [journey('  send Explained(bill) on email, else go on\n  |'), ['wait', 'send', 'finish']],
  [journey('  goal CallStarted within 3 days, go on\n  |'), ['expire after', 'wait']],
  [journey('  send Explained(bill) on |'), ['email', 'best of']],
  [journey('  send Explained(bill) on best of |'), ['email', 'sms']],
  [journey('  if bill.amount > 50% |'), ['of', 'and']],
  [journey('  if count of CallStarted in last 3 days > 2 |'), ['and', 'or']],
  [journey('  if bill.tier in [gold, |'), ['standard']],
  [journey('  if not |'), ['bill', 'profile', 'any']],
  [journey('  wait 4 hours during open |'), ['hours of']],
  [journey('  finish |'), ['as', 'with']],
  [journey('  wait for CallStarted as call where call.queue == "x" in |'), ['batches of']],
  [journey('  finish with |'), ['bill', 'profile']],
  [journey('  for |'), ['each']],
  [journey('  repeat up to 2 |'), ['times']],
  [journey('  countdown to bill.due { at 3 days |'), ['before', 'after']],
  [journey('  countdown to bill.due { at 3 days before |'), ['at']],
  [journey('  countdown to bill.due if |'), ['absent']],
  [journey('  countdown to bill.due if absent |'), ['finish as', 'go on']],
  ['journey J { start on 3 |', ['BillIssued']],
  ['journey J { start on CallStarted |', ['then', 'once']],
  ['journey J { start on BillIssued as a then CallStarted as b where b.|', ['queue']],
  ['journey J { start on 3 BillIssued within 2 days by it.|', ['invoice']],
  ['journey J { start every year on |', ['profile']],
  ['journey J { start when profile.tier == gold |', ['becomes true']],
  ['signal S |', ['without customer', 'named', 'is']],
  ['signal S without |', ['customer']],
  ['action A(x: text) -> |', ['text', 'Tier']],
  ['action A(x: text) -> { case: |', ['id', 'Tier']],
  ['action A { retry 3 |', ['times over']],
  ['policy P for Marketing { quiet 21:00..08:00, then deliver |', ['later']],
  ['decision D { pick the highest |', ['likely', 'worth']],
  ['message M(b: BillIssued) for Service { on email { subject "x" |', ['body']],
  ['message M(b: BillIssued) for Service { on email { body |', ['file']],
  ['message M(b: BillIssued) for Service { on email { body file |', ['"mails/bill.liquid"']],
  ['message M(b: BillIssued) for Service { on email { body file "|', ['mails/bill.liquid']],
  ['message M(b: BillIssued) for Service { on email { body file "mails/b|" } }', ['mails/bill.liquid']],
  ['message M(b: BillIssued) for Service { on email { body file "letters/|" } }', []],
  ['cal|', ['calendar']],
])('%j', (marked, labels) => {
  const found = offered(marked);
  expect(found).toEqual(expect.arrayContaining(labels));
  if (labels.length === 0) expect(found).toEqual([]);
});

test.each([
  ['the name of a step is the author’s', journey('  step |')],
  ['in a comment', journey('  // go to |')],
  ['in the text of a message that was sent', inTest('expect sent Explained saying |')],
  ['before the name of a parameter', 'decision D(bill: BillIssued, |'],
  ['in a text', journey('  title "go to |"')],
  ['behind the name of an outcome', journey('  finish as don |')],
  ['behind the name of a type', 'type Tier |'],
  ['the name of a signal is the author’s', 'signal |'],
  ['the name of a parameter is the author’s', 'message M(|'],
  ['the name of a field is the author’s', 'profile {\n  age: integer = 3\n  |'],
  ['the name of a customer is the author’s', inTest('given customer |')],
  ['the name of what stands for any value is the author’s', inTest('for any |')],
  ['in a calendar', 'calendar days { |'],
  ['a length of time is a number', 'journey J { start on BillIssued as b\n    again after |'],
  ['a length of time is a number', journey('  expire after |')],
  ['a length of time is a number', journey('  goal CallStarted within |')],
  ['a length of time is a number', journey('  repeat up to 3 times every |')],
  ['a length of time is a number', wait('after |')],
  ['a length of time is a number', inTest('after |')],
  ['a length of time is a number', inTest('replay in any order within |')],
  ['a length of time is a number', 'policy P for Marketing { hold for |'],
  ['a night is told by the clock', 'policy P for Marketing { quiet |'],
])('nothing is offered: %s', (_, marked) => {
  expect(offered(marked)).toEqual([]);
});

test('what cannot stand is not offered', () => {
  const computed = 'profile { visits: integer is count of CallStarted }\n';
  expect(offered(`${computed}${journey('  set profile.|')}`)).toEqual(['name', 'seat', 'tier']);
  expect(offered(`${computed}on CallStarted { |`)).toEqual(['set', 'grant consent for', 'withdraw consent for']);
  expect(offered(journey('  set profile.name = |'))).toContain('absent');
  expect(offered(journey('  set profile.tier = |'))).not.toContain('absent');
  expect(offered(journey('  set profile.seat = |')).filter((each) => each === 'absent')).toHaveLength(1);
  expect(offered('journey J { start on |')).toEqual(['BillIssued', 'CallStarted']);
  expect(offered(`journey Sub(limit: money) { wait 1 day }\n${journey('  run |')}`)).toEqual(['Sub']);
  expect(offered(inTest('expect not finished J |'))).toEqual(['as', 'for']);
  expect(offered(inTest('expect sent Explained |'))).toEqual(['on', 'saying', 'for']);
  expect(offered(inTest('given customer ada |'))).toEqual(['with consent for']);
  expect(offered(journey('  wait until bill.due |')).slice(0, 5)).toEqual([
    'on',
    'except',
    'in',
    'if past',
    'if absent',
  ]);
  expect(offered('on BillIssued |')).toEqual(['as', 'where', 'when']);
  expect(offered(`journey J { start on BillIssued as bill once per bill.|`)).toContain('invoice');
  expect(offered(journey('  wait 1 day\n  |'))).not.toContain('else');
  expect(offered(inTest('BillIssued { tier: |'))).toEqual(['standard', 'gold']);
});

test('what a message is sent on, and what is answered, is what there is', () => {
  expect(offered(journey('  send Explained(bill) on |'))).toEqual(['email', 'sms', 'best of']);
  expect(offered(journey('  send Explained(bill) on email, else |'))).not.toContain('push');
  expect(offered('message M for Service { on |')).toContain('push');
  expect(offered(inTest('expect called |'))).toEqual(['Feel', 'OpenCase']);
  expect(offered(journey('  handoff to desk { on |'))).toEqual(['resolved', 'returned']);
  expect(offered(journey('  ask approval of desk { on |'))).toEqual(['approved', 'rejected']);
  expect(offered(journey('  ask approval of desk {\n    |'))).toEqual([
    ...['because', 'share', 'within', 'on approved', 'on rejected'],
  ]);
  expect(offered(journey('  if any CallStarted since |'))).toEqual(expect.arrayContaining(['bill', 'now']));
  expect(offered('policy P for Marketing { quiet 21:00..08:00 |')).not.toContain('in last');
  expect(offered(inTest('for any most: money between 1 GBP and 5 GBP\n  |'))).toContain('for any');
  expect(offered(inTest('at 2026-03-02 10:00\n  |'))).not.toContain('for any');
});

test('what stands behind a comma, or behind the caret, is reckoned with', () => {
  expect(offered(journey('  wait until bill.due, if |'))).toEqual(['past', 'absent']);
  expect(offered(journey('  wait until bill.due, if past go on, if absent |'))).toContain('finish as');
  expect(offered(journey('  wait { at bill.due, if |'))).toEqual(['past', 'absent']);
  expect(offered(journey('  wait 1 day, if |'))).toContain('bill');
  expect(offered(journey('  send Explained(bill) on best of sms, |'))).toEqual(['email', 'sms', 'else']);
  expect(offered(journey('  send Explained(bill) on sms, else email, |'))).toEqual(['else']);
  expect(offered(journey('  if bill.previous between 1 |'))).toContain('and');
  expect(offered(journey('  if size(bill.lines) between 1 and 8 |'))).toContain('or');
  expect(offered(inTest('expect sent Explained 1 |'))).toContain('time');
  expect(offered('identity { subject ticket |')).toEqual(['by']);
  expect(
    offered('journey J {\n start on 3 CallStarted within 2 days by it.queue as calls once\n if calls.|'),
  ).toContain('queue');
  const other =
    'journey K { start on CallStarted once\n experiment Ink { variant red 50% { } variant blue 50% { } } }\n';
  expect(offered(`${other}${inTest('given variant | of Tone')}`)).toEqual(['warm', 'plain', 'holdout']);
  expect(offered(`${other}${inTest('given variant |')}`)).toContain('red');
  expect(offered('message M { on email in fr-CH { text "a" } on email in |')).toEqual([
    ...['fr-CH', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt'],
  ]);
});

test('units that fit come first', () => {
  expect(offered(journey('  wait 3 |')).slice(0, 3)).toEqual(['days', 'hours', 'minutes']);
  expect(offered(journey('  wait 1 |')).slice(0, 3)).toEqual(['day', 'hour', 'minute']);
  expect(offered(journey('  if bill.amount > 5 |')).slice(0, 2)).toEqual(['GBP', 'EUR']);
  expect(offered(journey('  if size(bill.lines) > 5 |'))).toContain('and');
});

test('names of the wrong kind are left out', () => {
  expect(offered(journey('  send |'))).toEqual(['Explained']);
  expect(offered(journey('  handoff to |'))).toEqual(['desk']);
  expect(offered(wait('on CallStarted as call { go to |'))).toEqual([]);
});
