/** What is written when a completion is taken: it fits its place, and what stands behind it. `|` is the caret. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';
import { createEditor } from './editor.ts';

const shared = `
signal BillIssued { invoice: id, amount: money, tier: Tier }
signal CallStarted { queue: text }
type Tier = standard | gold
purpose Marketing { consent asked }
channel email { to profile.user_id, via console }
message Explained(bill: BillIssued) for Marketing { on email { text "{bill.amount}" } }
action OpenCase(subject: text) -> text { via http desk }
model Risk(amount: money) -> percent { via http risk, keep 1 day, or 20% }
journey Sub(most: money) -> money { finish with most as done }
`;

function written(marked: string, label: string): string {
  const workspace = createWorkspace({ settings: { currency: 'GBP', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('shared.journey', shared);
  workspace.setFile('here.journey', marked.replace('|', ''));
  const { items } = createEditor(workspace).completionsAt('here.journey', marked.indexOf('|'));
  const item = items.find((each) => each.label === label);
  return item?.snippet ?? item?.insert ?? item?.label ?? '';
}

const journey = (body: string) => `journey J {\n  start on BillIssued as bill once\n  ${body}`;
const inTest = (body: string) => `test "t" {\n  given customer ada { }\n  ${body}`;

test.each([
  [journey('send |'), 'Explained', 'Explained(${1:bill})'],
  [journey('run |'), 'Sub', 'Sub(${1:most})'],
  [journey('if |'), 'Risk', 'Risk(${1:amount})'],
  // a name is all that is wanted
  [inTest('expect sent |'), 'Explained', 'Explained'],
  [inTest('expect not held |'), 'Explained', 'Explained'],
  [inTest('expect finished |'), 'Sub', 'Sub'],
  [inTest('expect called |'), 'OpenCase', 'OpenCase'],
  [inTest('given |'), 'Risk', 'Risk'],
  [inTest('|'), 'Explained', 'Explained'],
  ['policy P for message |', 'Explained', 'Explained'],
  // the rest stands there already
  [journey('send Ex|(bill) on email'), 'Explained', 'Explained'],
  [journey('if len|(bill.invoice) > 3 { }'), 'length', 'length'],
  [inTest('CallStarted { qu|: "x" }'), 'queue', 'queue'],
  [inTest('CallStarted { qu| }'), 'queue', 'queue: '],
  [journey('wa| 3 days'), 'wait', 'wait'],
  [journey('wait { on CallStarted { wa| }'), 'wait', 'wait ${1:2 days}'],
])('%j: %s', (marked, label, text) => {
  expect(written(marked, label)).toBe(text);
});
