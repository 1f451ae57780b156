/** What people write who know English, and other languages: one error, at the place, and its remedy mends the line. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

const started = (by: string): string => `journey J {\n  start ${by}\n  wait 1 day\n}\n`;
const policy = (rule: string): string => `policy P for Service { ${rule} }\n`;

test.each<readonly [text: string, at: string, said: string, mended: string]>([
  [
    journey('repeat every 2 days up to 3 times until any CallStarted { wait 1 day }'),
    'every 2 days up to 3 times',
    'write `up to 3 times every 2 days`',
    'repeat up to 3 times every 2 days until any CallStarted { wait 1 day }',
  ],
  [
    journey('repeat every day up to 3 until any CallStarted { wait 1 day }'),
    'every day up to 3',
    'write `up to 3 times every 1 day`',
    'repeat up to 3 times every 1 day until any CallStarted { wait 1 day }',
  ],
  [
    journey('if bill.amount is between 1 EUR and 8 EUR { finish }'),
    'is',
    '`is` is too much here',
    'if bill.amount between 1 EUR and 8 EUR { finish }',
  ],
  [
    journey('if profile.tier is not in [gold] { finish }'),
    'is',
    '`is` is too much here',
    'if profile.tier not in [gold] { finish }',
  ],
  [
    journey('if bill.amount more than 8 EUR or any CallStarted { finish }'),
    'more than',
    'write `>`',
    'if bill.amount > 8 EUR or any CallStarted { finish }',
  ],
  [
    journey('if (any CallStarted) == no { finish }'),
    'no',
    'Yes and no are written `true` and `false`',
    'if (any CallStarted) == false { finish }',
  ],
  [
    journey('if profile.tier != gold or standard { finish }'),
    'standard',
    '`not (profile.tier in [gold, standard])`',
    'if not (profile.tier in [gold, standard]) { finish }',
  ],
  [
    journey('if profile.tier != gold and standard { finish }'),
    'standard',
    '`not (profile.tier in [gold, standard])`',
    'if not (profile.tier in [gold, standard]) { finish }',
  ],
  [
    journey('if any CallStarted or length(bill.invoice) > 2 and bill.amount == 3 EUR or 4 EUR { finish }'),
    '4 EUR',
    '`bill.amount in [3 EUR, 4 EUR]`',
    'if any CallStarted or length(bill.invoice) > 2 and bill.amount in [3 EUR, 4 EUR] { finish }',
  ],
  [
    journey('if bill.invoice == "a" or "b" or "c" { finish }'),
    '"b"',
    '`bill.invoice in ["a", "b", "c"]`',
    'if bill.invoice in ["a", "b", "c"] { finish }',
  ],
  [journey('if bill.amount > 50€ { finish }'), '50€', '`50 EUR`', 'if bill.amount > 50 EUR { finish }'],
  [journey('if bill.amount > 50.5 € { finish }'), '50.5 €', '`50.5 EUR`', 'if bill.amount > 50.5 EUR { finish }'],
  [
    journey('wait until desk opens'),
    'until desk opens',
    'write `1 minute during open hours of desk`',
    'wait 1 minute during open hours of desk',
  ],
  [
    journey('wait until next monday at 9:00'),
    'next monday at 9:00',
    'write `09:00 on monday`',
    'wait until 09:00 on monday',
  ],
  [journey('wait until weekday 09:00'), 'weekday 09:00', 'write `09:00 on weekdays`', 'wait until 09:00 on weekdays'],
  [
    journey('send Explained(bill) on email as told, else sms'),
    'as told',
    'The name stands before the channel: `send .. as told on email`',
    'send Explained(bill) as told on email, else sms',
  ],
  [
    journey('wait for CallStarted where CallStarted.queue == "a" up to 1 day { finish }'),
    'CallStarted',
    'Here it is called `it`',
    'wait for CallStarted where it.queue == "a" up to 1 day { finish }',
  ],
  [
    journey('if any CallStarted where CallStarted.queue == "a" in last 2 days { finish }'),
    'CallStarted',
    'Here it is called `it`',
    'if any CallStarted where it.queue == "a" in last 2 days { finish }',
  ],
  [
    'profile { calls: count of CallStarted in last 1 day }\n',
    'count',
    'What is computed has a type, too: `integer is count ..`',
    'profile { calls: integer is count of CallStarted in last 1 day }',
  ],
  [
    'profile { calls: integer = count of CallStarted in last 1 day }\n',
    'count of CallStarted in last 1 day',
    'Use `is` for what is computed',
    'profile { calls: integer is count of CallStarted in last 1 day }',
  ],
  [journey('wait 3 days days'), 'days', '`days` is too much here', 'wait 3 days'],
  [journey('send Explained(bill) on email email'), 'email', 'too much', 'send Explained(bill) on email'],
  [journey('wait 3 Days'), 'Days', 'Did you mean `days`?', 'wait 3 days'],
  [
    journey('wait for CallStarted as call { if Call.queue == "a" { finish } }'),
    'Call',
    'Did you mean `call`?',
    'wait for CallStarted as call { if call.queue == "a" { finish } }',
  ],
  [
    'condition Dear(invoice: BillIssued) = invioce.amount > 3 EUR and invoice.amount < 9 EUR\n',
    'invioce',
    'Did you mean `invoice`?',
    'condition Dear(invoice: BillIssued) = invoice.amount > 3 EUR and invoice.amount < 9 EUR',
  ],
  [
    `signal Cart { cart: id, total: money }\n${started('on Cart as catr when cart.total > 3 EUR once')}`,
    'cart',
    'Did you mean `catr`?',
    'start on Cart as catr when catr.total > 3 EUR once',
  ],
  ['purpose News { consent required }\n', 'required', 'write `asked`', 'purpose News { consent asked }'],
  ['purpose News { consent implied }\n', 'implied', 'write `assumed`', 'purpose News { consent assumed }'],
  [
    policy('quiet on sundays'),
    'quiet on sundays',
    'write `hold while weekday_of(now, profile.timezone) == 7`',
    policy('hold while weekday_of(now, profile.timezone) == 7').trim(),
  ],
  [
    policy('quiet on weekends in "Europe/Paris", then drop'),
    'quiet on weekends in "Europe/Paris"',
    'write `hold while weekday_of(now, "Europe/Paris") >= 6`',
    policy('hold while weekday_of(now, "Europe/Paris") >= 6, then drop').trim(),
  ],
  [
    started('when profile.tier changes to gold once'),
    'profile.tier changes to gold',
    'write `profile.tier == gold becomes true`',
    'start when profile.tier == gold becomes true once',
  ],
])('%j', (text, at, said, mended) => {
  const found = first(text);
  expect(found).toMatchObject({ at, mended });
  expect(found.said).toContain(said);
  expect(new Set(errorsIn(text).map(({ fixes }) => fixes?.[0]?.title)).size).toBe(1);
});

test.each<readonly [text: string, at: string, said: string]>([
  [journey('wait 2 school days'), 'school days', '`2 days until 09:00 on weekdays`'],
  [journey('wait 2 full days'), 'full days', 'no unit `full days`'],
  [journey('wait until next monday'), 'next monday', '`09:00 on monday`'],
  [journey('wait until next week'), 'next week', '`09:00 on monday`'],
  [started('every month on last friday at 09:00'), 'last friday', '`every friday`'],
  [started('every month on the 1st monday at 09:00'), 'the 1st monday', '`every monday`'],
  [started('when profile.tier changes once'), 'changes', '`becomes true`'],
  [started('on CallStarted once every time'), 'every', 'said already: `once`'],
  [started('on CallStarted every time\n    again after 3 days'), 'again', 'said already: `every time`'],
  [started('on CallStarted as call per call.queue once per call.queue'), 'per', '`per` is said twice'],
  [started('on CallStarted once on repeat restart on repeat ignore'), 'on', '`on repeat` is said twice'],
  [journey('if profile.tier == gold and order.total > 5 EUR { finish }'), 'order', '`order` stands for nothing'],
  ['purpose News { consent maybe }\n', 'maybe', '`asked` or `assumed`'],
])('one error, and no remedy that does not mend: %j', (text, at, said) => {
  const found = first(text);
  expect(found).toMatchObject({ at, mended: undefined });
  expect(found.said).toContain(said);
  expect(errorsIn(text)).toHaveLength(1);
});
