/** One switch over all expressions. Each construct has its file. */
import type { Expression } from '../syntax/tree.ts';
import { aggregate } from './aggregates.ts';
import { callOf } from './calls.ts';
import { between, negate, not, presence, within } from './comparisons.ts';
import { contactsInto } from './contacts.ts';
import type { Check, Env } from './context.ts';
import { dateLiteral, list, literalText, momentLiteral, quantity } from './literals.ts';
import { factKey } from './narrow.ts';
import { binary } from './operators.ts';
import { present, type Type, types } from './type.ts';
import { consentFor, member, reference } from './values.ts';

/** The type of an expression at a place; fills the side tables. `expected` is the type wanted there, as a help and not as a rule. */
export function infer(c: Check, expression: Expression, env: Env, expected?: Type): Type {
  let type = inferKind(c, expression, env, expected);
  if (type.kind === 'optional') {
    const key = factKey(c, expression);
    if (key !== undefined && env.facts.has(key)) type = present(type);
  }
  c.facts.typeOf.set(expression, type);
  return type;
}

function inferKind(c: Check, expression: Expression, env: Env, expected: Type | undefined): Type {
  switch (expression.kind) {
    case 'Text':
      return literalText(c, expression, env, expected);
    case 'Number':
      return Number.isInteger(expression.value) ? types.integer : types.number;
    case 'Quantity':
      return quantity(c, expression);
    case 'Boolean':
      return types.boolean;
    case 'Clock':
      return types.clock;
    case 'Date':
      return dateLiteral(expression);
    case 'Moment':
      return momentLiteral(expression);
    case 'List':
      return list(c, expression, env, expected);
    case 'Reference':
      return reference(c, expression, env, expected);
    case 'Member':
      return member(c, expression, env);
    case 'Call':
      return callOf(c, expression, env);
    case 'Not':
      return not(c, expression, env);
    case 'Negate':
      return negate(c, expression, env);
    case 'Binary':
      return binary(c, expression, env, expected);
    case 'Presence':
      return presence(c, expression, env);
    case 'In':
      return within(c, expression, env);
    case 'Between':
      return between(c, expression, env);
    case 'Aggregate':
      return aggregate(c, expression, env);
    case 'Contacts':
      return contactsInto(c, expression, env.given === true ? expected : undefined);
    case 'ConsentFor':
      return consentFor(c, expression);
    case 'Invalid':
      return types.error;
    default:
      return unreachable(expression);
  }
}

function unreachable(value: never): never {
  throw new Error(`not an expression: ${JSON.stringify(value)}`);
}
