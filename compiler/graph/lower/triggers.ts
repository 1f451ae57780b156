/** What can happen: a signal, with a condition on it. */
import type { Trigger as Tree } from '../../syntax/tree.ts';
import type { Trigger } from '../types.ts';
import { condition } from './conditions.ts';
import { bindingOf, type Lowering, nameOf, placeOf } from './context.ts';
import { lower } from './expressions.ts';
import { onlyWhere } from './had.ts';

export function trigger(l: Lowering, t: Tree): Trigger {
  const alias = t.alias === undefined ? undefined : bindingOf(l, t.alias)?.variable;
  return {
    signal: nameOf(l, t.signal),
    ...(alias === undefined ? {} : { as: alias }),
    ...(t.where === undefined ? {} : { where: condition(l, t.where) }),
    place: placeOf(l, t),
  };
}

/** One that a running instance listens to. */
export function heardTrigger(l: Lowering, t: Tree): Trigger {
  const heard = trigger(l, t);
  const id = l.unit.facts.symbols.get(t.signal);
  const node = id === undefined ? undefined : l.program.index.byId(id)?.node;
  if (node?.kind !== 'Signal' || !node.withoutCustomer) return heard;
  const only = onlyWhere(heard.where?.expression, heard.as);
  const batch = t.batches === undefined ? {} : { batch: lower(l, t.batches) };
  return { ...heard, shared: { ...only, ...batch } };
}
