/** Generates programs over all forms of expressions: for each type, texts that should have it. */
import fc from 'fast-check';

export const types = [
  'text',
  'number',
  'integer',
  'boolean',
  'money',
  'percent',
  'duration',
  'time',
  'date',
  'Color',
] as const;
export type TypeName = (typeof types)[number];

export const declarations = `
type Color = red | green | blue
type Item { sku: text, price: money, count: integer, note: text? }
signal Seen {
  t: text, t2: text?, n: number, n2: number?, i: integer, i2: integer?, b: boolean, b2: boolean?
  m: money, m2: money?, p: percent, p2: percent?, d: duration, d2: duration?, c: Color, c2: Color?
  w: time, w2: time?, y: date, y2: date?, items: list of Item, words: list of text
}
profile {
  text: text = "", number: number = 0, integer: integer = 0, boolean: boolean = false, money: money = 0 EUR
  percent: percent = 0%, duration: duration = 0 days, time: time?, date: date?, color: Color = red
  zone: timezone = "Europe/London"
  busy: boolean is count of Seen in last 2 days > 1
  spent: money is sum of Seen.m in last 3 days
}
condition Rich(amount: money) = amount > 10 EUR and profile.spent >= 0 EUR
purpose Service { consent assumed }
`;

/** The short name of a field of each type; with a `2` behind it the field may be absent. */
const fields: Readonly<Record<TypeName, string>> = {
  text: 't',
  number: 'n',
  integer: 'i',
  boolean: 'b',
  money: 'm',
  percent: 'p',
  duration: 'd',
  time: 'w',
  date: 'y',
  Color: 'c',
};

const literals: Readonly<Record<TypeName, readonly string[]>> = {
  text: ['""', '"a"', '"Żółć {1}"'],
  number: ['0', '1.5', '-2.25'],
  integer: ['0', '3', '-1'],
  boolean: ['true', 'false'],
  money: ['0 EUR', '12 EUR', '0.01 EUR'],
  percent: ['0%', '30%', '150%'],
  duration: ['0 days', '3 days', '90 minutes'],
  time: ['now'],
  date: ['2026-03-01'],
  Color: ['red', 'blue'],
};

type Shape = readonly [parts: readonly TypeName[], text: (...parts: string[]) => string];

/** Every form that gives a value of the type. */
const forms: Readonly<Record<TypeName, readonly Shape[]>> = {
  text: [
    [['text'], (a) => `upper(${a})`],
    [['text'], (a) => `lower(trim(${a}))`],
    [['text', 'money', 'date'], (a, b, c) => `"x {${a}} y {${b}} {${c}}"`],
    [['boolean', 'duration'], (a, b) => `"{${a}} {${b}}"`],
    [[], () => '(latest Seen.t or "none")'],
  ],
  number: [
    [['integer'], (a) => a],
    [['number', 'number'], (a, b) => `(${a} + ${b})`],
    [['number', 'number'], (a, b) => `(${a} - ${b})`],
    [['number', 'number'], (a, b) => `(${a} * ${b})`],
    [['number', 'number'], (a, b) => `(${a} / ${b} or 0.5)`],
    [['number'], (a) => `abs(${a})`],
    [[], () => '(average of Seen.n in last 2 days or 0)'],
  ],
  integer: [
    [['integer', 'integer'], (a, b) => `(${a} + ${b})`],
    [['integer', 'integer'], (a, b) => `(${a} * ${b})`],
    [['number'], (a) => `round(${a})`],
    [['number'], (a) => `floor(${a})`],
    [['text'], (a) => `length(${a})`],
    [['time'], (a) => `weekday_of(${a}, "Europe/Berlin")`],
    [[], () => 'size(seen.items)'],
    [['money'], (a) => `count of Seen where (it.m > ${a.replaceAll('seen.', 'it.')}) in last 3 days`],
    [[], () => 'count of Seen'],
    [['integer'], (a) => `-${a}`],
  ],
  boolean: [
    [['boolean'], (a) => `not ${a}`],
    [['boolean', 'boolean'], (a, b) => `(${a} and ${b})`],
    [['boolean', 'boolean'], (a, b) => `(${a} or ${b})`],
    [['money', 'money'], (a, b) => `${a} > ${b}`],
    [['number', 'integer'], (a, b) => `${a} == ${b}`],
    [['time', 'time'], (a, b) => `${a} <= ${b}`],
    [['date', 'date'], (a, b) => `${a} != ${b}`],
    [['duration', 'duration', 'duration'], (a, b, c) => `${a} between ${b} and ${c}`],
    [['Color'], (a) => `${a} in [red, green]`],
    [['text'], (a) => `${a} in seen.words`],
    [['text', 'text'], (a, b) => `contains(${a}, ${b})`],
    [['money'], (a) => `Rich(${a})`],
    [[], () => '(seen.m2 is present and seen.m2 > 1 EUR)'],
    [[], () => '(seen.i2 is absent or seen.i2 + 1 > 2)'],
    [[], () => 'any Seen in last 1 day'],
    [[], () => 'no Seen where it.b in last 1 day'],
    [[], () => 'consent for Service'],
    [[], () => 'profile.busy'],
    [[], () => 'seen.b2 == true'],
  ],
  money: [
    [['money', 'money'], (a, b) => `(${a} + ${b})`],
    [['money', 'money'], (a, b) => `(${a} - ${b})`],
    [['percent', 'money'], (a, b) => `(${a} of ${b})`],
    [['money', 'number'], (a, b) => `(${a} * ${b})`],
    [['money', 'integer'], (a, b) => `(${a} / ${b} or 1 EUR)`],
    [['money'], (a) => `-${a}`],
    [[], () => 'profile.spent'],
    [[], () => '(max of Seen.m2 in last 3 days or 2 EUR)'],
    [[], () => '(average of Seen.m or 0 EUR)'],
  ],
  percent: [
    [['percent', 'percent'], (a, b) => `(${a} + ${b})`],
    [['percent', 'number'], (a, b) => `(${a} * ${b})`],
    [['percent'], (a) => `-${a}`],
  ],
  duration: [
    [['duration', 'duration'], (a, b) => `(${a} + ${b})`],
    [['duration', 'integer'], (a, b) => `(${a} * ${b})`],
    [['time', 'time'], (a, b) => `(${a} - ${b})`],
    [[], () => '(now - latest Seen.at or 1 day)'],
  ],
  time: [
    [['time', 'duration'], (a, b) => `(${a} + ${b})`],
    [['time', 'duration'], (a, b) => `(${a} - ${b})`],
    [['date'], (a) => `time_of(${a}, 02:30, "Europe/Berlin")`],
    [['time'], (a) => `add_months(${a}, 1, "Europe/Berlin")`],
    [[], () => '(latest Seen.w or now)'],
  ],
  date: [
    [['time'], (a) => `date_of(${a}, "America/New_York")`],
    [['date'], (a) => `(${a} + 3 days)`],
  ],
  Color: [[[], () => '(first Seen.c2 or red)']],
};

