/** Actions, models, and the calls of actions. */
import type { ActionDeclaration, CallStatement, ModelDeclaration } from '../../syntax/tree.ts';
import type { Action, Label, Model, NamedType } from '../types.ts';
import { exit, joined, type Open } from './builder.ts';
import { bindingOf, graphType, idIn, type Lowering, nameOf, nameOfId, placeOf } from './context.ts';
import { contentOf } from './emits.ts';
import { constantMs, constantNumber, lower } from './expressions.ts';
import { fieldsOf } from './fields.ts';
import { spanOf, toFailure, type Walk } from './walk.ts';

export function action(l: Lowering, node: ActionDeclaration): Action {
  const result = l.program.signatures.result(idIn(l.unit, 'action', node.name), new Set());
  return { ...outside(l, node, 'action'), ...(result === undefined ? {} : { result: graphType(l.program, result) }) };
}

export function model(l: Lowering, node: ModelDeclaration): Model {
  const result = l.program.signatures.result(idIn(l.unit, 'model', node.name), new Set());
  return {
    ...outside(l, node, 'model'),
    result: result === undefined ? { kind: 'text' } : graphType(l.program, result),
    keepMs: node.keep === undefined ? 0 : constantMs(node.keep),
  };
}

/** The record that it answers, where that has no name of its own. */
export function answerType(l: Lowering, node: ActionDeclaration | ModelDeclaration): NamedType | undefined {
  if (node.result?.kind !== 'Fields') return undefined;
  return {
    kind: 'record',
    fields: fieldsOf(l, idIn(l.unit, node.kind === 'Action' ? 'action' : 'model', node.name), node.result.fields),
  };
}

function outside(
  l: Lowering,
  node: ActionDeclaration | ModelDeclaration,
  kind: 'action' | 'model',
): Omit<Action, 'result'> {
  const { via, timeout, retry, otherwise } = node;
  const id = idIn(l.unit, kind, node.name);
  const result = l.program.signatures.result(id, new Set());
  const parameters = l.program.signatures.parameters(id, new Set());
  return {
    name: nameOfId(l.program, id),
    parameters: parameters.map(({ name, type }) => ({ name, type: graphType(l.program, type) })),
    connector: via?.connector.text ?? '',
    ...(via?.target === undefined ? {} : { target: via.target.text }),
    cleared: node.cleared.map((name) => name.text as Label),
    ...(timeout === undefined ? {} : { timeoutMs: constantMs(timeout) }),
    ...(retry === undefined ? {} : { retry: { times: constantNumber(retry.times), overMs: constantMs(retry.over) } }),
    ...(otherwise === undefined || result === undefined ? {} : { otherwise: contentOf(l, otherwise, result) }),
    place: placeOf(l, node.name),
  };
}

export function call(w: Walk, statement: CallStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const name = nameOf(l, statement.action);
  const alias = statement.alias === undefined ? undefined : bindingOf(l, statement.alias)?.variable;
  const place = placeOf(l, spanOf(statement, statement.alias ?? statement.arguments.at(-1) ?? statement.action));
  const id = builder.add(
    {
      kind: 'call',
      action: name,
      arguments: statement.arguments.map((argument) => lower(l, argument)),
      ...(alias === undefined ? {} : { as: alias }),
    },
    { step, label: `call ${name}`, place },
    from,
  );
  const answered = exit(id, 'next', 'answered', place);
  const [arm] = statement.arms;
  if (arm === undefined) {
    if (w.failure === undefined || !canFail(l, statement)) return answered;
    return joined(answered, toFailure(w, w.failure, step, exit(id, 'failed', 'failed', place)));
  }
  return joined(
    answered,
    w.block(w, arm.body, step, exit(id, 'failed', 'failed', placeOf(l, spanOf(arm, arm.outcome)))),
  );
}

/** Without an `or` there may be no answer. */
function canFail(l: Lowering, { action: name }: CallStatement): boolean {
  const node = l.program.index.byId(l.unit.facts.symbols.get(name) ?? '')?.node;
  return node?.kind === 'Action' && node.otherwise === undefined;
}
