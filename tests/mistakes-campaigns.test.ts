/** Words that people bring along from tools for campaigns: told in one error how it is said here. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

const setting = (line: string): string =>
  `journey Shock {\n  start on BillIssued as bill once per bill.invoice\n  ${line}\n  wait 2 days\n}\n`;
const policy = (line: string): string => `policy Calm for Service { ${line} }\n`;

test.each<readonly [written: string, mended: string]>([
  [setting('exit criteria: CallStarted'), 'stop on CallStarted'],
  [setting('exit rule CallStarted'), 'stop on CallStarted'],
  [setting('conversion goal: CallStarted within 3 days'), 'goal CallStarted within 3 days'],
  [setting('conversion: CallStarted'), 'goal CallStarted'],
  [journey('send Explained with bill on email'), 'send Explained(bill) on email'],
  [
    journey('branch on profile.tier { gold { finish } otherwise { } }'),
    'choose profile.tier { gold { finish } otherwise { } }',
  ],
  [
    journey('a/b test 50/50 { variant a 50% { finish } variant b 50% { } }'),
    'experiment Split { variant a 50% { finish } variant b 50% { } }',
  ],
  [policy('at most 2 messages per day per customer'), 'policy Calm for Service { at most 2 messages per day }'],
  [policy('no Service for 7 days after CallStarted'), 'policy Calm for Service { hold for 7 days after CallStarted }'],
  [policy('pause Service while profile.tier == gold'), 'policy Calm for Service { hold while profile.tier == gold }'],
])('%s', (written, mended) => {
  expect(errorsIn(written).map(({ code, message }) => `${code} ${message}`)).toHaveLength(1);
  expect(first(written).mended).toBe(mended);
});

test.each<readonly [written: string, hint: string]>([
  [setting('audience: profile.tier == gold'), 'start on SIGNAL when CONDITION'],
  [setting('only for profile.tier == gold'), 'start on SIGNAL when CONDITION'],
  [setting('frequency cap 3 per week'), 'said by a policy: `policy Calm'],
  [journey('add tag "vip"'), 'set profile.FIELD = VALUE'],
  [journey('alert desk "look at this"'), 'handoff to TEAM'],
  [journey('retry 3 times'), 'repeat up to 3 times'],
  [journey('send Explained(bill) on email at best time'), 'on best of email, sms'],
])('%s', (written, hint) => {
  expect(errorsIn(written)).toHaveLength(1);
  expect(first(written).said).toContain(hint);
});
