/** Expressions and durations as people read them in a page: the text of a message with `{name}` where a value comes in. */
import { showExpression } from '../graph/show.ts';
import type { Expression } from '../graph/types.ts';

/** What has no short name is shown as `{..}`. */
export function textOf(expression: Expression): string {
  switch (expression.op) {
    case 'literal':
      return typeof expression.value === 'string' ? expression.value : String(expression.value);
    case 'text':
      return expression.parts.map(textOf).join('');
    default:
      return `{${showExpression(expression)}}`;
  }
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `14 days`, `1 hour and 30 minutes` */
export function durationText(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? 'no time' : parts.join(' and ');
}

/** `08:00`; what is no fixed time of day as `textOf` has it. */
export function showClock(expression: Expression): string {
  if (expression.op !== 'literal' || typeof expression.value !== 'number') return textOf(expression);
  const two = (count: number): string => String(count).padStart(2, '0');
  return `${two(Math.floor(expression.value / 60))}:${two(expression.value % 60)}`;
}

/** Signs of Chinese, Japanese and Korean, and most pictures, are as wide as two letters. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu;

/** How much room a text takes, in letters. */
export function lettersOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}

/** As much of the beginning of a text as so many letters have room for; never half a sign. */
export function beginningOf(text: string, letters: number): string {
  let left = letters;
  let end = 0;
  for (const sign of text) {
    left -= lettersOf(sign);
    if (left < 0) break;
    end += sign.length;
  }
  return text.slice(0, end);
}

/** A text that was cut, without the half of a sign that the cut may have left at its end. */
export function withoutHalf(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
