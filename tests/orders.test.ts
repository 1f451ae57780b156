/** `replay in any order within D`: which orders are tried. */
import { expect, it } from 'vitest';
import { runTests } from '../runtime/testing/run-tests.ts';
import { compileTexts } from './compile.ts';

/** What the test says, whose journey minds that `First` comes before `Last`. */
function replayed(steps: string): string | undefined {
  const { graph, tests } = compileTexts({
    'race.journey': `
signal First {}
signal Last {}
signal Other { n: integer }
journey Race {
  start on Other once
  expire after 9 days
  wait {
    on First { finish as first }
    on Last { finish as last }
  }
}
test "race" {
  at 2026-03-02 10:00
  ${steps}
  expect finished Race as first
  replay in any order within 1 minute
}
`,
  });
  return runTests(graph, tests).tests[0]?.message;
}

it('tries a swap of two that lie close together, also where a third came shortly before', () => {
  const swapped = /With the signals in this order: Last, First$/;
  expect(
    replayed(
      'Other { n: 1 }\n  after 2 minutes\n  Other { n: 2 }\n  after 50 seconds\n  First\n  after 20 seconds\n  Last',
    ),
  ).toMatch(swapped);
  expect(
    replayed(
      'Other { n: 1 }\n  after 2 minutes\n  Other { n: 2 }\n  after 50 seconds\n  First\n  after 61 seconds\n  Last',
    ),
  ).toBeUndefined();
});

it('has each of many signals behind each other one, in orders that are the same at every run', () => {
  const others = Array.from({ length: 5 }, (_, n) => `Other { n: ${n} }`).join('\n  ');
  const message = replayed(`Other { n: 9 }\n  after 2 minutes\n  First\n  ${others}\n  Last`);
  expect(message).toMatch(/With the signals in this order: .*Last.*First/);
  expect(replayed(`Other { n: 9 }\n  after 2 minutes\n  First\n  ${others}\n  Last`)).toBe(message);
});
