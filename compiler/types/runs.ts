/** Journeys that run others: with arguments, until they finish. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import { neverStarts, outcomeNames } from '../names/symbols.ts';
import type { JourneyDeclaration, Name, RunStatement } from '../syntax/tree.ts';
import { checkArguments } from './calls.ts';
import { type Env, refer, report } from './context.ts';
import { type Flow, makeBinding, meet, type Walk } from './flow.ts';
import { lookUp, nearName } from './names.ts';
import { afterTime } from './narrow.ts';
import { optional, types } from './type.ts';

export function run(w: Walk, statement: RunStatement, env: Env): Flow {
  const { c } = w;
  const symbol = lookUp(c, 'journey', statement.journey);
  const node = symbol?.node.kind === 'Journey' ? symbol.node : undefined;
  if (symbol === undefined) for (const argument of statement.arguments) c.infer(argument, env);
  else {
    const wanted = c.signatures.parameters(symbol.id, c.scope.deps).map((parameter) => parameter.type);
    checkArguments(c, { name: statement.journey, arguments: statement.arguments }, { ...env, given: true }, wanted);
    // One that never starts is told where it stands.
    if (node !== undefined && node.parameters === undefined && !neverStarts(node))
      report(c, statement.journey, say.journeyNotCallable({ name: symbol.name }));
  }
  const after = afterTime(env);
  // What is started goes its way at once as far as it can, and may change the profile.
  if (!statement.waits) return { env: after, leaves: false };
  const type = symbol === undefined ? undefined : c.signatures.result(symbol.id, c.scope.deps);
  if (statement.alias !== undefined && symbol !== undefined && type === undefined) {
    report(c, statement.alias, say.answersNothing({ name: symbol.name }));
  }
  // It may also be stopped or expire, and then there is nothing.
  const bound =
    statement.alias === undefined
      ? after
      : makeBinding(w, after, statement.alias, 'answer', optional(type ?? types.error));
  const seen = new Map<string, Name>();
  const flows: Flow[] = [];
  for (const arm of statement.arms) {
    if (symbol !== undefined && node !== undefined) checkOutcome(w, arm.outcome, node, symbol.id, seen);
    const flow = w.block(w, arm.body, bound);
    flows.push({ env: { ...flow.env, scope: bound.scope }, leaves: flow.leaves });
  }
  const met = meet(bound, [{ env: bound, leaves: false }, ...flows]);
  return { env: { ...met.env, scope: bound.scope }, leaves: met.leaves };
}

function checkOutcome(w: Walk, name: Name, node: JourneyDeclaration, id: string, seen: Map<string, Name>): void {
  const { c } = w;
  if (name.text === '') return;
  const first = seen.get(name.text);
  const outcomes = outcomeNames(node);
  if (first !== undefined) {
    report(c, name, say.caseTwice({ text: name.text }), { related: [{ span: first, message: 'It is handled here.' }] });
  } else if (outcomes.includes(name.text)) refer(c, name, referenceIds.outcome(id, name.text));
  else {
    const kind = `outcome of ${node.name.text}`;
    report(c, name, say.unknownName({ kind, name: name.text }), nearName(name, outcomes));
  }
  seen.set(name.text, name);
}
