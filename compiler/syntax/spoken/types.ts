/** Types as people write them elsewhere: `"small" | "large"`, `one of small, large`, `integer 0..10`, `text[]`, `text or absent`. */

export type SpokenType =
  | { readonly kind: 'values'; readonly written: string; readonly values: readonly string[] }
  | { readonly kind: 'bounds'; readonly written: string; readonly type: 'integer' | 'number' }
  | { readonly kind: 'list'; readonly written: string; readonly of: string }
  | { readonly kind: 'optional'; readonly written: string; readonly of: string };

const word = '[A-Za-z]\\w*\\b(?!\\s*:)';
const value = `(?:"[^"\\n]{1,40}"|'[^'\\n]{1,40}'|${word})`;
const quoted = `(?:"[^"\\n]{1,40}"|'[^'\\n]{1,40}')`;
const or = '\\s*(?:\\||/|,\\s*or\\b|,|\\bor\\b)\\s*';
const number = '-?\\d+(?:\\.\\d+)?(?!\\d|-\\d+-)';
const wholes = /^int|^whole/i;

const choices = [
  `${quoted}(?:${or}${quoted})+`,
  `(?:one ?of|either|any of|enum|choice|choices|values)\\b\\s*:?\\s*(?:[([{]\\s*${value}(?:${or}${value})*\\s*[)\\]}]|${value}(?:${or}${value})+)`,
  `[([{]\\s*${value}(?:${or}${value})+\\s*[)\\]}]`,
  `${word}(?:\\s*\\|\\s*${word}|\\s+or\\s+${word})+`,
].map((pattern) => new RegExp(`^(?:${pattern})`, 'i'));

const lists = [
  /^(\w+)\s*\[\s*\]/,
  /^(?:list|array|set)\s*[<([]\s*(\w+)\s*[>)\]]/i,
  /^(?:array|set|lists|many|several) +of +(\w+)/i,
  /^\[\s*(\w+)\s*\]/,
];

export const typeWords: readonly string[] = [
  ...[
    'text',
    'id',
    'integer',
    'number',
    'boolean',
    'percent',
    'duration',
    'time',
    'date',
    'clock',
    'locale',
    'timezone',
  ],
];
/** Of other words, such as `email`, `none` may well be a value beside it. */
const known = `(${typeWords.join('|')}|[A-Z]\\w*)`;
const absence = '(?:absent|none|null|nothing|missing|undefined)';
const optionals = [`${known}\\s*(?:\\||\\bor\\b)\\s*${absence}`, `${absence}\\s*(?:\\||\\bor\\b)\\s*${known}`].map(
  (pattern) => new RegExp(`^${pattern}\\b(?!\\s*(?:\\||:|or\\b))`),
);

const range = `(?:between +|from +)?${number}\\s*(?:\\.\\.\\.?|-|–|to|and)\\s*${number}`;
const bound = `(?:>=|<=|>|<|min|max|minimum|maximum|at least|at most|up to)\\s*${number}`;
const bounds = new RegExp(
  `^(?:(integer|number|int|decimal|float|whole number)\\s*)?(?:[(\\[]\\s*(?:${range}|${bound})\\s*[)\\]]|${range}|${bound}(?:\\s*,?\\s*${bound})?)`,
  'i',
);

/** What is said at the beginning of a text; undefined: nothing of that kind. */
export function spokenTypeAt(text: string): SpokenType | undefined {
  for (const [kind, patterns] of [
    ['list', lists],
    ['optional', optionals],
  ] as const) {
    for (const pattern of patterns) {
      const [written, of] = pattern.exec(text) ?? [];
      if (written !== undefined && of !== undefined) return { kind, written, of };
    }
  }
  const [limited, named = ''] = bounds.exec(text) ?? [];
  if (limited !== undefined) {
    const whole = named === '' ? !limited.replaceAll('..', '').includes('.') : wholes.test(named);
    return { kind: 'bounds', written: limited, type: whole ? 'integer' : 'number' };
  }
  const written = choices.map((choice) => choice.exec(text)?.[0]).find((found) => found !== undefined);
  return written === undefined ? undefined : { kind: 'values', written, values: valuesOf(written) };
}

function valuesOf(written: string): readonly string[] {
  const inside = written
    .replace(/^(?:one ?of|either|any of|enum|choices?|values)\b\s*:?/i, '')
    .replace(/^\s*[([{]|[)\]}]\s*$/g, '');
  const values = inside.split(new RegExp(or, 'i')).map((each) => each.trim().replace(/^["']|["']$/g, ''));
  return values.map(valueNamed);
}

/** `no time`: what a value is called that people write as a text. */
export function valueNamed(text: string): string {
  const bare = text.replace(/^\W+|\W+$/g, '').replace(/\W+/g, '_');
  return bare.replace(/^(?=\d)|^$/, 'value_');
}
