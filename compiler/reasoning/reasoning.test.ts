import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { said, unmark } from '../testing/marked.ts';

const folder = new URL('./fixtures/', import.meta.url).pathname;

test.each(readdirSync(folder))('%s', (name) => {
  const marked = unmark(readFileSync(join(folder, name), 'utf8'));
  expect(said(marked, /^J/)).toEqual(marked.expected);
});

test('a long loop with a goal that has time is gone round without filling the stack', () => {
  const waits = '  wait 1 second\n'.repeat(1_000);
  const text = `signal Paid { amount: integer }
journey Long {
  start on Paid every time
  goal Paid where it.amount > 0 within 30 days
  step round {
${waits}  wait {
    on Paid where it.amount > 0 { finish as paid }
    after 1 day { go to round }
  }
  }
}
`;
  expect(said({ text, expected: [] }, /^J4075/)).toEqual([]);
});
