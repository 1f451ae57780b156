/** Three teams that did not talk to each other, and the same three after they did. */
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
      "care/complaints.journey:17 J4010 This handoff shares less than the journey knows: complaint.",
      "growth/offers.journey:14 J4062 \`profile.stage\` is written by two journeys, Complaint and CrossSell, and not with the same value.",
      "growth/offers.journey:15 J4065 CrossSell goes on sending \`Bundle\` after ComplaintRaised.",
      "growth/offers.journey:17 J4050 This can never hold: \`order.total\` is more than 20 EUR here, not 10 EUR or less.",
      "growth/offers.journey:18 J4068 This waits until 22:00, when nothing may be sent: \`Comeback\` goes out at 08:00.",
      "growth/offers.journey:19 J4059 Consent for \`Promotions\` is only ever given on app, and this goes out on sms.",
      "shared/company.journey:17 J4070 Nothing ever sets \`profile.plan_ends\`, so it is always absent.",
    ]
  `);
  const across = found.filter(({ code }) => ['J4062', 'J4063', 'J4065', 'J4068'].includes(code));
  expect(across).toHaveLength(4);
  for (const { related } of across) expect(related?.length).toBeGreaterThan(0);
});

test('nothing is said of those who agree', () => {
  expect(check('twin').map(brief)).toEqual([]);
});
