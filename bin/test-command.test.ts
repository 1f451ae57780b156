import { describe, expect, test } from 'vitest';
import { starter } from './starter.ts';
import { folder, journey } from './testing/cli.ts';

test('a filter that no test fulfils is a mistake of the command: nothing was tested', () => {
  const root = folder(Object.fromEntries(starter.map(({ path, text }) => [path, text])));
  const { status, stdout, stderr } = journey(root, ['test', '--filter', 'a carrt']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('No test has `a carrt` in its name.');
  expect(journey(root, ['test', '--filter', 'a cart']).stdout).toContain('1 passed, 0 failed');
});

describe('journey test over several workspaces', () => {
  const text = starter.find(({ path }) => path === 'cart_rescue.journey')?.text ?? '';
  const other = {
    'journey.json': '{}',
    'shop.journey': starter.find(({ path }) => path === 'shop.journey')?.text ?? '',
  };
  const files = Object.entries({ ...other, 'cart_rescue.journey': text });
  const root = folder(
    Object.fromEntries(['a', 'b'].flatMap((name) => files.map(([path, each]) => [`${name}/${path}`, each]))),
  );

  test('journeys of one name stay apart, and files are found from here', () => {
    const { stdout } = journey(root, ['test', '--coverage']);
    expect(stdout).toContain('CartRescue (a): 75%');
    expect(stdout).toContain('not taken: after 1 day  b/cart_rescue.journey:');
    const lcov = journey(root, ['test', '--format', 'lcov']).stdout;
    expect(lcov.match(/^SF:.*$/gm)).toEqual(['SF:a/cart_rescue.journey', 'SF:b/cart_rescue.journey']);
    expect(journey(root, ['test', 'b', '--format', 'junit']).stdout).toContain(
      '<testsuite name="b/cart_rescue.journey"',
    );
  });

  test('too little coverage is said in every format', () => {
    const { status, stderr } = journey(root, ['test', 'a', '--min', '90', '--format', 'lcov']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Coverage is below 90%. It is 75%.\n' });
  });
});

test('a failed test is told by one clock, with values as authors write them', () => {
  const billing = `
type Payer { customer: id, share: percent, since: time? }
signal Billed { bill: id, payers: list of Payer, due: time }
journey Billing {
  start on Billed as billed when size(billed.payers) > 0 and billed.due > 2026-03-01 10:00 every time
  finish as sent
}
test "told" {
  at 2026-03-20 10:00
  Billed { bill: "a", due: 2026-03-25 08:30, payers: [{ customer: "zoe", share: 100% }] }
  expect not finished Billing as sent
}
`;
  const { stdout } = journey(folder({ 'journey.json': '{"timezone": "Europe/Paris"}', 'a.journey': billing }), [
    'test',
  ]);
  expect(stdout).toContain('Decisions that led there, by the clock of Europe/Paris:\n    2026-03-20 10:00 customer');
  expect(stdout).toContain('(billed.payers = [{ customer: "zoe", share: 100% }], billed.due = 2026-03-25 08:30)');
});
