/** Looking at the customer's log: `count of S where .. in last D`, `sum of S.total`, `latest S.at`, `any S`, `no S`. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Aggregate, Window } from '../syntax/tree.ts';
import { type Check, type Env, report } from './context.ts';
import { constantDuration, expectCondition, expectType, isOrdered } from './expect.ts';
import { customersSignal } from './names.ts';
import { withoutIt } from './narrow.ts';
import { isError, isNumeric, optional, present, show, type Type, types } from './type.ts';
import { fieldOf } from './values.ts';

export function aggregate(c: Check, expression: Aggregate, env: Env): Type {
  const symbol = customersSignal(c, expression.signal);
  const signal: Type = symbol === undefined ? types.error : { kind: 'signal', id: symbol.id, name: symbol.name };
  const field = pathType(c, expression, signal);
  if (expression.where !== undefined) {
    c.facts.its.push({ start: expression.where.start, end: expression.where.end, type: signal });
    expectCondition(c, expression.where, { ...env, it: signal, facts: withoutIt(env) });
  }
  if (expression.window !== undefined) checkWindow(c, expression.window, env);
  return resultOf(c, expression, signal, field);
}

/** Type of the field after the signal; the signal itself without one. */
function pathType(c: Check, expression: Aggregate, signal: Type): Type {
  let type = signal;
  let mayMiss = false;
  for (const name of expression.path) {
    if (type.kind === 'optional') {
      mayMiss = true;
      type = type.of;
    }
    if (isError(type)) return types.error;
    if (type.kind !== 'signal' && type.kind !== 'record') {
      report(c, name, say.noFields({ text: 'that', found: show(type), name: name.text }));
      return types.error;
    }
    type = fieldOf(c, type, name) ?? types.error;
  }
  return mayMiss ? optional(type) : type;
}

function resultOf(c: Check, expression: Aggregate, signal: Type, field: Type): Type {
  const name = expression.function;
  const last = expression.path.at(-1);
  switch (name) {
    case 'count':
    case 'any':
    case 'no':
      if (last !== undefined)
        report(c, last, say.aggregateWithField({ function: name === 'count' ? 'count of' : name }));
      return name === 'count' ? types.integer : types.boolean;
    case 'first':
    case 'latest':
      return optional(field);
    case 'sum':
    case 'average':
    case 'min':
    case 'max':
      break;
  }
  if (isError(signal) || isError(field)) return types.error;
  if (last === undefined) {
    report(c, expression.signal, say.aggregateWithoutField({ function: name, signal: expression.signal.text }));
    return types.error;
  }
  if (expression.path.length > 1) {
    report(c, last, say.aggregateTooDeep({ function: name }));
    return types.error;
  }
  const value = present(field);
  if (name === 'min' || name === 'max') {
    if (isOrdered(value)) return optional(value);
    report(c, last, say.noOrder({ found: show(value) }));
    return types.error;
  }
  if (!isNumeric(value) && value.kind !== 'money' && value.kind !== 'duration' && value.kind !== 'percent') {
    report(c, last, say.cannotAdd({ function: name, found: show(value) }));
    return types.error;
  }
  return name === 'sum' ? value : optional(value.kind === 'integer' ? types.number : value);
}

export function checkWindow(c: Check, window: Window, env: Env): void {
  switch (window.kind) {
    case 'InLast':
      constantDuration(c, window.duration, env);
      return;
    case 'Since':
      expectType(c, window.time, env, types.time);
      return;
    case 'ThisJourney':
      if (env.place !== 'journey') report(c, window, say.noJourneyHere({ text: 'this journey' }));
      return;
  }
}
