/** What stands in the block and belongs before it, or in a block of its own, as people first write it: one error, and the rest is read as meant. */
import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { errorsIn, inTest } from './mistakes.ts';

/** As the first error's own fix would have it; undefined: it has none. */
function mendedOf(text: string): string | undefined {
  const edits = errorsIn(text)[0]?.fixes?.[0]?.edits.map(({ range, text: newText }) => ({ range, newText }));
  return edits === undefined ? undefined : TextDocument.applyEdits(TextDocument.create('', '', 1, text), [...edits]);
}

const TEXT = 'on email { subject "Hi {visits}" body "At {club}" }';

test.each<readonly [written: string, mended: string]>([
  [
    `message Hi for Service {\n  visits: integer\n  club: text\n  ${TEXT}\n}\n`,
    `message Hi(visits: integer, club: text) for Service {\n  ${TEXT}\n}\n`,
  ],
  [
    `message Hi(club: text) for Service {\n  param visits: integer\n  ${TEXT}\n}\n`,
    `message Hi(club: text, visits: integer) for Service {\n  ${TEXT}\n}\n`,
  ],
  [
    `message Hi() for Service {\n  with visits: integer?, club: list of text\n  on email { subject "Hi" body "x" }\n}\n`,
    `message Hi(visits: integer?, club: list of text) for Service {\n  on email { subject "Hi" body "x" }\n}\n`,
  ],
  [
    `message Hi for Service with visits: integer, club: text {\n  ${TEXT}\n}\n`,
    `message Hi(visits: integer, club: text) for Service {\n  ${TEXT}\n}\n`,
  ],
  [
    `message Hi for Service(visits: integer, club: text) {\n  ${TEXT}\n}\n`,
    `message Hi(visits: integer, club: text) for Service {\n  ${TEXT}\n}\n`,
  ],
  [
    `message Hi with visits: integer, club: text for Service {\n  ${TEXT}\n}\n`,
    `message Hi(visits: integer, club: text) for Service {\n  ${TEXT}\n}\n`,
  ],
  [
    `message Hi(visits: integer, club: text) {\n  for Service\n  ${TEXT}\n}\n`,
    `message Hi(visits: integer, club: text) for Service {\n  ${TEXT}\n}\n`,
  ],
  [
    `message Hi(visits: integer, club: text) {\n  purpose: Service,\n  ${TEXT}\n}\n`,
    `message Hi(visits: integer, club: text) for Service {\n  ${TEXT}\n}\n`,
  ],
  ['action Refund {\n  amount: money\n  via console\n}\n', 'action Refund(amount: money) {\n  via console\n}\n'],
  [
    'action Refund given amount: money -> text {\n  via console\n}\n',
    'action Refund(amount: money) -> text {\n  via console\n}\n',
  ],
  [
    'decision Pick {\n  bill: BillIssued\n  candidate a likely 3% worth bill.amount\n  pick the highest likely * worth\n}\n',
    'decision Pick(bill: BillIssued) {\n  candidate a likely 3% worth bill.amount\n  pick the highest likely * worth\n}\n',
  ],
  [
    'journey Sub {\n  input bought: money\n  wait 2 days\n  if bought > 3 EUR { finish as big }\n}\n',
    'journey Sub(bought: money) {\n  wait 2 days\n  if bought > 3 EUR { finish as big }\n}\n',
  ],
  [
    'journey Sub with bought: money {\n  wait 2 days\n  if bought > 3 EUR { finish as big }\n}\n',
    'journey Sub(bought: money) {\n  wait 2 days\n  if bought > 3 EUR { finish as big }\n}\n',
  ],
  ['type Why { price, "no time", moved }\n', 'type Why = price | no_time | moved\n'],
  ['type Why = price | "no time" | moved\n', 'type Why = price | no_time | moved\n'],
])('%s', (written, mended) => {
  expect(errorsIn(written).map(({ code, message }) => `${code} ${message}`)).toHaveLength(1);
  expect(mendedOf(written)).toBe(mended);
  expect(errorsIn(mended)).toEqual([]);
});

test('texts of no channel are one mistake, and what they use is known', () => {
  const text = 'message Hi(visits: integer) for Service {\n  subject "Hi"\n  body "{visits} times"\n}\n';
  expect(errorsIn(text).map(({ code, hint }) => [code, hint])).toEqual([
    ['J1047', 'Put it into the content of a channel: `on CHANNEL { subject ".." }`.'],
  ]);
});

test('a comment among what would be moved is not lost: nothing is moved by itself', () => {
  const text = `message Hi for Service {\n  visits: integer // this month\n  club: text\n  ${TEXT}\n}\n`;
  expect(errorsIn(text).map(({ code }) => code)).toEqual(['J1045']);
  expect(mendedOf(text)).toBeUndefined();
});

test.each<readonly [written: string, mended: string]>([
  ['given customer ada with profile { name: "Ada" }', 'given customer ada { name: "Ada" }'],
  ['given customer ada with { name: "Ada" }', 'given customer ada { name: "Ada" }'],
  ['given customer ada where name is "Ada"', 'given customer ada { name: "Ada" }'],
  ['given customer ada with name: "Ada" and tier gold', 'given customer ada { name: "Ada", tier: gold }'],
  ['given customer ada, name: "Ada"', 'given customer ada { name: "Ada" }'],
  ['given customer ada (name: "Ada", tier: gold)', 'given customer ada { name: "Ada", tier: gold }'],
])('what is known of a customer: %s', (written, mended) => {
  expect(errorsIn(inTest(written)).map(({ code, message }) => `${code} ${message}`)).toHaveLength(1);
  expect(mendedOf(inTest(written))).toBe(inTest(mended));
});
