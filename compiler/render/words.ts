/** Expressions and durations as people read them in a page: the text of a message with `{name}` where a value comes in. */
import type { Expression } from '../graph/types.ts';

/** What is no plain text and no path of names is shown as `{..}`. */
export function textOf(expression: Expression): string {
  switch (expression.op) {
    case 'literal':
      return typeof expression.value === 'string' ? expression.value : String(expression.value);
    case 'text':
      return expression.parts.map(textOf).join('');
    default: {
      const path = pathOf(expression);
      return `{${path ?? '..'}}`;
    }
  }
}

/** `bill.amount`, `profile.name or "there"`; null for what is not so simple. */
function pathOf(expression: Expression): string | null {
  switch (expression.op) {
    case 'variable':
      return expression.name;
    case 'profile':
      return `profile.${expression.field}`;
    case 'key':
      return `profile.${expression.name}`;
    case 'field': {
      const of = pathOf(expression.of);
      return of === null ? null : `${of}.${expression.name}`;
    }
    case 'format':
      return pathOf(expression.of);
    case 'default': {
      const of = pathOf(expression.of);
      const { otherwise } = expression;
      const spare = otherwise.op === 'literal' ? JSON.stringify(otherwise.value) : pathOf(otherwise);
      return of === null || spare === null ? of : `${of} or ${spare}`;
    }
    default:
      return null;
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
