/** What comes out when units meet: money plus money of one currency, time minus time, percent of money. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression } from '../syntax/tree.ts';
import { type Check, report, sourceOf } from './context.ts';
import { differsOnlyInCurrency, durationValue } from './expect.ts';
import { isNumeric, isTextLike, optional, same, show, type Type, types } from './type.ts';
import { dayMs } from './units.ts';

type Binary = Extract<Expression, { kind: 'Binary' }>;

/** Type of the result for two values that are there; undefined: reported. */
export function computed(c: Check, expression: Binary, a: Type, b: Type): Type | undefined {
  const result = resultOf(c, expression, a, b);
  if (result !== 'never') return result;
  const { operator } = expression;
  if (differsOnlyInCurrency(a, b)) report(c, expression, say.twoCurrencies({ left: show(a), right: show(b) }));
  else {
    const hint = hintFor(c, expression, a, b);
    const wording = say.cannotCompute({ operator, left: show(a), right: show(b) });
    report(c, expression, wording, hint === undefined ? {} : { hint });
  }
  return undefined;
}

function resultOf(c: Check, expression: Binary, a: Type, b: Type): Type | undefined | 'never' {
  switch (expression.operator) {
    case '+':
      return sum(c, expression, a, b) ?? sum(c, expression, b, a) ?? 'never';
    case '-':
      return difference(c, expression, a, b) ?? 'never';
    case '*':
      return product(a, b) ?? product(b, a) ?? 'never';
    case 'of':
      return a.kind === 'percent' || isNumeric(a) ? (share(a, b) ?? 'never') : 'never';
    case '/': {
      const result = quotient(a, b);
      if (result === undefined) return 'never';
      return isNonZeroLiteral(expression.right) ? result : optional(result);
    }
    default:
      return 'never';
  }
}

function sum(c: Check, expression: Binary, a: Type, b: Type): Type | undefined {
  if (isNumeric(a) && isNumeric(b)) return a.kind === 'integer' && b.kind === 'integer' ? types.integer : types.number;
  if ((a.kind === 'percent' || a.kind === 'money' || a.kind === 'duration' || a.kind === 'period') && same(a, b))
    return a;
  return shift(c, expression, a, b);
}

function difference(c: Check, expression: Binary, a: Type, b: Type): Type | undefined {
  if ((a.kind === 'time' && b.kind === 'time') || (a.kind === 'date' && b.kind === 'date')) return types.duration;
  return sum(c, expression, a, b);
}

/** A time or a date moved by a length. A date moves by whole days, written out; both move by the calendar. */
function shift(c: Check, expression: Binary, a: Type, b: Type): Type | undefined {
  if (a.kind === 'time' && (b.kind === 'duration' || b.kind === 'period')) return a;
  if (a.kind !== 'date') return undefined;
  if (b.kind === 'period') return a;
  if (b.kind !== 'duration') return undefined;
  const length = [expression.left, expression.right].map(durationValue).find((ms) => ms !== undefined);
  if (length !== undefined && length % dayMs === 0) return a;
  report(c, expression, say.datePlusHours({ text: sourceOf(c, expression) }));
  return types.error;
}

function product(a: Type, b: Type): Type | undefined {
  if (a.kind === 'integer' && b.kind === 'integer') return a;
  if (isNumeric(a) && isNumeric(b)) return types.number;
  if (isNumeric(a) && (b.kind === 'money' || b.kind === 'duration' || b.kind === 'percent')) return b;
  if (a.kind === 'percent' && (b.kind === 'money' || b.kind === 'duration' || b.kind === 'percent')) return b;
  return undefined;
}

/** `30% of price`, also of a number. */
function share(a: Type, b: Type): Type | undefined {
  if (isNumeric(b)) return types.number;
  return b.kind === 'percent' || b.kind === 'money' || b.kind === 'duration' ? (product(a, b) ?? undefined) : undefined;
}

function quotient(a: Type, b: Type): Type | undefined {
  if (isNumeric(a) && isNumeric(b)) return types.number;
  if (isNumeric(b)) return a.kind === 'money' || a.kind === 'percent' || a.kind === 'duration' ? a : undefined;
  return same(a, b) && (a.kind === 'money' || a.kind === 'duration' || a.kind === 'percent') ? types.number : undefined;
}

function isNonZeroLiteral(expression: Expression): boolean {
  return (expression.kind === 'Number' || expression.kind === 'Quantity') && expression.value !== 0;
}

function hintFor(c: Check, expression: Binary, a: Type, b: Type): string | undefined {
  const [left, right] = [sourceOf(c, expression.left), sourceOf(c, expression.right)];
  if (expression.operator === '+' && (isTextLike(a) || isTextLike(b)))
    return `Put texts together inside one text: \`"{${left}}{${right}}"\`.`;
  if (a.kind === 'money' && b.kind === 'percent')
    return `Say of what: \`${left} ${expression.operator} ${right} of ${left}\`.`;
  if (a.kind === 'clock' || b.kind === 'clock')
    return 'A time of day cannot be moved; make it a time with `time_of(date, clock)` first.';
  if (expression.operator === 'of' && (b.kind === 'time' || b.kind === 'date'))
    return `A moment is \`${right} + ${left}\`; \`within\` counts from the start of the journey.`;
  if (a.kind === 'money' && isNumeric(b)) return `Give the number a currency: \`${right} ${a.currency}\`.`;
  return undefined;
}
