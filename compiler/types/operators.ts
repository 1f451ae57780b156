/** `and or`, comparison, and arithmetic with units. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { BinaryOperator, Expression, Span } from '../syntax/tree.ts';
import { computed } from './arithmetic.ts';
import { type Check, type Env, type Finding, report, sourceOf, withFacts } from './context.ts';
import { comparedMayBeAbsent, daysHint, differsOnlyInCurrency, expectType, isOrdered, mustFit } from './expect.ts';
import { proves } from './narrow.ts';
import { sayThousands } from './points.ts';
import { isError, isReadable, join, optional, present, show, type Type, types } from './type.ts';
import { standsAlone } from './values.ts';

type Binary = Extract<Expression, { kind: 'Binary' }>;

export function binary(c: Check, expression: Binary, env: Env, expected: Type | undefined): Type {
  switch (expression.operator) {
    case 'and':
      expectType(c, expression.left, env, types.boolean);
      expectType(c, expression.right, withFacts(env, proves(c, expression.left, true)), types.boolean);
      return types.boolean;
    case 'or':
      return orElse(c, expression, env, expected);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(c, expression, env);
    case '+':
    case '-':
    case '*':
    case '/':
    case 'of':
      return arithmetic(c, expression, env, expected);
  }
}

/** Between two conditions: either. After a value that may be absent: what stands in for it. */
function orElse(c: Check, expression: Binary, env: Env, expected: Type | undefined): Type {
  return orElseOf(c, expression, c.infer(expression.left, env, expected ?? types.boolean), env, expected);
}

/** In a text, a text can stand in for whatever people can read: `{due or "soon"}`. */
export function orText(c: Check, expression: Binary, env: Env): Type {
  const left = c.infer(expression.left, env, types.boolean);
  if (left.kind !== 'optional' || !isReadable(left.of)) return orElseOf(c, expression, left, env, undefined);
  c.facts.meaning.set(expression, { kind: 'default' });
  return c.infer(expression.right, env, types.text);
}

function orElseOf(c: Check, expression: Binary, type: Type, env: Env, expected: Type | undefined): Type {
  const { left, right } = expression;
  if (type.kind === 'boolean') {
    expectType(c, right, withFacts(env, proves(c, left, false)), types.boolean);
    return types.boolean;
  }
  if (isError(type)) {
    c.infer(right, env, expected);
    return types.error;
  }
  c.facts.meaning.set(expression, { kind: 'default' });
  const value = present(type);
  const other = c.infer(right, env, value);
  if (isError(other)) return types.error;
  if (type.kind !== 'optional' && other.kind === 'boolean') {
    mustFit(c, left, type, types.boolean);
    return types.error;
  }
  const both = join(value, present(other));
  if (both === undefined) {
    if (other.kind !== 'boolean' || !sayReachesOver(c, left, right, other, value)) mustFit(c, right, other, value);
    return types.error;
  }
  return type.kind === 'optional' && other.kind === 'optional' ? optional(both) : both;
}

/** `a or 0 EUR > 3 EUR`: a comparison stands where its left side was meant to. */
function sayReachesOver(c: Check, left: Expression, right: Expression, found: Type, wanted: Type): boolean {
  let compared = right;
  while (compared.kind === 'Binary' && (compared.operator === 'and' || compared.operator === 'or')) {
    compared = compared.left;
  }
  if (compared.kind !== 'Binary' && compared.kind !== 'Between' && compared.kind !== 'In') return false;
  const standIn = compared.kind === 'Binary' ? compared.left : compared.of;
  const type = c.facts.typeOf.get(standIn);
  if (type === undefined || isError(type) || join(wanted, type) === undefined) return false;
  const span = { start: left.start, end: standIn.end };
  const bracketed = `(${c.text.slice(span.start, span.end)})`;
  report(c, right, say.wrongType({ text: sourceOf(c, right), found: show(found), expected: show(wanted) }), {
    hint: `Write brackets: \`${bracketed}${c.text.slice(span.end, compared.end)}\`.`,
    fixes: [{ title: 'Write the brackets', edits: [{ span, text: bracketed }] }],
  });
  return true;
}

