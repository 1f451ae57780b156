/** `set` and `grant | withdraw consent`, in a handler or in a journey. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { safeName } from '../values/names.ts';
import type { Action, Builder } from './parts.ts';

export function compileAction(builder: Builder, action: Graph.SetNode | Graph.ConsentNode): Action {
  const rule = builder.rule(action.label, action.place);
  if (action.kind === 'set') {
    return { kind: 'set', field: safeName(action.field), value: builder.compute(action.value), rule };
  }
  return { kind: 'consent', action: action.action, purpose: action.purpose, channel: action.channel ?? null, rule };
}
