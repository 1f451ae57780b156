/** Questions to what happened, as people first ask them: one error each, which tells how a file asks it. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

/** That there may be none of it is another matter. */
const meant = (condition: string) =>
  errorsIn(journey(`if ${condition} { finish }`)).filter(({ code }) => code !== 'J3002');

test.each<readonly [written: string, mended: string]>([
  ['last CallStarted.queue == "a"', 'latest CallStarted.queue == "a"'],
  ['the most recent BillIssued.amount > 5 EUR', 'latest BillIssued.amount > 5 EUR'],
  ['earliest BillIssued.amount > 5 EUR', 'first BillIssued.amount > 5 EUR'],
  ['total of BillIssued.amount in last 3 days > 5 EUR', 'sum of BillIssued.amount in last 3 days > 5 EUR'],
  ['avg BillIssued.amount > 5 EUR', 'average of BillIssued.amount > 5 EUR'],
  ['number of CallStarted in the past 3 days > 3', 'count of CallStarted in last 3 days > 3'],
  ['how many CallStarted this journey > 3', 'count of CallStarted this journey > 3'],
  ['maximum BillIssued.amount during the last week > 5 EUR', 'max of BillIssued.amount in last 1 week > 5 EUR'],
  ['lowest BillIssued.amount < 5 EUR', 'min of BillIssued.amount < 5 EUR'],
  ['CallStarted in last 3 days', 'any CallStarted in last 3 days'],
  ['CallStarted within 3 days and bill.amount > 5 EUR', 'any CallStarted in last 3 days and bill.amount > 5 EUR'],
  ['not CallStarted since bill.at', 'not any CallStarted since bill.at'],
  ['CallStarted at least 3 times in last 2 days', 'count of CallStarted in last 2 days >= 3'],
  ['more than 3 CallStarted in last 2 days', 'count of CallStarted in last 2 days > 3'],
  ['no more than 3 CallStarted in last 2 days', 'count of CallStarted in last 2 days <= 3'],
  ['3 CallStarted in last 2 days', 'count of CallStarted in last 2 days >= 3'],
  ['exactly 2 CallStarted in last 2 days', 'count of CallStarted in last 2 days == 2'],
  ['exists CallStarted where it.queue == "a" in last 2 days', 'any CallStarted where it.queue == "a" in last 2 days'],
  ['never CallStarted in last 2 days', 'no CallStarted in last 2 days'],
  ['count of CallStarted in past 3 days > 2', 'count of CallStarted in last 3 days > 2'],
  ['count of CallStarted last month > 2', 'count of CallStarted in last 30 days > 2'],
  ['any CallStarted ever', 'any CallStarted'],
  ['profile.name exists', 'profile.name is present'],
  ['profile.name not empty', 'profile.name is present'],
])('%s', (written, mended) => {
  const text = journey(`if ${written} { finish }`);
  expect(errorsIn(text).map(({ code, message }) => `${code} ${message}`)).toHaveLength(1);
  expect(first(text).mended).toBe(`if ${mended} { finish }`);
  expect(meant(mended)).toEqual([]);
});

test.each<readonly [written: string, hint: string]>([
  ['if count of CallStarted this month > 3 { finish }', 'Looking back has a length or a moment'],
  ['if any CallStarted today { finish }', 'Looking back has a length or a moment'],
  ['if profile has name { finish }', 'What is known is asked field by field'],
  ['3 days before bill.due { send Explained(bill) on email }', 'stands in a countdown: `countdown to'],
  ['on bill.due - 3 days { send Explained(bill) on email }', 'stands in a countdown: `countdown to bill.due'],
])('%s', (written, hint) => {
  const text = journey(written);
  expect(errorsIn(text)).toHaveLength(1);
  expect(first(text).said).toContain(hint);
});

test.each([
  'not any CallStarted in last 3 days and no BillIssued in last 3 days',
  'max of BillIssued.amount in last 3 days > min of BillIssued.amount in last 3 days',
  'first BillIssued.amount > 3 EUR or latest BillIssued.amount < 2 EUR',
])('what is asked as it should be stays: %s', (written) => {
  expect(meant(written)).toEqual([]);
});
