/** Teams that did not talk to each other, and the same after they did: of three companies. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow } from '../../bin/workspace.ts';
import type { Diagnostic } from '../../compiler/diagnostics/types.ts';
import { createWorkspace } from '../../compiler/workspace.ts';

function check(folder: string): readonly Diagnostic[] {
  const root = join(import.meta.dirname, folder);
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/Berlin', locale: 'en' } });
  for (const path of filesBelow(root, (name) => name.endsWith('.journey')))
    workspace.setFile(path, readFileSync(join(root, path), 'utf8'));
  return workspace.check();
}

const brief = ({ file, range, code, message }: Diagnostic): string =>
  `${file}:${range.start.line + 1} ${code} ${message}`;

/** Codes of findings that are about two places. */
const ofTwo = new Set(['J4059', 'J4062', 'J4063', 'J4064', 'J4065', 'J4066', 'J4067', 'J4068']);

function expectBothPlaces(found: readonly Diagnostic[], count: number): void {
  const across = found.filter(({ code }) => ofTwo.has(code));
  expect(across).toHaveLength(count);
  for (const { related } of across) expect(related?.length).toBeGreaterThan(0);
}

test('every contradiction is found, with both places', () => {
  const found = check('teams');
  expect(found.map(brief)).toMatchInlineSnapshot(`
    [
      "billing/invoices.journey:4 J3110 \`invoice.iban\` is sensitive, and channel \`sms\` is not cleared for sensitive.",
      "billing/invoices.journey:10 J4063 CrossSell and Receipts both send at once on \`OrderPlaced\`, and Fatigue lets only 1 through per day: one waits.",
      "billing/invoices.journey:19 J4064 Fatigue lets only 1 through per day, so \`Details\` here is held back.",
      "billing/invoices.journey:19 J4080 Nothing says what happens where \`Details\` cannot be sent: \`profile.phone\` may be absent.",
      "care/complaints.journey:4 J3110 \`profile.name\` is pii, and channel \`app\` is not cleared for pii.",
      "care/complaints.journey:9 J4072 Policy \`NoBlindSurvey\` never takes effect: no journey sends Survey.",
      "care/complaints.journey:17 J3110 \`profile.name\` is pii, and team \`care_team\` is not cleared for pii.",
      "care/complaints.journey:17 J4010 This handoff shares less than the journey knows: complaint, this journey.",
      "growth/offers.journey:14 J4062 \`profile.stage\` is written by two journeys, Complaint and CrossSell, and not with the same value.",
      "growth/offers.journey:15 J4065 CrossSell goes on sending \`Bundle\` after ComplaintRaised.",
      "growth/offers.journey:17 J4050 This can never hold: \`order.total\` is more than 20 EUR here, not 10 EUR or less.",
      "growth/offers.journey:18 J4068 This waits until 22:00, when nothing may be sent: \`Comeback\` goes out at 08:00.",
      "growth/offers.journey:19 J4059 Consent for \`Promotions\` is only ever given on app, and this goes out on sms.",
      "shared/company.journey:17 J4070 Nothing here sets \`profile.plan_ends\`: it is absent unless an \`identify\` call brings it.",
    ]
  `);
  expectBothPlaces(found, 6);
});

test('of a telephone company: outages, sales, retention, collections and porting', () => {
  const found = check('telco/planted');
  expect(found.map(brief)).toMatchInlineSnapshot(`
    [
      "collections/dunning.journey:14 J4065 Collections goes on sending \`Overdue\` after InvoiceDisputed.",
      "network/outages.journey:19 J4050 This can never hold: \`outage.minutes\` is 30 or more here, not less than 15.",
      "network/outages.journey:22 J4062 \`profile.standing\` is written by two journeys, Collections and Outage, and not with the same value.",
      "porting/numbers.journey:3 J3110 \`port.code\` is sensitive, and channel \`sms\` is not cleared for sensitive.",
      "porting/numbers.journey:11 J4055 These journeys start each other for ever: PortOut starts PortOut.",
      "retention/stay.journey:8 J4073 This cap never takes effect: nothing that Survey30 covers is sent on \`sms\`.",
      "retention/stay.journey:16 J4062 \`profile.standing\` is written by two journeys, Collections and Retention, and not with the same value.",
      "retention/stay.journey:22 J4065 Retention goes on sending \`StayOffer\` after InvoiceDisputed.",
      "retention/stay.journey:35 J4065 Reclaim goes on sending \`StayOffer\` after InvoiceDisputed.",
      "sales/upgrades.journey:18 J4063 Reclaim and SalesCall both send at once on \`ContractEnding\`, and Calm lets only 1 through per 3 days: one waits.",
      "sales/upgrades.journey:18 J4065 SalesCall goes on sending \`Upgrade\` after InvoiceDisputed.",
      "sales/upgrades.journey:19 J4066 The experiments Discount and Script are both measured by the goal ContractRenewed.",
      "sales/upgrades.journey:20 J4068 This waits until 21:30, when nothing may be sent: \`CallOffer\` goes out at 08:00.",
      "sales/upgrades.journey:21 J4065 SalesCall goes on sending \`CallOffer\` after OutageReported.",
      "sales/upgrades.journey:22 J4010 This handoff shares less than the journey knows: contract, this journey.",
      "shared/company.journey:51 J4067 This cap never takes effect: \`at most 1 message per 3 days\` is always stricter than \`at most 2 messages per 2 days\`.",
    ]
  `);
  expectBothPlaces(found, 11);
});

test('of a shop: returns, reviews, prices, birthdays and loyalty', () => {
  const found = check('shop/planted');
  expect(found.map(brief)).toMatchInlineSnapshot(`
    [
      "loyalty/loyalty.journey:6 J4072 Policy \`NoBlindSurvey\` never takes effect: no journey sends Survey.",
      "loyalty/loyalty.journey:12 J4062 \`profile.voucher\` is written by two journeys, Birthday and GoldBirthday, and not with the same value.",
      "loyalty/loyalty.journey:13 J4063 Birthday and GoldBirthday both send at once \`every year on profile.birthday at 09:30 in "Europe/Berlin"\`, and Calm lets only 1 through per 2 days: one is dropped.",
      "loyalty/loyalty.journey:20 J4051 This always holds: \`profile.spent_1y\` is more than 1000 EUR here.",
      "prices/alerts.journey:15 J4059 Consent for \`Offers\` is only ever given on email, and this goes out on app.",
      "prices/alerts.journey:16 J4064 Calm lets only 1 through per 2 days, so \`Alike\` here is dropped.",
      "prices/alerts.journey:23 J4068 This waits until 22:00, when nothing may be sent: \`Alike\` is dropped.",
      "returns/returns.journey:14 J3110 \`profile.name\` is pii, and team \`returns_desk\` is not cleared for pii.",
      "reviews/reviews.journey:13 J4065 ReviewRequest goes on sending \`AskReview\` after ReturnRequested.",
      "reviews/reviews.journey:15 J4050 This can never hold: \`order.days\` is 3 or less here, not more than 5.",
    ]
  `);
  expectBothPlaces(found, 6);
});

test.each(['twin', 'telco/agreed', 'shop/agreed'])('nothing is said of those who agree: %s', (folder) => {
  expect(check(folder).map(brief)).toEqual([]);
});
