/** Questions with the answer yes or no that are not written with an operator sign. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression } from '../syntax/tree.ts';
import { type Check, type Env, report, sourceOf } from './context.ts';
import { comparedMayBeAbsent, expectCondition, expectType, isOrdered, mayBeAbsent, mismatch } from './expect.ts';
import { factKey } from './narrow.ts';
import { sayThousands } from './points.ts';
import { isError, join, listOf, present, show, type Type, types } from './type.ts';
import { standsAlone } from './values.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function not(c: Check, expression: Of<'Not'>, env: Env): Type {
  expectCondition(c, expression.of, env);
  return types.boolean;
}

export function negate(c: Check, expression: Of<'Negate'>, env: Env): Type {
  const type = c.infer(expression.of, env);
  const inner = present(type);
  switch (inner.kind) {
    case 'number':
    case 'integer':
    case 'percent':
    case 'money':
    case 'duration':
    case 'period':
      return type;
    case 'error':
      return types.error;
    default:
      report(c, expression, say.cannotCompute({ operator: '-', left: show(type), right: '' }));
      return types.error;
  }
}

export function presence(c: Check, expression: Of<'Presence'>, env: Env): Type {
  const type = c.infer(expression.of, env);
  const key = factKey(c, expression.of);
  const proven = key !== undefined && env.facts.has(key);
  if (type.kind !== 'optional' && !isError(type) && !proven) {
    report(c, expression, say.alwaysPresent({ text: sourceOf(c, expression.of) }));
  }
  return types.boolean;
}

export function within(c: Check, expression: Of<'In'>, env: Env): Type {
  const alone = standsAlone(c, expression.of, env);
  const first = alone ? c.infer(expression.of, env) : c.infer(expression.list, env);
  const type = alone ? first : c.infer(expression.of, env, first.kind === 'list' ? first.of : undefined);
  const item = present(type);
  const found = alone ? c.infer(expression.list, env, listOf(item)) : first;
  if (isError(found) || isError(type)) return types.boolean;
  if (found.kind === 'optional') mayBeAbsent(c, expression.list);
  else if (found.kind !== 'list') mismatch(c, expression.list, found, listOf(item));
  else if (found.of.kind !== 'nothing' && join(found.of, item) === undefined) {
    report(c, expression, say.cannotCompare({ left: show(item), right: show(found.of) }));
  }
  return types.boolean;
}

export function between(c: Check, expression: Of<'Between'>, env: Env): Type {
  const type = c.infer(expression.of, env);
  if (isError(type)) {
    c.infer(expression.low, env);
    c.infer(expression.high, env);
    return types.boolean;
  }
  if (type.kind === 'optional') comparedMayBeAbsent(c, expression.of, type);
  const value = present(type);
  if (!isOrdered(value)) {
    report(c, expression.of, say.noOrder({ found: show(value) }));
    return types.boolean;
  }
  if (value.kind === 'integer') for (const end of [expression.low, expression.high]) sayThousands(c, end);
  const wanted = value.kind === 'integer' ? types.number : value;
  expectType(c, expression.low, env, wanted);
  expectType(c, expression.high, env, wanted);
  return types.boolean;
}
