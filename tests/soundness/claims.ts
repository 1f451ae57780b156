/** Generates journeys that ask much of few values, so that much is asked in vain: what the checker says of that can be put to the test. */
import fc from 'fast-check';

const declarations = `
type Color = red | green | blue
signal Seen {
  n: integer, k: integer, o: integer?, m: money, m2: money?, p: percent, d: duration, b: boolean, b2: boolean?
  c: Color, c2: Color?, t: text, y: date, y2: date?, w: time
}
signal Other { n: integer, m: money, c: Color, b: boolean }
signal Told { n: integer }
profile {
  n: integer = 0, o: integer?, m: money = 0 EUR, c: Color = red, b: boolean = false, zone: timezone = "Europe/London"
  often: integer is count of Other in last 2 days
  spent: money is sum of Other.m in last 2 days
}
on Other as other { set profile.n = other.n, set profile.m = other.m, set profile.c = other.c, set profile.b = other.b }
on Told as told { set profile.n = told.n, set profile.o = told.n }
condition Rich(amount: money, n: integer) = amount > 2 EUR and profile.n >= n
purpose Service { consent assumed }
purpose News { consent asked }
on Other as other when other.b { withdraw consent for Service, grant consent for News }
channel email { to "ada@example.org", via console }
message Note for Service { on email { text "hello" } }
policy Night for Service { quiet 22:00..06:00 in "Europe/London" }
journey Helper(n: integer) -> integer {
  if n > 3 { finish as much }
  set profile.n = 4
  set profile.c = blue
  wait 1 hour
  finish with n + 1 as done
}
`;

const of = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const all = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((found) => found.join(''));

const order = of('==', '!=', '<', '<=', '>', '>=');
/** Values that are compared with each other. */
const kinds: readonly fc.Arbitrary<string>[] = [
  of(
    '0',
    '1',
    '2',
    '3',
    '4',
    'seen.n',
    'seen.k',
    'seen.n + 1',
    'seen.n * 2',
    '2 - seen.n',
    'seen.n - seen.k',
    'seen.n - profile.n',
  ),
  of(
    '0',
    '1',
    '2',
    '3',
    'seen.n',
    'profile.n',
    '(profile.o or 2)',
    '(seen.o or 2)',
    '(latest Other.n or 1)',
    'length(seen.t)',
  ),
  of(
    '0',
    '1',
    '1.5',
    '2',
    'seen.n',
    '(seen.n / 3 or 1)',
    '(seen.n / 49 or 1)',
    'seen.n * 0.5',
    'round(seen.n / 2 or 0)',
    'profile.often',
    'count of Other in last 1 day',
    'weekday_of(now, profile.zone)',
  ),
  of(
    '0 EUR',
    '1 EUR',
    '2 EUR',
    '0.99 EUR',
    'seen.m',
    'seen.m * 2',
    '50% of seen.m',
    '33% of seen.m',
    'profile.m',
    '(seen.m2 or 1 EUR)',
    'profile.spent',
    '(seen.m / 3 or 1 EUR)',
    'seen.m - profile.m',
    'seen.p of 10 EUR',
  ),
  of('0%', '10%', '50%', 'seen.p', 'seen.p * 2', 'seen.p + 10%'),
  of(
    '0 hours',
    '1 day',
    '25 hours',
    'seen.d',
    'seen.d + 1 hour',
    'seen.d * 2',
    'seen.w - now',
    'now - seen.at',
    '(seen.y2 - seen.y or 1 day)',
  ),
  of(
    '2026-03-28',
    '2026-03-29',
    '2026-03-30',
    'seen.y',
    'seen.y + 1 day',
    'seen.y - 2 days',
    'date_of(now, profile.zone)',
    'date_of(seen.w, "America/New_York")',
    '(seen.y2 or 2026-03-29)',
  ),
  of(
    '2026-03-29 01:30',
    '2026-03-29 00:30',
    'seen.w',
    'seen.w + 1 hour',
    'now',
    'seen.at',
    'time_of(seen.y, 02:30, "Europe/Berlin")',
    '(latest Other.at or now)',
    'add_months(seen.w, 1, "Europe/Berlin")',
  ),
  of('red', 'blue', 'seen.c', 'profile.c', '(seen.c2 or red)'),
];

