/**
 * What everybody of whom a condition holds must have had: `any S where it.f == x` asks for a remembered S, and for that value.
 * An index of who had what then finds them, instead of a look at everybody.
 */
import type { AggregateExpression, Expression, Had, Shared } from '../types.ts';

/** What finds them; undefined where the condition can hold of somebody who never had any signal. */
export function anyOf(whom: Expression): AggregateExpression | undefined {
  return conjuncts(whom).find((part) => part.op === 'aggregate' && part.function === 'any') as
    | AggregateExpression
    | undefined;
}

export function hadOf(any: AggregateExpression): Had {
  return { signal: any.signal, ...equalIn(any.where, IT) };
}

const IT: ReadonlySet<string> = new Set(['it']);

/** `where it.f == x` with an `x` that stays as it is once the instance waits. */
export function onlyWhere(where: Expression | undefined, as: string | undefined): Pick<Shared, 'field' | 'value'> {
  return equalIn(where, new Set(['it', ...(as === undefined ? [] : [as])])) ?? {};
}

/** The first field that must equal a value which the signal, by whatever name, does not bring itself. */
function equalIn(
  where: Expression | undefined,
  signal: ReadonlySet<string>,
): { readonly field: string; readonly value: Expression } | undefined {
  for (const part of where === undefined ? [] : conjuncts(where)) {
    if (part.op !== '==') continue;
    for (const [one, other] of [
      [part.left, part.right],
      [part.right, part.left],
    ] as const) {
      if (one.op !== 'field' || one.of.op !== 'variable' || !signal.has(one.of.name)) continue;
      if (isFrozen(other, signal)) return { field: one.name, value: other };
    }
  }
  return undefined;
}

function isFrozen(e: Expression, signal: ReadonlySet<string>): boolean {
  if (e.op === 'literal') return true;
  if (e.op === 'field') return isFrozen(e.of, signal);
  return e.op === 'variable' && !signal.has(e.name);
}

function conjuncts(e: Expression): Expression[] {
  return e.op === 'and' ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e];
}
