/** What is offered where: one line a place. `|` is the caret; the workspace of the first lines is the same for all. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';
import { createEditor } from './editor.ts';

const settings = { currency: 'GBP', timezone: 'Europe/London', locale: 'en' };

const shared = `
signal BillIssued { invoice: id, amount: money, previous: money?, tier: Tier, lines: list of Line, due: date }
signal CallStarted { queue: text, open: boolean }
type Tier = standard | gold
type Line { sku: id, price: money }
identity { strong user_id }
profile { name: text?, tier: Tier = standard }
purpose Service { consent assumed }
purpose Marketing { consent asked }
channel email { to profile.user_id, via console }
channel sms { to profile.user_id, via console }
team desk { via console }
message Explained(bill: BillIssued) for Service { on email { text "{bill.amount}" } }
decision Best(bill: BillIssued, most: money) { candidate Less worth most, candidate More worth bill.amount, pick the highest worth }
policy Quiet for Marketing { quiet 21:00..08:00 in profile.timezone }
`;

function offered(marked: string): string[] {
  const workspace = createWorkspace({ settings });
  workspace.setFile('shared.journey', shared);
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
  ['policy P for Marketing { at most 3 |', ['messages', 'per']],
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
])('nothing is offered: %s', (_, marked) => {
  expect(offered(marked)).toEqual([]);
});

test('what cannot stand is not offered', () => {
  const computed = 'profile { visits: integer is count of CallStarted }\n';
  expect(offered(`${computed}${journey('  set profile.|')}`)).toEqual(['name', 'tier']);
  expect(offered(`${computed}on CallStarted { |`)).toEqual(['set', 'grant consent for', 'withdraw consent for']);
  expect(offered('journey J { start on |')).toEqual(['BillIssued', 'CallStarted']);
  expect(offered(`journey Sub(limit: money) { wait 1 day }\n${journey('  run |')}`)).toEqual(['Sub']);
  expect(offered(inTest('expect not finished J |'))).toEqual(['as', 'for']);
  expect(offered(inTest('expect sent Explained |'))).toEqual(['on', 'saying', 'for']);
  expect(offered(journey('  wait until bill.due |')).slice(0, 5)).toEqual([
    'on',
    'except',
    'in',
    'if past',
    'if absent',
  ]);
});

test('names of the wrong kind are left out', () => {
  expect(offered(journey('  send |'))).toEqual(['Explained']);
  expect(offered(journey('  handoff to |'))).toEqual(['desk']);
  expect(offered(wait('on CallStarted as call { go to |'))).toEqual([]);
});
