/** Actions and models, and the calls of actions. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { ActionDeclaration, CallStatement, ModelDeclaration } from '../syntax/tree.ts';
import { checkArguments } from './calls.ts';
import { type Check, type Env, newEnv, refer, report } from './context.ts';
import { bindParameters, checkLabels, checkResultFields } from './declarations.ts';
import { constantDuration, constantInteger } from './expect.ts';
import { type Flow, makeBinding, meet, type Walk } from './flow.ts';
import { lookUp, nearName, typeAt } from './names.ts';
import { afterTime } from './narrow.ts';
import { content } from './records.ts';
import { optional, types } from './type.ts';

export function checkOutside(c: Check, node: ActionDeclaration | ModelDeclaration, id: string): void {
  refer(c, node.name, id, true);
  const scope = bindParameters(c, node.parameters);
  c.facts.scopes.push({ start: node.start, end: node.end, scope });
  const { result, otherwise } = node;
  if (result?.kind === 'Fields') checkResultFields(c, result.fields, id);
  else if (result !== undefined) typeAt(c, result);
  if (node.via === undefined) report(c, node.name, say.nobodyAnswers({ name: node.name.text }));
  checkLabels(c, node.cleared);
  const env = newEnv('signal');
  if (node.timeout !== undefined) constantDuration(c, node.timeout, env);
  if (node.retry !== undefined) {
    constantInteger(c, node.retry.times, env, 1);
    constantDuration(c, node.retry.over, env);
  }
  if (node.keep !== undefined) {
    if (node.kind === 'Action') report(c, node.keep, say.keepOnlyModels());
    else constantDuration(c, node.keep, env);
  } else if (node.kind === 'Model') report(c, node.name, say.modelWithoutKeep({ name: node.name.text }));
  const type = c.signatures.result(id, c.scope.deps);
  if (type === undefined) {
    if (node.kind === 'Model' || otherwise !== undefined)
      report(c, node.name, say.answersNothing({ name: node.name.text }));
  } else if (otherwise !== undefined) content(c, otherwise, type, env);
}

/** After it, the answer is bound: surely where no way on lacks it, else it may be absent. */
export function call(w: Walk, statement: CallStatement, env: Env): Flow {
  const { c } = w;
  const symbol = lookUp(c, 'action', statement.action);
  const node = symbol?.node.kind === 'Action' ? symbol.node : undefined;
  if (symbol === undefined) for (const argument of statement.arguments) c.infer(argument, env);
  else {
    const wanted = c.signatures.parameters(symbol.id, c.scope.deps).map((parameter) => parameter.type);
    checkArguments(c, { name: statement.action, arguments: statement.arguments }, { ...env, given: true }, wanted);
  }
  const after = afterTime(env);
  const flows: Flow[] = [];
  for (const arm of statement.arms) {
    if (arm.outcome.text !== 'failed' && arm.outcome.text !== '') {
      report(
        c,
        arm.outcome,
        say.unknownName({ kind: 'outcome of a call', name: arm.outcome.text }),
        nearName(arm.outcome, ['failed']),
      );
    } else if (flows.length > 0) report(c, arm.outcome, say.caseTwice({ text: 'failed' }));
    const flow = w.block(w, arm.body, after);
    flows.push({ env: { ...flow.env, scope: after.scope }, leaves: flow.leaves });
  }
  if (node !== undefined) {
    const [arm] = statement.arms;
    if (node.otherwise === undefined && arm === undefined && w.failure === undefined) {
      report(c, statement.action, say.callMayFail({ name: statement.action.text }));
    } else if (node.otherwise !== undefined && arm !== undefined) {
      report(c, arm.outcome, say.callNeverFails({ name: statement.action.text }));
    }
  }
  const type = symbol === undefined ? undefined : c.signatures.result(symbol.id, c.scope.deps);
  if (statement.alias === undefined) return meet(after, [{ env: after, leaves: false }, ...flows]);
  if (node !== undefined && type === undefined) {
    report(c, statement.alias, say.answersNothing({ name: statement.action.text }));
  }
  const sure = flows.every((flow) => flow.leaves);
  const answer = type ?? types.error;
  const bound = makeBinding(w, after, statement.alias, 'answer', sure ? answer : optional(answer));
  const met = meet(after, [{ env: bound, leaves: false }, ...flows]);
  return { env: { ...met.env, scope: bound.scope }, leaves: met.leaves };
}
