/** Whatever stands in a file, its colours follow upon each other, each inside of its line. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';
import { createEditor } from './editor.ts';

const tour = readFileSync(new URL('../syntax/fixtures/tour.journey', import.meta.url), 'utf8');
const piece = fc.constantFrom(
  '"',
  '"""',
  '{',
  '}',
  '\r\n',
  '\\',
  '//',
  '"{',
  '}"',
  '😀',
  '1 day',
  'signal ',
  ' of ',
  "'",
);
const edit = fc.record({ at: fc.nat(tour.length), without: fc.nat(30), text: piece });

test('of damaged files, too', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const editor = createEditor(workspace);
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      const text = edits.reduce(
        (was, { at, without, text }) => was.slice(0, at) + text + was.slice(at + without),
        tour,
      );
      workspace.setFile('tour.journey', text);
      const lengths = text.split(/\r\n|\r|\n/).map((line) => line.length);
      let before = { line: 0, end: 0 };
      for (const { line, character, length, kind } of editor.coloursOf('tour.journey')) {
        expect(line > before.line || character >= before.end, `${kind} at ${line}:${character}`).toBe(true);
        expect(length > 0 && character + length <= (lengths[line] ?? 0), `${kind} at ${line}:${character}`).toBe(true);
        before = { line, end: character + length };
      }
    }),
    { numRuns: 60, seed: 20261123 },
  );
});