const compared = fc.oneof(
  ...kinds.slice(0, -1).map((kind) => fc.tuple(kind, order, kind).map(([a, sign, b]) => `${a} ${sign} ${b}`)),
  fc
    .tuple(
      of('seen.c', 'profile.c', 'seen.c2', '(seen.c2 or red)'),
      of('==', '!='),
      of('red', 'green', 'blue', 'seen.c', 'profile.c'),
    )
    .map((it) => it.join(' ')),
  fc
    .tuple(kinds[0] ?? of('0'), of('0', '1', '2'), of('1', '2', '3'))
    .map(([a, low, high]) => `${a} between ${low} and ${high}`),
  of(
    'seen.c in [red, green]',
    'seen.n in [1, 2]',
    'profile.c in [blue]',
    'seen.t in ["a", "b"]',
    'seen.t == "a"',
    'seen.t != "b"',
    'seen.t == ""',
  ),
  of('seen.b', 'profile.b', 'seen.b == false', 'seen.b2 == true', 'seen.b2 != true', '(seen.b2 or true)'),
  of(
    'seen.o is present',
    'seen.o is absent',
    'profile.o is absent',
    'seen.o == 2',
    'seen.o != 2',
    'seen.o == seen.n',
    'seen.o != seen.n',
    'seen.m2 == seen.m',
  ),
  of(
    'seen.o is present and seen.o > 1',
    'seen.o is absent or seen.o <= seen.n',
    'seen.y2 is present and seen.y2 - seen.y >= 1 day',
    'seen.y2 is present and seen.y2 > seen.y',
  ),
  of(
    'any Other in last 1 day',
    'no Other in last 1 day',
    'any Other',
    'count of Other > 0',
    'latest Other.n is present',
    'latest Other.c == red',
  ),
  of('Rich(seen.m, 2)', 'Rich(profile.m, seen.n)', 'consent for Service', 'consent for News'),
);

function condition(depth: number): fc.Arbitrary<string> {
  if (depth === 0) return compared;
  const inner = condition(depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: compared },
    fc.tuple(inner, of('and', 'or'), inner).map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
    inner.map((one) => `not (${one})`),
  );
}

const asked = condition(2);
/** What a signal is asked, as `it` or by its name. */
const where = of(
  'it.n > 1',
  'it.n < 3',
  'it.n > seen.n',
  'it.n == seen.n',
  'it.n <= profile.n',
  'it.m >= 2 EUR',
  'it.c == red',
  'it.c == seen.c',
  'it.c == profile.c',
  '(it.n > 1 and it.n < 3)',
  '(it.b or it.n == 2)',
  'it.b',
  '(not it.b)',
  '(it.n between 1 and 2)',
  '(it.c in [red, green])',
).map((text) => ` where ${text}`);
const maybeWhere = fc.oneof(fc.constant(''), where);
const look = of('', '', ' since start', ' ever', ' within 1 hour before');
const time = of('1 hour', '1 day', '25 hours', '2 days', '3 days');

function block(depth: number): fc.Arbitrary<string> {
  return fc
    .array(statement(depth), { minLength: 1, maxLength: 3, size: 'max' })
    .map((list) => ` {\n${list.join('\n')}\n}`);
}

const plain = of(
  'set profile.n = 2',
  'set profile.n = seen.n',
  'set profile.c = green',
  'set profile.m = 2 EUR',
  'set profile.o = absent',
  'set profile.o = 3',
  'emit Told { n: seen.n }',
  'emit Told { n: 1 }',
  'send Note on email, else go on',
  'wait 1 hour',
  'wait 1 day',
  'wait until 09:00 in profile.zone',
  'set profile.zone = "Asia/Kolkata"',
  'run Helper(seen.n)',
  'wait until seen.w if past go on',
  'withdraw consent for Service',
  'wait 2 days until 09:00',
);

