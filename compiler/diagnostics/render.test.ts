import { expect, test } from 'vitest';
import { render } from './render.ts';
import type { Diagnostic } from './types.ts';

test('of a line without end as much is shown as a reader needs, with the carets at their place', () => {
  const text = `${'😀ab'.repeat(20_000)}WRONG${'cd'.repeat(20_000)}`;
  const at = (start: number, end: number): Diagnostic => ({
    code: 'J2001',
    severity: 'error',
    message: 'There is no type called `WRONG`.',
    file: 'a.journey',
    range: { start: { line: 0, character: start }, end: { line: 0, character: end } },
  });
  const [, place, , line = '', carets = ''] = render(at(80_000, 80_005), () => text).split('\n');
  expect(place).toBe('  --> a.journey:1:80001');
  expect(line).toMatch(/^1 \| …(😀ab){20}WRONG(cd)+c?…$/u);
  expect(line.length).toBeLessThan(420);
  // Each emoji is two columns wide and two units long.
  expect(carets).toBe(`  | ${' '.repeat(line.indexOf('WRONG') - 4)}^^^^^`);

  // A place that goes on behind what is shown.
  const all = render(at(0, text.length), () => text).split('\n');
  expect(all[3]?.startsWith('1 | 😀ab')).toBe(true);
  expect(all[4]).toMatch(/^ {2}\| \^{380,400}$/);
});
