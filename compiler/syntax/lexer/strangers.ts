/** Signs that the language does not have: each is named, with what to write instead. */
import type { IToken, TokenType } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { enough, type Problem } from '../problems.ts';
import { k, t } from './tokens.ts';

const foreign: Readonly<Record<string, readonly [ours: string, type: TokenType]>> = {
  '&&': ['and', k.and],
  '||': ['or', k.or],
  '!': ['not', k.not],
  '===': ['==', t.equal],
  '!==': ['!=', t.notEqual],
  '<>': ['!=', t.notEqual],
  '=>': ['>=', t.greaterEqual],
  '=<': ['<=', t.lessEqual],
  '\u2265': ['>=', t.greaterEqual],
  '\u2264': ['<=', t.lessEqual],
  '\u2260': ['!=', t.notEqual],
  '\u00d7': ['*', t.star],
  '\u00f7': ['/', t.slash],
  '&gt;': ['>', t.greater],
  '&gt;=': ['>=', t.greaterEqual],
  '&lt;': ['<', t.less],
  '&lt;=': ['<=', t.lessEqual],
};

/** Reports an operator of other languages; the type to read it as. */
export function sayForeign(token: IToken, problems: Problem[]): TokenType {
  const [ours, type] = foreign[token.image] ?? ['==', t.equal];
  const span = { start: token.startOffset, end: token.startOffset + token.image.length };
  problems.push({
    ...span,
    wording: say.foreignOperator({ written: token.image, ours }),
    fix: { ...span, title: `Change to \`${ours}\``, text: ours === 'not' ? 'not ' : ours },
  });
  return type;
}

const currencies: Readonly<Record<string, string>> = { '\u20ac': 'EUR', $: 'USD', '\u00a3': 'GBP', '\u00a5': 'JPY' };

/** `€50`, `50€`: reports it and gives the unit that should stand behind the number; the token's payload is the number. */
export function currencyOf(token: IToken, problems: Problem[]): IToken {
  const sign = /[€$£¥]/.exec(token.image)?.[0] ?? '';
  const number = withoutThousands(token.image.replace(sign, '').trim());
  const image = currencies[sign] ?? '';
  const end = token.startOffset + token.image.length;
  const span = { start: token.startOffset, end };
  const text = `${number} ${image}`;
  problems.push({
    ...span,
    wording: say.unknownCharacter({ characters: sign }),
    hint: token.image.startsWith(sign)
      ? `The currency stands behind the number: \`${text}\`.`
      : `The currency is named: \`${text}\`.`,
    fix: { ...span, title: `Change to \`${text}\``, text },
  });
  token.payload = number;
  return {
    image,
    startOffset: end - image.length,
    tokenType: t.unit,
    tokenTypeIdx: t.unit.tokenTypeIdx ?? 0,
  } as IToken;
}

/** Of `1.000` nobody knows whether it is one or a thousand: it stays as it is. */
function withoutThousands(written: string): string {
  const number = written.replace(/[.,][-\u2013\u2014]$/, '');
  const signs = number.replace(/[\d_]/g, '');
  const isPoint = signs === '.' || (signs === ',' && !/,\d{3}$/.test(number));
  return (isPoint ? number : number.replaceAll(signs.charAt(0), '')).replace(',', '.');
}

/** `1.234.567`, `1 000,50`: the sign that comes once and last parts what is less than one. The token's payload is the number meant. */
export function sayWrongNumber(token: IToken, problems: Problem[]): void {
  const ours = withoutThousands(token.image);
  const span = { start: token.startOffset, end: token.startOffset + token.image.length };
  const fix = { ...span, title: `Change to \`${ours}\``, text: ours };
  problems.push({ ...span, wording: say.wrongSign({ written: token.image, ours }), fix });
  token.payload = ours;
}

/** `# a comment` of other languages, and those that have a sign at their end, too: what stands behind it is none. */
export function sayWrongComment({ startOffset: start, image }: IToken, problems: Problem[]): void {
  if (image.startsWith('/*')) {
    const hint = 'A comment begins with `//`, on each of its lines, and goes to the end of the line.';
    problems.push({ start, end: start + 2, wording: say.unknownCharacter({ characters: '/*' }), hint });
    return;
  }
  const span = { start, end: start + 1 };
  problems.push({
    ...span,
    wording: say.unknownCharacter({ characters: '#' }),
    hint: 'A comment begins with `//`.',
    fix: { ...span, title: 'Change to `//`', text: '//' },
  });
}

