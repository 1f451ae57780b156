/** `for any total: money between 1 EUR and 500 EUR`: a test for all values of a kind. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { bind } from '../names/scope.ts';
import type { TestStep } from '../syntax/tree.ts';
import { type Check, declareBinding, type Env, report, sourceOf } from './context.ts';
import { isConstant } from './declarations.ts';
import { expectType, isOrdered } from './expect.ts';
import { typeAt } from './names.ts';
import { isError, listOf, show, type Type } from './type.ts';

type ForAny = Extract<TestStep, { kind: 'ForAny' }>;

/** The value is known by its name in the steps that follow. */
export function checkAny(c: Check, step: ForAny, env: Env): Env {
  const type = typeAt(c, step.type);
  const bounds = [step.low, step.high].filter((each) => each !== undefined);
  for (const bound of bounds) {
    if (!isError(expectType(c, bound, env, type)) && !isConstant(bound))
      report(c, bound, say.anyNotConstant({ text: sourceOf(c, bound) }));
  }
  if (step.list !== undefined) expectType(c, step.list, env, listOf(type));
  if (!isError(type) && !canBeAny(type, step)) report(c, step.type, say.anyWithoutRange({ type: show(type) }));
  if (step.name.text === '') return env;
  const binding = { name: step.name.text, at: step.name, what: 'parameter', variable: step.name.text } as const;
  declareBinding(c, binding, type);
  return { ...env, scope: bind(env.scope, binding) };
}

/** Are there values that could be tried? */
function canBeAny(type: Type, { low, list }: ForAny): boolean {
  if (list !== undefined || type.kind === 'boolean' || type.kind === 'enumeration') return true;
  return low !== undefined && isOrdered(type);
}
