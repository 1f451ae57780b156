/** Formatting changes neither meaning nor comments, whatever the file looks like. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../compiler/syntax/parse.ts';
import { format } from '../../compiler/syntax/printer/format.ts';
import { createWorkspace } from '../../compiler/workspace.ts';
import { line, program } from './program.ts';

const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };
const tour = readFileSync(join(import.meta.dirname, '../../compiler/syntax/fixtures/tour.journey'), 'utf8');

function hashOf(text: string): string | undefined {
  const workspace = createWorkspace({ settings });
  workspace.setFile('x.journey', text);
  return workspace.compile()?.graph.hash;
}

const comments = (text: string): string[] =>
  parse('x.journey', text).file.comments.map((comment) => comment.text.trim());

/** Strews blanks, line ends and comments between the words of a text. */
const strewn = (text: string): fc.Arbitrary<string> => {
  const gaps = [...text.matchAll(/ +(?=[a-z])/g)].map((gap) => gap.index);
  const piece = fc.constantFrom('  ', '\t', ' // note\n', '\n\n\n', '\r\n');
  return fc.array(fc.tuple(fc.nat(Math.max(0, gaps.length - 1)), piece), { maxLength: 5 }).map((all) =>
    [...all]
      .sort((a, b) => b[0] - a[0])
      .reduce((now, [at, what]) => {
        const gap = gaps[at] ?? 0;
        return `${now.slice(0, gap)}${what}${now.slice(gap)}`;
      }, text),
  );
};

test('a program means the same after it was formatted', () => {
  const programs = fc.array(line, { minLength: 1, maxLength: 6 }).map(program);
  let compared = 0;
  fc.assert(
    fc.property(programs.chain(strewn), (text) => {
      const formatted = format(text);
      expect(format(formatted)).toBe(formatted);
      expect(comments(formatted)).toEqual(comments(text));
      const before = hashOf(text);
      if (before !== undefined) compared++;
      expect(hashOf(formatted)).toBe(before);
    }),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(20);
}, 60_000);

test('a damaged file stays as it is, or keeps its comments and settles at once', () => {
  const cut = fc
    .tuple(fc.nat(tour.length), fc.nat(12))
    .map(([at, length]) => tour.slice(0, at) + tour.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(cut, strewn(tour)), (text) => {
      const formatted = format(text);
      const broken = parse('x.journey', text).diagnostics.some(({ severity }) => severity === 'error');
      if (broken) expect(formatted).toBe(text);
      expect(comments(formatted)).toEqual(comments(text));
      expect(format(formatted)).toBe(formatted);
    }),
    { numRuns: 300 },
  );
}, 60_000);
