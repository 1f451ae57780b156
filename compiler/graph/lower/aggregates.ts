/** Looks at the log, and what they make us remember. */
import type { Aggregate, Expression as Tree, Window as TreeWindow } from '../../syntax/tree.ts';
import { durationValue } from '../../types/expect.ts';
import { present, types } from '../../types/type.ts';
import type { AggregateExpression, Expression, Window } from '../types.ts';
import { type Lowering, nameOf } from './context.ts';
import { fieldsOfIt, type Need } from './history.ts';

type Lower = (l: Lowering, e: Tree) => Expression;

export function aggregate(l: Lowering, e: Aggregate, lower: Lower): Expression {
  const signal = nameOf(l, e.signal);
  const [field, ...deeper] = e.path.map((name) => name.text);
  const where = e.where === undefined ? undefined : lower(l, e.where);
  const window = windowOf(l, e.window, lower);
  const rounds = e.function === 'average' && present(l.unit.facts.typeOf.get(e) ?? types.error).kind === 'money';
  const own: AggregateExpression = {
    op: 'aggregate',
    function: e.function,
    signal,
    ...(field === undefined ? {} : { field }),
    ...(where === undefined ? {} : { where }),
    window,
    ...(rounds ? { round: true } : {}),
  };
  l.program.history.note(signal, { keep: keepOf(l, own), fields: fieldsOf(own) });
  return deeper.reduce<Expression>((of, name) => ({ op: 'field', of, name }), own);
}

function windowOf(l: Lowering, window: TreeWindow | undefined, lower: Lower): Window {
  switch (window?.kind) {
    case undefined:
      return { kind: 'ever' };
    case 'InLast':
      return { kind: 'last', ms: durationValue(window.duration) ?? 0 };
    case 'Since':
      return { kind: 'since', time: lower(l, window.time) };
    case 'ThisJourney':
      return { kind: 'journey' };
  }
}

function keepOf(l: Lowering, e: AggregateExpression): Need['keep'] {
  switch (e.window.kind) {
    case 'last':
      return e.window.ms;
    case 'journey':
      return l.lifetimeMs ?? 'ever';
    case 'since':
      return 'ever';
    case 'ever': {
      // Whether there was any, and the newest one, the newest one tells.
      const newest = e.function === 'latest' || e.function === 'any' || e.function === 'no';
      return newest && e.where === undefined ? 'latest' : 'ever';
    }
  }
}

function fieldsOf(e: AggregateExpression): Need['fields'] {
  const read = fieldsOfIt(e.where);
  if (read === 'all') return 'all';
  if (e.field !== undefined) return [...read, e.field];
  return e.function === 'first' || e.function === 'latest' ? 'all' : read;
}