export function expression(type: TypeName, depth: number): fc.Arbitrary<string> {
  const field = fields[type];
  const [standIn] = literals[type];
  const leaves = fc.constantFrom(...literals[type], `seen.${field}`, `(seen.${field}2 or ${standIn ?? ''})`);
  if (depth === 0 || forms[type].length === 0) return leaves;
  const deeper = forms[type].map(([parts, text]) =>
    fc.tuple(...parts.map((part) => expression(part, depth - 1))).map((all) => text(...all)),
  );
  return fc.oneof(leaves, ...deeper);
}

export interface Line {
  readonly type: TypeName;
  readonly text: string;
}

export const line: fc.Arbitrary<Line> = fc
  .constantFrom(...types)
  .chain((type) => expression(type, 3).map((text) => ({ type, text })));

export function program(lines: readonly Line[]): string {
  const sets = lines.map(({ type, text }, index) => {
    const set = `set profile.${type.toLowerCase()} = ${text}`;
    // Half of them behind a question, so that both ways are walked.
    return index % 2 === 0 ? `  ${set}` : `  if seen.b { ${set} } else { set profile.integer = ${index} }`;
  });
  return `${declarations}\njourney Compute {\n  start on Seen as seen every time on repeat restart\n${sets.join('\n')}\n}\n`;
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const texts = fc.constantFrom('', 'a', 'Żółć', '{x}', '\u0000');
const integers = fc.integer({ min: -1000, max: 1000 });
/** Minus zero is 0 by the time a signal has been read. */
const decimals = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map((value) => value + 0);
const numbers = decimals(1000);
const money = fc.integer({ min: -10_000_000, max: 10_000_000 });
const times = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });
const days = fc.integer({ min: 20_000, max: 21_000 });
const colors = fc.constantFrom('red', 'green', 'blue');
const items = fc.record({ sku: texts, price: money, count: integers, note: maybe(texts) });

/** What a signal brings, in the representation of the graph. */
export const seen = fc.record({
  t: texts,
  t2: maybe(texts),
  n: numbers,
  n2: maybe(numbers),
  i: integers,
  i2: maybe(integers),
  b: fc.boolean(),
  b2: maybe(fc.boolean()),
  m: money,
  m2: maybe(money),
  p: decimals(2),
  p2: maybe(decimals(2)),
  d: fc.integer({ min: 0, max: 1e10 }),
  d2: maybe(fc.integer({ min: 0, max: 1e10 })),
  c: colors,
  c2: maybe(colors),
  w: times,
  w2: maybe(times),
  y: days,
  y2: maybe(days),
  items: fc.array(items, { maxLength: 3 }),
  words: fc.array(texts, { maxLength: 3 }),
});
