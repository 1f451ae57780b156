import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderAll } from '../diagnostics/render.ts';
import { parse } from './parse.ts';
import { JourneyParser } from './parser/parser.ts';
import { outline } from './testing/outline.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const codes = (text: string): string[] => parse('x.journey', text).diagnostics.map(({ code }) => code);

test('the grammar itself is sound: no ambiguity, no rule that cannot be reached', () => {
  expect(() => new JourneyParser(true)).not.toThrow();
});

test('everything that can be said is read, and nothing is lost', async () => {
  const { file, diagnostics } = parse('tour.journey', fixture('tour.journey'));
  expect(diagnostics).toEqual([]);
  await expect(outline(file)).toMatchFileSnapshot('fixtures/tour.tree.txt');
});

test('a file full of mistakes: an exact error for each, and none that only follows from another', async () => {
  const text = fixture('ten-mistakes.journey');
  const { diagnostics } = parse('ten-mistakes.journey', text);
  await expect(`${renderAll(diagnostics, () => text)}\n`).toMatchFileSnapshot('fixtures/ten-mistakes.errors.txt');
});

test('what people write out of habit is understood, and they are told how it is said here', async () => {
  const text = fixture('habits.journey');
  const { diagnostics } = parse('habits.journey', text);
  await expect(`${renderAll(diagnostics, () => text)}\n`).toMatchFileSnapshot('fixtures/habits.errors.txt');
});

test('keywords can be names of fields, parameters and values', () => {
  const text = `signal S { channel: text, message: text, order: id, start: date, key: id key user_id, on: date, at: time, is: text }
condition C(count: integer, first: integer) = count > 3 and first == it.order.in and it.message.start is present
journey J {
  start on S as order once per order.key
  choose order.channel {
    open { finish as open }
    send, wait { finish as wait }
  }
  step start { go to start }
}
`;
  expect(codes(text)).toEqual([]);
});

test('a text over lines that is never closed ends where its line does, as Windows ends it, too', () => {
  const text = 'test """to her\r\n}\r\n';
  expect(parse('x.journey', text).file.declarations).toMatchObject([{ title: { end: text.indexOf('\r') } }]);
  const { diagnostics } = parse('x.journey', 'test """to her\r\nand him\r\n}\r\n');
  expect(diagnostics.find(({ code }) => code === 'J1022')?.range.end).toEqual({ line: 0, character: 14 });
});

test.each([
  ['a + b * c', 'Binary + (a, Binary * (b, c))'],
  ['a or b and not c == d', 'Binary or (a, Binary and (b, Not (Binary == (c, d))))'],
  ['30% of a.b - 1', 'Binary - (Binary of (30 %, Member b (a)), 1)'],
  ['(a or b) and c', 'Binary and (Binary or (a, b), c)'],
  ['-a * b', 'Binary * (Negate (a), b)'],
  ['no S in last 2 days and x not in [1, 2]', 'Binary and (no S (InLast (2 days)), In negated (x, List (1, 2)))'],
  [
    'count of S where it.a == b in last 2 hours >= 3',
    'Binary >= (count S (where Binary == (Member a (it), b), InLast (2 hours)), 3)',
  ],
  ['sum of S.total in last 90 days, or 0 EUR', 'Binary or (sum S.total (InLast (90 days)), 0 EUR)'],
  ['x between 1 and 2 + 3 and y', 'Binary and (Between (x, 1, Binary + (2, 3)), y)'],
  ['"a {b or "c {d}"} e" is present', 'Presence present (Text ("a ", Binary or (b, Text ("c ", d)), " e"))'],
])('%s', (text, expected) => {
  const { file, diagnostics } = parse('x.journey', `condition C = ${text}`);
  expect(diagnostics).toEqual([]);
  const [condition] = file.declarations;
  expect(condition?.kind === 'Condition' ? outline(condition.body, 'line') : condition).toBe(expected);
});

test('a byte order mark and Windows line ends change nothing', () => {
  const { file, diagnostics } = parse('x.journey', '\ufeff/// Two\r\n/// lines\r\nsignal A {\r\n  a: text\r\n}\r\n');
  expect(diagnostics).toEqual([]);
  expect(file.declarations[0]).toMatchObject({ kind: 'Signal', doc: 'Two\nlines' });
});

test('block texts lose what their lines are indented by', () => {
  const { file } = parse('x.journey', 'condition C = """\n    Dear {x},\n      more\n    """');
  const [condition] = file.declarations;
  expect(condition?.kind === 'Condition' && condition.body).toMatchObject({
    kind: 'Text',
    block: true,
    parts: ['Dear ', { kind: 'Reference' }, ',\n  more'],
  });
});

test('ten thousand brackets are an error, not a crash', () => {
  for (const deep of ['(', '[', 'not ', '- ', '{"a', 'if x { ', 'x(']) {
    const text = `journey J {\n  set profile.x = ${deep.repeat(10_000)}\n}\ncondition C = ${deep.repeat(10_000)}`;
    expect(parse('x.journey', text).diagnostics.length).toBeGreaterThan(0);
  }
  const nested = `journey J {\n${'if x {\n'.repeat(10_000)}${'}\n'.repeat(10_000)}}`;
  expect(codes(nested)).toEqual(['J1030']);
  expect(codes(`signal S { a: ${'list of '.repeat(10_000)}text }`)).toEqual(['J1030']);
});
