import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../parse.ts';
import { format, formatFile, formatLines } from './format.ts';

const tour = readFileSync(new URL('../fixtures/tour.journey', import.meta.url), 'utf8');

/** The tree without places, and the comments: what formatting must not change. */
function meaning(text: string): unknown {
  const { file, diagnostics } = parse('x.journey', text);
  expect(diagnostics).toEqual([]);
  const comments = file.comments.map((comment) => comment.text.trimEnd());
  const tree: unknown = JSON.parse(
    JSON.stringify({ ...file, comments: [] }, (key, value: unknown) => (isPlace(key, value) ? undefined : value)),
  );
  return { tree, comments };
}

const isPlace = (key: string, value: unknown): boolean =>
  (key === 'start' || key === 'end') && typeof value === 'number';

function holds(text: string): void {
  const once = format(text);
  expect(meaning(once)).toEqual(meaning(text));
  expect(format(once)).toBe(once);
}

test('the tour stays as it is but for blanks that line words up', async () => {
  holds(tour);
  await expect(format(tour)).toMatchFileSnapshot('../fixtures/tour.formatted.journey');
});

test('an ugly file becomes a plain one', async () => {
  const ugly = readFileSync(new URL('../fixtures/ugly.journey', import.meta.url), 'utf8');
  holds(ugly);
  await expect(format(ugly)).toMatchFileSnapshot('../fixtures/ugly.formatted.journey');
});

test('lines of a file: the meaning stays, nothing else moves, and all parts together are the whole', () => {
  const ugly = readFileSync(new URL('../fixtures/ugly.journey', import.meta.url), 'utf8');
  const whole = format(ugly);
  const count = ugly.split('\n').length;
  for (let first = 1; first <= count; first += 3) {
    const part = formatLines('x.journey', ugly, first, first + 4).text;
    expect(meaning(part)).toEqual(meaning(ugly));
    expect(format(part)).toBe(whole);
    const before = ugly
      .split('\n')
      .slice(0, first - 1)
      .join('\n');
    expect(part.startsWith(before.replace(/[\s,]+$/, ''))).toBe(true);
  }
  expect(formatLines('x.journey', ugly, 1, count).text).toBe(whole);
});

test('a file with a mistake is left as it is, and the mistake is told', () => {
  const broken = 'signal   A {  a:   text\n';
  expect(formatFile('a.journey', broken)).toMatchObject({
    text: broken,
    diagnostics: [{ code: 'J1005', file: 'a.journey' }],
  });
});

test.each([
  ['profile { a: integer is -3 }\n', 'is -3'],
  ['decision D { candidate A likely - 3% worth -1 EUR, pick the highest -worth, at least -1 EUR }\n', 'worth -1 EUR'],
  ['journey J { start on A once, finish with - 1 }\n', 'finish with -1'],
  ['condition C(share: percent) = share-1% > 2%\n', 'share - 1% >'],
  ['condition C = profile.a in [1 -1, - 1] or-1 > 2 -profile.b\n', '[1 - 1, -1] or -1 > 2 - profile.b'],
])('the minus of a number stays with it, that between two stands free: %s', (text, written) => {
  holds(text);
  expect(format(text)).toContain(written);
});

test('nothing stays nothing', () => {
  expect(format('')).toBe('');
  expect(format('\n\n')).toBe('');
  expect(format('// only a comment')).toBe('// only a comment\n');
});

/** The tour with other blanks, line ends, commas and comments where they may stand: it still says the same. */
test('meaning, comments and the second run: whatever the layout was', () => {
  const places = [...tour.matchAll(/\n/g)].map((hit) => hit.index);
  const change = fc.tuple(
    fc.nat(places.length - 1),
    fc.constantFrom('\n\n\n', '\n// note\n', ' // note\n', ',\n', '\n\t', '\r\n', '\n      ', '   \n'),
  );
  const other = fc.array(change, { maxLength: 20 }).map((changes) => {
    const at = new Map(changes.map(([place, text]) => [places[place] ?? 0, text]));
    return [...tour].map((sign, index) => at.get(index) ?? sign).join('');
  });
  fc.assert(
    fc.property(other, (text) => {
      fc.pre(parse('x', text).diagnostics.length === 0);
      holds(text);
    }),
    { numRuns: 80 },
  );
}, 60_000);

test('a line of which an `allow` speaks stays one line: parted, the comment would silence nothing', () => {
  const wait = 'wait { on Paid as x { finish as paid } after 3 days { finish as quiet } after 5 days { } }';
  const behind = `journey One { start on Paid as p every time, ${wait} } // allow J4006: later\n`;
  const above = `// allow J4006: later\njourney Two { start on Paid as p every time, ${wait} }\n`;
  const items = 'journey Three {\n  start on Paid as p every time, wait 2 days // allow J4006: later\n  finish\n}\n';
  for (const text of [behind, above, items]) expect(format(text)).toBe(text);
  expect(format('signal A { a: text } signal B { b: text } // allow J4007: later\n')).toBe(
    'signal A { a: text }\nsignal B { b: text } // allow J4007: later\n',
  );
  expect(format(behind.replace('allow', 'note'))).toContain('{\n  start on Paid as p every time\n  wait {');
});
