import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';
import { runTests } from '../runtime/testing/run-tests.ts';
import { coverageAsLcov, testsAsJunit } from './test-formats.ts';
import { asOne } from './test-reports.ts';

const text = `signal Paid { amount: money }
journey Thank {
  start on Paid as paid every time
  if paid.amount > 5 EUR { finish as much }
  finish as little
}
test "much & more" {
  Paid { amount: 10 EUR }
  expect finished Thank as much
}
test "not so <little>" {
  Paid { amount: 10 EUR }
  expect finished Thank as little
}
`;

function report() {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('thank.journey', text);
  const compiled = workspace.compile();
  if (compiled === undefined) throw new Error('not compiled');
  return runTests(compiled.graph, compiled.tests);
}

test('junit: a case for every test, with what was expected and what happened', () => {
  const xml = testsAsJunit(report());
  expect(xml).toContain('<testsuite name="thank.journey" tests="2" failures="1" errors="0" skipped="0">');
  expect(xml).toContain('name="much &amp; more"/>');
  expect(xml).toContain('name="not so &lt;little&gt;">');
  expect(xml).toContain('Happened: Thank started, finished as much');
});

test('lcov: edges are branches of their lines, covered also where a test failed', () => {
  expect(coverageAsLcov(report()).split('\n')).toEqual([
    'TN:',
    'SF:thank.journey',
    'BRDA:4,0,0,1',
    'BRDA:4,0,1,0',
    'BRF:2',
    'BRH:1',
    'DA:4,1',
    'LF:1',
    'LH:1',
    'end_of_record',
    '',
  ]);
});

test('coverage is a hundred percent only where nothing is left out', () => {
  const found = report();
  const percentOf = (covered: number) =>
    asOne([{ workspace: '.', report: { ...found, coverage: { ...found.coverage, edges: 2500, covered } } }]).coverage
      .percent;
  expect([2500, 2499, 1250, 0].map(percentOf)).toEqual([100, 99.9, 50, 0]);
});

test('junit: of a test for any value, the list says with which ones it fails, and what was expected', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const property = `test "any" {
  for any amount: money in [5 EUR]
  Paid { amount: amount }
  expect finished Thank as much
}
`;
  workspace.setFile('thank.journey', text + property);
  const compiled = workspace.compile();
  if (compiled === undefined) throw new Error('not compiled');
  const xml = testsAsJunit(runTests(compiled.graph, compiled.tests, undefined, 7));
  expect(xml).toContain('message="With amount = 5 EUR (seed 7): Expected: finished Thank as much">');
  expect(xml).toContain('message="Expected: finished Thank as little">');
});