/** Infers both sides, the one that needs the other's type last. */
function bothSides(c: Check, expression: Binary, env: Env): readonly [Type, Type] {
  if (standsAlone(c, expression.left, env) || !standsAlone(c, expression.right, env)) {
    const left = c.infer(expression.left, env);
    return [left, c.infer(expression.right, env, isError(left) ? types.error : left)];
  }
  const right = c.infer(expression.right, env);
  return [c.infer(expression.left, env, isError(right) ? types.error : right), right];
}

function compare(c: Check, expression: Binary, env: Env): Type {
  const { left, right, operator } = expression;
  const [a, b] = bothSides(c, expression, env);
  if (isError(a) || isError(b)) return types.boolean;
  if (operator === '==' || operator === '!=') {
    // With one side known to be there, absence simply differs.
    if (a.kind === 'optional' && b.kind === 'optional') comparedMayBeAbsent(c, left, a);
  } else {
    if (a.kind === 'optional') comparedMayBeAbsent(c, left, a);
    if (b.kind === 'optional') comparedMayBeAbsent(c, right, b);
  }
  const [x, y] = [present(a), present(b)];
  if (comparable(x, y)) {
    if (x.kind === 'integer') sayThousands(c, right);
    if (y.kind === 'integer') sayThousands(c, left);
    if (operator !== '==' && operator !== '!=' && !isOrdered(x)) {
      report(c, expression, say.noOrder({ found: show(x) }));
    }
    return types.boolean;
  }
  if (differsOnlyInCurrency(x, y)) report(c, expression, say.twoCurrencies({ left: show(x), right: show(y) }));
  else if (x.kind === 'period' || y.kind === 'period') {
    const period = x.kind === 'period' ? left : right;
    report(c, period, say.calendarPeriod({ text: sourceOf(c, period) }), daysHint(period));
  } else {
    report(c, expression, say.cannotCompare({ left: show(x), right: show(y) }), comparedBy(expression, x, y));
  }
  return types.boolean;
}

function comparable(a: Type, b: Type): boolean {
  if (a.kind === 'signal' || a.kind === 'profile' || a.kind === 'period') return false;
  return join(a, b) !== undefined;
}

/** How the two can be compared, where there is a usual way. */
function comparedBy({ right }: Binary, a: Type, b: Type): Pick<Finding, 'hint' | 'fixes'> {
  if (right.kind === 'Number') {
    const { value } = right;
    if (a.kind === 'money') return written(right, `${value} ${a.currency}`);
    // Who writes 0.2 means 20%.
    if (a.kind === 'percent')
      return written(right, `${value > 0 && value < 1 ? Number((value * 100).toPrecision(12)) : value}%`);
    if (a.kind === 'duration') return { hint: `Write the unit: \`${value} days\`.` };
  }
  if (a.kind === 'date' && b.kind === 'time')
    return { hint: 'A date needs a clock to become a time: `time_of(date, 00:00)`.' };
  if (a.kind === 'time' && b.kind === 'clock')
    return { hint: 'A time of day is a time on some day: `time_of(date_of(now), 09:00)` is that of today.' };
  if (a.kind === 'time' && b.kind === 'date')
    return { hint: 'Compare with `date_of(..)`, or make the date a time: `time_of(date, 00:00)`.' };
  return {};
}

function written(span: Span, text: string): Pick<Finding, 'hint' | 'fixes'> {
  return { hint: `Write \`${text}\`.`, fixes: [{ title: `Change to \`${text}\``, edits: [{ span, text }] }] };
}

/** With a side that may be absent, the result may be absent. */
function arithmetic(c: Check, expression: Binary, env: Env, expected: Type | undefined): Type {
  const operator: Exclude<BinaryOperator, 'and' | 'or'> = expression.operator as Exclude<BinaryOperator, 'and' | 'or'>;
  const a = c.infer(expression.left, env, operator === '+' || operator === '-' ? expected : undefined);
  const b = c.infer(expression.right, env);
  if (isError(a) || isError(b)) return types.error;
  const [x, y] = [present(a), present(b)];
  const result = computed(c, expression, x, y);
  if (result === undefined) return types.error;
  return a.kind === 'optional' || b.kind === 'optional' ? optional(result) : result;
}
