/** What can happen: a signal, with a condition on it. */
import type { Trigger as Tree } from '../../syntax/tree.ts';
import type { Trigger } from '../types.ts';
import { condition } from './conditions.ts';
import { bindingOf, type Lowering, nameOf, placeOf } from './context.ts';

export function trigger(l: Lowering, t: Tree): Trigger {
  const alias = t.alias === undefined ? undefined : bindingOf(l, t.alias)?.variable;
  return {
    signal: nameOf(l, t.signal),
    ...(alias === undefined ? {} : { as: alias }),
    ...(t.where === undefined ? {} : { where: condition(l, t.where) }),
    place: placeOf(l, t),
  };
}