/** `01.03.2026` can be read in one way only; of `3/1/2026` nobody knows which is the month. The token's payload is the date meant. */
export function sayWrongDate(token: IToken, problems: Problem[]): void {
  const [first = '', second = '', year = ''] = token.image.split(/[./]/);
  const dotted = token.image.includes('.');
  const text = `${year}-${second.padStart(2, '0')}-${first.padStart(2, '0')}`;
  const span = { start: token.startOffset, end: token.startOffset + token.image.length };
  problems.push({
    ...span,
    wording: say.dateOrder({ date: token.image }),
    ...(dotted ? { fix: { ...span, title: `Change to \`${text}\``, text } } : {}),
  });
  token.payload = text;
}

const digits: readonly string[] = [
  ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
];

/** `two days`: reports a number in words; its payload is the number. */
export function digitsOf(token: IToken, problems: Problem[]): boolean {
  const value = digits.indexOf(token.image) + 1;
  if (value === 0) return false;
  const span = { start: token.startOffset, end: token.startOffset + token.image.length };
  const fix = { ...span, title: `Change to \`${value}\``, text: `${value}` };
  problems.push({ ...span, wording: say.wrongSign({ written: token.image, ours: `${value}` }), fix });
  token.payload = `${value}`;
  return true;
}

const advice: Readonly<Record<string, string>> = {
  ';': 'A line ends by itself: leave the `;` out.',
  "'": 'Texts stand in double quotes: "like this".',
  '\u201c': 'Use straight double quotes: "like this".',
  '\u201d': 'Use straight double quotes: "like this".',
  '\u20ac': 'Write the currency behind the number: `120 EUR`.',
  $: 'Write the currency behind the number: `120 USD`. In a text, `{expr}` needs no `$`.',
  '\u00a3': 'Write the currency behind the number: `120 GBP`.',
  '\u00a5': 'Write the currency behind the number: `120 JPY`.',
  '\u2026': 'A range has two dots: `21:00..08:00`.',
  '\u2013': 'Use a plain minus sign: `-`. Between two times stand two dots: `21:00..08:00`.',
  '\u2014': 'Use a plain minus sign: `-`. Between two times stand two dots: `21:00..08:00`.',
  '&': 'Write `and`.',
  '^': 'There is no such operator.',
  '~': 'There is no such operator.',
  '@': 'There is no such sign; a place in time is written `at`.',
  '\\': 'A backslash stands only inside texts.',
  '`': 'It marks code in a chat or a document: leave it out.',
};

/** What mends a sign where it says nothing of what else is wrong. */
const instead: Readonly<Record<string, string>> = {
  ';': '',
  '\u2026': '..',
  '\u2013': '-',
  '\u2014': '-',
  '&': 'and',
  '`': '',
};

/** What stands before the lines of a list. */
const listSign = /^[\u2022\u2023\u25aa\u25cf\u25cb\u25e6\u2610\u2611\u2713\u2714\u2192\u27a1]\ufe0f?$/;
const name = /^[\p{L}\p{N}_]+$/u;

/** Reports a run of characters that begins no token, once. */
export function sayUnknown(run: string, offset: number, problems: Problem[]): void {
  if (enough(problems)) return;
  const first = String.fromCodePoint(run.codePointAt(0) ?? 0);
  const isUnseen = /^[\p{Cf}\p{Cc}]+$/u.test(run);
  const hint = Object.hasOwn(advice, first)
    ? advice[first]
    : name.test(run)
      ? 'Names are written with the letters a to z, digits and `_`. Anything may stand in a text.'
      : isUnseen
        ? 'It cannot be seen, and comes along when text is pasted: take it out.'
        : undefined;
  const span = { start: offset, end: offset + run.length };
  const ours = Object.hasOwn(instead, run) ? instead[run] : isUnseen || listSign.test(run) ? '' : undefined;
  problems.push({
    ...span,
    wording: say.unknownCharacter({ characters: shown(run) }),
    ...(hint === undefined ? {} : { hint }),
    ...(ours === undefined
      ? {}
      : { fix: { ...span, title: ours === '' ? 'Take it out' : `Change to \`${ours}\``, text: ours } }),
  });
}

function shown(run: string): string {
  const visible = run
    .slice(0, 12)
    .replace(/[\p{C}\p{Z}]/gu, (sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  return run.length > 12 ? `${visible}…` : visible;
}
