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
