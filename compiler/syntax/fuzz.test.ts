import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { declarationWords } from './parser/parser.ts';

const good = readFileSync(new URL('fixtures/tour.journey', import.meta.url), 'utf8');
const bad = readFileSync(new URL('fixtures/ten-mistakes.journey', import.meta.url), 'utf8');

const words = [
  ...new Set(good.match(/\w+|[^\w\s]/g) ?? []),
  ...declarationWords,
  ...[
    '"',
    '"""',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    "'",
    '\\',
    '\n',
    '\n\n',
    ' ',
    '//',
    '///',
    '\u0000',
    'é',
    '\ud800',
    '$',
    '..',
    '=',
  ],
];

/** Holds for every text: it is read in time, every node and every error lies in the text, an unread part is reported. */
function holds(text: string): void {
  const { file, diagnostics } = parse('x.journey', text);
  const lines = text.split('\n');
  for (const { range, message, hint } of diagnostics) {
    const { start, end } = range;
    const ordered = start.line < end.line || (start.line === end.line && start.character <= end.character);
    const inside = end.character <= (lines[end.line] ?? '').length;
    if (!ordered || !inside) expect.fail(`place of ${message}: ${JSON.stringify(range)}`);
    if (/NaN|\[object|undefined /.test(`${message} ${hint}`)) expect.fail(message);
  }
  let invalid = false;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('start' in value && typeof value.start === 'number' && !(value.start >= 0 && value.start <= text.length))
      expect.fail(JSON.stringify(value));
    if ('end' in value && typeof value.end === 'number' && !(value.end >= 0 && value.end <= text.length))
      expect.fail(JSON.stringify(value));
    if ('kind' in value && value.kind === 'Invalid') invalid = true;
    Object.values(value).forEach(visit);
  };
  visit(file);
  if (invalid) expect(diagnostics.length).toBeGreaterThan(0);
}

/** A hundred thousand in all; `JOURNEY_FUZZ` multiplies them. */
const times = Number(process.env.JOURNEY_FUZZ ?? 1);
const fuzzTime = 120_000 * times;

test(
  'any text',
  () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 51_500 * times });
  },
  fuzzTime,
);

test(
  'any heap of words',
  () => {
    const soup = fc.array(fc.constantFrom(...words), { maxLength: 120 }).map((parts) => parts.join(' '));
    fc.assert(fc.property(soup, holds), { numRuns: 45_000 * times });
  },
  fuzzTime,
);

test(
  'a good file with pieces cut out, doubled, swapped or strewn in',
  () => {
    const change = fc.record({
      at: fc.nat(good.length),
      length: fc.nat(30),
      kind: fc.constantFrom('cut', 'double', 'strew', 'cut line'),
      word: fc.constantFrom(...words),
    });
    const mutated = fc
      .tuple(fc.constantFrom(good, bad), fc.array(change, { minLength: 1, maxLength: 4 }))
      .map(([text, changes]) =>
        changes.reduce((now, { at, length, kind, word }) => {
          const end = Math.min(now.length, at + length);
          const changed = {
            cut: now.slice(0, at) + now.slice(end),
            double: now.slice(0, end) + now.slice(at),
            strew: `${now.slice(0, at)} ${word} ${now.slice(at)}`,
            'cut line': now.slice(0, at) + now.slice(now.indexOf('\n', at) + 1),
          };
          return changed[kind];
        }, text),
      );
    fc.assert(fc.property(mutated, holds), { numRuns: 3_500 * times });
  },
  fuzzTime,
);

test('what was read is let go of again', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const megabytes = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 1_000_000;
  };
  const text = bad.repeat(20);
  for (let round = 0; round < 20; round++) parse('x.journey', text);
  const before = megabytes();
  for (let round = 0; round < 200; round++) parse('x.journey', `${text}${round}`);
  // 200 rounds read some 10 MB of text, whose trees would be many times that.
  expect(megabytes() - before).toBeLessThan(20);
});

const megabyte = 1_000_000;
const filled = (piece: string): string => piece.repeat(Math.ceil(megabyte / piece.length)).slice(0, megabyte);

test.each<readonly [what: string, text: string]>([
  [
    'words',
    Array.from({ length: 300_000 }, (_, index) => words[(index * 7919) % words.length])
      .join(' ')
      .slice(0, megabyte),
  ],
  ['words on one line', filled(`${words.filter((word) => !/[\n/]/.test(word)).join(' ')} `)],
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    '"',
    '"""',
    "'",
    '\\',
    '"{',
    '{"',
    '} ',
    'a{',
    'a {\n',
    '  }\n',
    'signal A (\n',
    'step a [\n',
    'if C (\n',
    'if C ( }\n',
    '"a } ',
    'not ',
    '-',
    '/',
    '//',
    '\n',
    'é',
    '\u0000',
  ].map((piece) => [JSON.stringify(piece), filled(piece)] as const),
  ['closing braces at the wrong indent', `signal A {\n${filled('      }\n')}`],
  ['a file without its first brace', `signal A\n${filled('  a: text\n}\n')}`],
  ['a text that never ends', `signal A { a: "${filled('} ')}x`],
  ['one line of hours', `team t { ${filled('open 09:00..10:00, 10:00..11:00, ')}`],
  ['one long word', filled('a')],
  ['one long number', filled('1')],
  ['one sentence', `condition C = ${filled('any S where a and ')}`],
])('a megabyte of %s is read in time', { timeout: 60_000 }, (_, text) => {
  // A second on a quiet machine. Beside a whole suite on two cores it is several, so the best of a few is taken, with room.
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4 && best >= 1_000; round++) {
    const started = performance.now();
    parse('x.journey', text);
    best = Math.min(best, performance.now() - started);
  }
  expect(best).toBeLessThan(5_000);
});
