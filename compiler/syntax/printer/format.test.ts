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

test.each([
  ['identity { strong user_id, email, weak device_id }', 'identity {\n  strong user_id, email\n  weak device_id\n}'],
  ['type T = | a | b', 'type T = a | b'],
  ['type T = a | b // two\n | c', 'type T =\n  | a\n  | b // two\n  | c'],
  ['type T = a |\n b', 'type T =\n  | a\n  | b'],
  [`type T = ${'abcdefghij | '.repeat(8)}z`, `type T =\n${'  | abcdefghij\n'.repeat(8)}  | z`],
  ['profile { a: money is sum of A.b, or 0 EUR }', 'profile { a: money is sum of A.b or 0 EUR }'],
  ['condition C = a and\n b', 'condition C = a\n  and b'],
  ['message M(a: text b: text,) { }', 'message M(a: text, b: text) { }'],
])('one style: %s', (text, written) => {
  holds(text);
  expect(format(text)).toBe(`${written}\n`);
});

test.each([
  ['send M on email,\n else sms else go on', 'send M on email,\n    else sms, else go on'],
  ['share a // why\n , b', 'share a, // why\n      b'],
  ['wait until a.b if past skip if absent skip', 'wait until a.b, if past skip, if absent skip'],
  ['goal A within 3 days at least 5% go on', 'goal A within 3 days, at least 5%, go on'],
  ['start on A\n when a or\n b once', 'start on A\n    when a\n      or b once'],
  ['if a { finish } // why\n else { finish }', 'if a { finish } // why\n  else { finish }'],
])('one style in a journey: %s', (item, written) => {
  const text = item.startsWith('share') ? `journey J { handoff to d {\n${item} } }` : `journey J {\n${item} }`;
  expect(format(text)).toContain(` ${written}\n`);
  expect(format(format(text))).toBe(format(text));
});

test('what is too long is parted where it has its joints', () => {
  const clause = 'a.one_of_the_longer_names > 1_000 EUR';
  const list = 'first_of_all: text, second_of_all: text, third_of_all: text, fourth_of_all: text';
  const text = [
    `journey J { start on A as a when ${clause} and ${clause} or ${clause} again after 3 days on repeat restart }`,
    `action Tell(${list}, fifth: id) -> { ticket: id } { via http desk, timeout 3 seconds }`,
    'action Ask(a: text) -> { first_of_all: id, second_of_all: id, third: text? } { via http desk, timeout 3 seconds }',
  ].join('\n');
  holds(text);
  expect(format(text)).toMatchInlineSnapshot(`
    "journey J {
      start on A as a
        when a.one_of_the_longer_names > 1_000 EUR and a.one_of_the_longer_names > 1_000 EUR
          or a.one_of_the_longer_names > 1_000 EUR
        again after 3 days
        on repeat restart
    }

    action Tell(
      first_of_all: text,
      second_of_all: text,
      third_of_all: text,
      fourth_of_all: text,
      fifth: id
    ) -> { ticket: id } {
      via http desk
      timeout 3 seconds
    }

    action Ask(a: text) -> { first_of_all: id, second_of_all: id, third: text? } {
      via http desk
      timeout 3 seconds
    }
    "
  `);
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
