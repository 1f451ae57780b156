/** `for any` in tests: what breaks is shown in its plainest form, the same at every run. */
import { expect, it } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';
import { runTests } from '../runtime/testing/run-tests.ts';

function run(threshold: string, seed?: number) {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile(
    'x.journey',
    `type Tier = standard | gold
signal Paid { amount: money, tier: Tier, count: integer }
journey Thank {
  start on Paid as paid when paid.amount > ${threshold} or paid.tier == gold every time
  wait 1 day
}
test "any payment is thanked for" {
  for any amount: money between 1 EUR and 500 EUR
  for any tier: Tier
  for any count: integer in [1, 2]
  Paid { amount: amount, tier: tier, count: count }
  expect started Thank
}
`,
  );
  const compiled = workspace.compile();
  if (compiled === undefined) throw new Error(JSON.stringify(workspace.check()));
  return runTests(compiled.graph, compiled.tests, undefined, seed);
}

it('holds for all that are tried', () => {
  expect(run('0.5 EUR')).toMatchObject({ passed: 1, failed: 0 });
});

it('shows the plainest values that break it, and the seed', () => {
  const [result] = run('300 EUR').tests;
  expect(result?.message).toMatch(
    /^With amount = 1 EUR, tier = standard, count = 1 \(seed -?\d+\):\nExpected: started Thank/,
  );
  expect(result?.line).toBe(12);
});

it('finds the same again with the same seed', () => {
  expect(run('300 EUR', 7)).toEqual(run('300 EUR', 7));
  expect(run('300 EUR', 7).tests[0]?.message).toContain('(seed 7)');
});

const all = `type Tier = standard | gold
identity { strong user_id, email }
signal Paid { amount: money, share: percent, weight: number, days: integer, payer: email }
action Score(amount: money) -> { points: integer } { via http scores }
purpose Service { consent assumed }
profile { email: email?, tier: Tier = standard }
channel email { to profile.email, via console }
message Receipt for Service { on email { text "Paid" } }
journey Judge {
  start on Paid as paid every time
  call Score(paid.amount) as score { on failed { finish as failed } }
  if score.points < 30 or paid.amount > 500 EUR or paid.share > 33% or paid.weight > 2.5 or paid.days > 7 {
    send Receipt to customer(paid.payer) on email, else go on
    finish as refused
  }
  finish as fine
}
`;

/** A test of `Judge` that tries one value, in place of what stands there otherwise. */
function judged(any: string, instead: Readonly<Record<string, string>>, expected = 'finished Judge as fine') {
  const data = { amount: '1 EUR', share: '1%', weight: '1', days: '1', payer: '"a@example.org"', ...instead };
  const { points = '50', email = '"b@example.org"', ...fields } = data as Readonly<Record<string, string>>;
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const written = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  workspace.setFile(
    'x.journey',
    `${all}test "t" {
  for any v: ${any}
  given customer ada
  given customer bob { email: ${email} }
  given Score answers { points: ${points} }
  Paid from ada { ${written.join(', ')} }
  expect ${expected}${expected.endsWith('bob') ? '' : ' for ada'}
}
`,
  );
  const compiled = workspace.compile();
  if (compiled === undefined) throw new Error(JSON.stringify(workspace.check()));
  return runTests(compiled.graph, compiled.tests).tests[0]?.message?.split(' (seed')[0];
}

it.each([
  ['money between 1 EUR and 2000 EUR', 'amount', 'With v = 500.01 EUR'],
  ['percent between 0% and 100%', 'share', 'With v = 33.01%'],
  ['number between 0 and 10', 'weight', 'With v = 2.501'],
  ['number between 0 and 1000000000', 'weight', 'With v = 2.501'],
  ['integer between -10 and 10', 'days', 'With v = 8'],
])('the plainest value is the one nearest to the lower end: %s', (any, field, plainest) => {
  expect(judged(any, { [field]: 'v' })).toBe(plainest);
});

it('puts the value into what others answer', () => {
  expect(judged('integer between 0 and 100', { points: 'v' })).toBe('With v = 0');
  expect(judged('integer between 30 and 100', { points: 'v' })).toBeUndefined();
});

it('puts the value into the keys of a customer', () => {
  const both = { email: 'v', payer: 'v', days: '9' };
  expect(judged('email in ["a@example.org", "b@example.org"]', both, 'sent Receipt for bob')).toBeUndefined();
});
