/** Arithmetic with units to arithmetic with numbers. */
import type { Expression as Tree } from '../../syntax/tree.ts';
import { durationValue } from '../../types/expect.ts';
import { type Type as Checked, present, types } from '../../types/type.ts';
import { dayMs, unitOf } from '../../types/units.ts';
import type { Expression } from '../types.ts';
import { defaultZone, type Lowering, literal } from './context.ts';

type Lower = (l: Lowering, e: Tree) => Expression;
type Binary = Extract<Tree, { kind: 'Binary' }>;

export function arithmetic(l: Lowering, e: Binary, lower: Lower): Expression {
  const [a, b] = [typeOf(l, e.left), typeOf(l, e.right)];
  const [x, y] = [present(a), present(b)];
  const left = isPeriod(x) ? literal(null) : lower(l, e.left);
  const right = isPeriod(y) ? literal(null) : lower(l, e.right);
  const value = computed(l, e, x, y, left, right);
  const missing = [a.kind === 'optional' ? left : undefined, b.kind === 'optional' ? right : undefined];
  return whenPresent(missing, value);
}

export function negated(l: Lowering, e: Extract<Tree, { kind: 'Negate' }>, lower: Lower): Expression {
  const of = lower(l, e.of);
  if (of.op === 'literal' && typeof of.value === 'number') return literal(-of.value);
  return whenPresent([typeOf(l, e.of).kind === 'optional' ? of : undefined], { op: 'negate', of });
}

/** Null where one of the values is null. */
function whenPresent(values: readonly (Expression | undefined)[], then: Expression): Expression {
  const asked = values.flatMap((of): Expression[] => (of === undefined ? [] : [{ op: 'present', of }]));
  const [first, second] = asked;
  if (first === undefined) return then;
  const condition: Expression = second === undefined ? first : { op: 'and', left: first, right: second };
  return { op: 'if', condition, then, otherwise: literal(null) };
}

function computed(l: Lowering, e: Binary, x: Checked, y: Checked, left: Expression, right: Expression): Expression {
  const operator = e.operator === 'of' ? '*' : e.operator;
  if (operator === '+' && (y.kind === 'time' || y.kind === 'date') && x.kind !== y.kind) {
    return moved(l, e.left, y, right, 1, x, left);
  }
  if ((operator === '+' || operator === '-') && (x.kind === 'time' || x.kind === 'date') && x.kind !== y.kind) {
    return moved(l, e.right, x, left, operator === '+' ? 1 : -1, y, right);
  }
  if (operator === '-' && x.kind === 'date') {
    return { op: '*', left: { op: '-', left, right }, right: literal(dayMs) };
  }
  if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/') return literal(null);
  const plain = { op: operator, left, right } as const;
  const result = present(typeOf(l, e));
  const rounds = (result.kind === 'money' || result.kind === 'duration') && (operator === '*' || operator === '/');
  return rounds ? { ...plain, round: true } : plain;
}

/** A time or a date, moved by a length or by calendar months. */
function moved(
  l: Lowering,
  length: Tree,
  type: Checked,
  from: Expression,
  sign: 1 | -1,
  lengthType: Checked,
  lengthValue: Expression,
): Expression {
  const operator = sign === 1 ? '+' : '-';
  if (!isPeriod(lengthType)) {
    const by = type.kind === 'date' ? literal((durationValue(length) ?? 0) / dayMs) : lengthValue;
    return { op: operator, left: from, right: by };
  }
  const months = literal(sign * monthsOf(length));
  if (type.kind === 'time') return { op: 'call', function: 'add_months', arguments: [from, months, defaultZone(l)] };
  // A date has no zone: go by way of midnight in UTC and back.
  const utc = literal('UTC');
  const midnight: Expression = { op: 'call', function: 'time_of', arguments: [from, literal(0), utc] };
  const later: Expression = { op: 'call', function: 'add_months', arguments: [midnight, months, utc] };
  return { op: 'call', function: 'date_of', arguments: [later, utc] };
}

/** Months of a calendar period that is written out. */
export function monthsOf(e: Tree): number {
  switch (e.kind) {
    case 'Quantity': {
      const unit = unitOf(e.unit.text);
      return unit?.kind === 'period' ? unit.months * e.value : 0;
    }
    case 'Negate':
      return -monthsOf(e.of);
    case 'Binary':
      return e.operator === '-' ? monthsOf(e.left) - monthsOf(e.right) : monthsOf(e.left) + monthsOf(e.right);
    default:
      return 0;
  }
}

function isPeriod(type: Checked): boolean {
  return type.kind === 'period';
}

function typeOf(l: Lowering, e: Tree): Checked {
  return l.unit.facts.typeOf.get(e) ?? types.error;
}