function statement(depth: number): fc.Arbitrary<string> {
  if (depth === 0) return plain;
  const inner = block(depth - 1);
  const name = fc.nat(1_000_000);
  return fc.oneof(
    { weight: 2, arbitrary: plain },
    { weight: 6, arbitrary: all('if ', asked, inner) },
    { weight: 2, arbitrary: all('if ', asked, inner, ' else', inner) },
    all('choose seen.c { red', inner, '\ngreen, blue', inner, '\n}'),
    all('choose seen.n { 1, 2', inner, '\n3', inner, '\notherwise', inner, '\n}'),
    all('choose seen.c2 { red', inner, '\ngreen', inner, '\notherwise', inner, '\n}'),
    all('choose (', asked, ') { true', inner, '\nfalse', inner, '\n}'),
    name.chain((n) =>
      all(
        `wait for Other as o${n}`,
        maybeWhere,
        look,
        ' up to ',
        time,
        ` {\nif o${n}.n `,
        order,
        ' ',
        of('1', '2', 'seen.n'),
        inner,
        '\n} else',
        inner,
      ),
    ),
    all(
      'wait {\non Other',
      maybeWhere,
      look,
      inner,
      '\non Other',
      maybeWhere,
      look,
      inner,
      '\nwhen ',
      asked,
      inner,
      '\nwhen ',
      asked,
      inner,
      '\nafter ',
      time,
      inner,
      '\n}',
    ),
    all(
      'wait {\non Other',
      maybeWhere,
      inner,
      '\nafter ',
      time,
      ' without Other',
      maybeWhere,
      inner,
      '\nafter ',
      time,
      inner,
      '\n}',
    ),
    all('together {\nbranch', inner, '\nbranch', inner, '\n}', of(' until all', ' until any')),
    all('repeat up to ', of('2', 'seen.n'), ' times every ', time, ' until ', asked, inner),
    name.chain((n) =>
      all(
        `step again${n} {\nwait for Other as a${n}`,
        maybeWhere,
        ' up to 1 day\nif ',
        asked,
        ` { go to again${n} }\n}`,
      ),
    ),
    name.chain((n) =>
      all(`run Helper(seen.n) as r${n} {\non much`, inner, `\n}\nif (r${n} or 0) `, order, ' 2', inner),
    ),
  );
}

const starts = of(
  'start on Seen as seen every time on repeat restart',
  'start on Seen as seen per seen.t every time on repeat refresh',
  'start on Seen as seen per seen.t every time on repeat ignore after 5 minutes of quiet',
  'start on 2 Seen as seen within 2 days every time on repeat refresh',
).chain((text) =>
  asked.chain((when) =>
    fc.constantFrom(text, text.replace(' as seen', ` as seen where (${when.replaceAll('seen.', 'it.')})`)),
  ),
);
const heads = all(
  of('', 'stop on Other where it.n == 3', 'stop on Other where it.c == blue', 'stop when profile.n == 4'),
  '\n',
  of(
    '',
    'goal Other where it.n > 2 within 2 days',
    'goal Other where it.c == red within 25 hours',
    'goal when profile.m > 2 EUR within 5 days',
    'goal Other within 1 day',
  ),
  '\n',
  of('expire after 2 days', 'expire after 9 days', 'expire after 49 hours'),
);

export const journey: fc.Arbitrary<string> = fc
  .tuple(starts, heads, fc.array(statement(2), { minLength: 3, maxLength: 6, size: 'max' }))
  .map(([start, head, list]) => `${declarations}\njourney Asking {\n${start}\n${head}\n${list.join('\n')}\n}\n`);

const few = fc.integer({ min: -1, max: 5 });
const euros = fc.constantFrom(-10_000, 0, 9900, 10_000, 14_900, 15_000, 20_000, 20_100, 25_000, 990_000);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const color = fc.constantFrom('red', 'green', 'blue');
const day = fc.integer({ min: 20_538, max: 20_543 });
const HOUR = 3_600_000;

export const begin = Date.UTC(2026, 2, 27, 12);

const seen = fc.record({
  n: fc.oneof(few, fc.constantFrom(49, 98, 7)),
  k: few,
  o: maybe(few),
  m: euros,
  m2: maybe(euros),
  p: fc.constantFrom(0, 0.05, 0.1, 0.5, 1),
  b: fc.boolean(),
  b2: maybe(fc.boolean()),
  d: fc.constantFrom(0, HOUR, 24 * HOUR, 25 * HOUR, 12 * HOUR),
  c: color,
  c2: maybe(color),
  t: fc.constantFrom('', 'a', 'b'),
  y: day,
  y2: maybe(day),
  w: fc.integer({ min: 0, max: 96 * 2 }).map((half) => begin + (half * HOUR) / 2),
});
const other = fc.record({ n: few, m: euros, c: color, b: fc.boolean() });

export const happening = fc.record({
  event: fc.oneof(
    seen.map((data) => ({ signal: 'Seen', data })),
    { weight: 2, arbitrary: other.map((data) => ({ signal: 'Other', data })) },
  ),
  pause: fc.constantFrom(0, 0, HOUR / 30, HOUR / 2, HOUR, 23 * HOUR, 24 * HOUR, 25 * HOUR),
});
