/** Actions and models made ready to be asked. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { fieldDecoders } from './decode.ts';
import type { Builder, Model, Outside } from './parts.ts';

/** How long an answer is waited for where nothing is said. */
const PATIENCE_MS = 60_000;

export function compileAction(builder: Builder, action: Graph.Action): Outside {
  return compileOutside(builder, action, action.result, 'action');
}

export function compileModel(builder: Builder, model: Graph.Model): Model {
  return { ...compileOutside(builder, model, model.result, 'model'), keepMs: model.keepMs };
}

function compileOutside(
  builder: Builder,
  outside: Graph.Action,
  result: Graph.Type | undefined,
  kind: string,
): Outside {
  const [decode] = result === undefined ? [] : fieldDecoders([{ name: 'answer', type: result }], builder.graph.types);
  return {
    name: outside.name,
    parameters: outside.parameters.map(({ name, type }) => ({ name, optional: type.kind === 'optional' })),
    patienceMs: outside.retry?.overMs ?? outside.timeoutMs ?? PATIENCE_MS,
    decode: decode ?? null,
    otherwise: outside.otherwise === undefined ? null : builder.compute(outside.otherwise),
    rule: builder.rule(`${kind} ${outside.name}`, outside.place),
  };
}
