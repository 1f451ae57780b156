/** `for any total: money between 1 EUR and 500 EUR`: a test for all values of a kind. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { bind, findBinding } from '../names/scope.ts';
import type { Expression, TestStep } from '../syntax/tree.ts';
import { type Check, declareBinding, type Env, report, sourceOf } from './context.ts';
import { isConstant } from './declarations.ts';
import { expectType, isOrdered } from './expect.ts';
import { typeAt } from './names.ts';
import { isError, listOf, show, type Type } from './type.ts';

type ForAny = Extract<TestStep, { kind: 'ForAny' }>;

/** The value is known by its name in the steps that follow. */
export function checkAny(c: Check, step: ForAny, env: Env): Env {
  const type = typeAt(c, step.type);
  const wanted = [
    [step.low, type],
    [step.high, type],
    [step.list, listOf(type)],
  ] as const;
  for (const [value, expected] of wanted) {
    if (value === undefined || isError(expectType(c, value, env, expected)) || isWritten(c, value, env)) continue;
    report(c, value, say.anyNotConstant({ text: sourceOf(c, value) }));
  }
  if (!isError(type) && !canBeAny(type, step)) report(c, step.type, say.anyWithoutRange({ type: show(type) }));
  if (step.name.text === '') return env;
  const binding = { name: step.name.text, at: step.name, what: 'parameter', variable: step.name.text } as const;
  declareBinding(c, binding, type);
  return { ...env, scope: bind(env.scope, binding) };
}

/** A value of another `for any` is not known, though its name looks like one of an enumeration. */
function isWritten(c: Check, value: Expression, env: Env): boolean {
  if (value.kind === 'List') return value.items.every((item) => isWritten(c, item, env));
  if (value.kind === 'Reference' && findBinding(env.scope, value.name.text) !== undefined) return false;
  return isConstant(c, value);
}

/** Are there values that could be tried? */
function canBeAny(type: Type, { low, list }: ForAny): boolean {
  if (list !== undefined) return list.kind !== 'List' || list.items.length > 0;
  if (type.kind === 'boolean' || type.kind === 'enumeration') return true;
  return low !== undefined && isOrdered(type);
}
