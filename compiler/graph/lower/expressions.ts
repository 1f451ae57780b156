/** Checked expressions to expressions of the graph. Conditions are inlined, units become plain numbers. */
import type { TextLiteral, Expression as Tree } from '../../syntax/tree.ts';
import { profileAtStart } from '../../syntax/words.ts';
import { leavesZoneOut } from '../../types/builtins.ts';
import { durationValue } from '../../types/expect.ts';
import { type Type as Checked, isTextLike, present, types } from '../../types/type.ts';
import { dateNumber, unitOf } from '../../types/units.ts';
import { type Expression, type FunctionName, MONEY_SCALE } from '../types.ts';
import { aggregate } from './aggregates.ts';
import { arithmetic, negated } from './arithmetic.ts';
import {
  defaultZone,
  graphType,
  type Inlined,
  type Lowering,
  literal,
  nameOf,
  nameOfId,
  type Program,
  unreachable,
} from './context.ts';
import type { Need } from './history.ts';
import { instantOf } from './instants.ts';

export function lower(l: Lowering, e: Tree): Expression {
  switch (e.kind) {
    case 'Text':
      return text(l, e);
    case 'Number':
      return literal(e.value);
    case 'Quantity':
      return literal(quantityValue(e));
    case 'Boolean':
      return literal(e.value);
    case 'Clock':
      return literal(e.minutes);
    case 'Date':
      return literal(dateNumber(e.text) ?? 0);
    case 'Moment':
      return literal(instantOf(e.date, e.minutes, l.program.settings.timezone));
    case 'List':
      return list(e.items.map((item) => lower(l, item)));
    case 'Reference':
      return reference(l, e);
    case 'Member':
      return member(l, e);
    case 'Call':
      return call(l, e);
    case 'Not':
      return { op: 'not', of: lower(l, e.of) };
    case 'Negate':
      return negated(l, e, lower);
    case 'Binary':
      return binary(l, e);
    case 'Presence': {
      const asked: Expression = { op: 'present', of: lower(l, e.of) };
      return e.present ? asked : { op: 'not', of: asked };
    }
    case 'In': {
      const asked: Expression = { op: 'in', of: lower(l, e.of), list: lower(l, e.list) };
      return e.negated ? { op: 'not', of: asked } : asked;
    }
    case 'Between':
      return { op: 'between', of: lower(l, e.of), low: lower(l, e.low), high: lower(l, e.high) };
    case 'Aggregate':
      return aggregate(l, e, lower);
    case 'Contacts': {
      const ms = e.window.kind === 'InLast' ? constantMs(e.window.duration) : 0;
      l.program.contacts(ms);
      return { op: 'contacts', ms };
    }
    case 'ConsentFor': {
      const consent = { op: 'consent', purpose: nameOf(l, e.purpose) } as const;
      return e.channel === undefined ? consent : { ...consent, channel: nameOf(l, e.channel) };
    }
    case 'Invalid':
      return literal(null);
    default:
      return unreachable(e);
  }
}

/** Duration in milliseconds, percent as a ratio, money in ten-thousandths, calendar periods in months. */
export function quantityValue(e: Extract<Tree, { kind: 'Quantity' }>): number {
  const unit = unitOf(e.unit.text);
  switch (unit?.kind) {
    case 'duration':
      return unit.ms * e.value;
    case 'period':
      return unit.months * e.value;
    case 'percent':
      return e.value / 100;
    case 'money':
      return Math.round(e.value * MONEY_SCALE);
    case undefined:
      return e.value;
  }
}

function list(items: readonly Expression[]): Expression {
  const values = items.flatMap((item) => (item.op === 'literal' ? [item.value] : []));
  return values.length === items.length ? literal(values) : { op: 'list', items };
}

/** Parts joined; what is no text is written for people. */
function text(l: Lowering, e: TextLiteral): Expression {
  const parts: Expression[] = [];
  for (const part of e.parts) {
    if (typeof part === 'string') {
      if (part !== '') parts.push(literal(part));
      continue;
    }
    parts.push(partOf(l, part));
  }
  if (parts.length === 0) return literal('');
  const [only] = parts;
  return parts.length === 1 && only?.op === 'literal' ? only : { op: 'text', parts };
}

function partOf(l: Lowering, part: Tree): Expression {
  if (part.kind === 'Binary' && part.operator === 'or' && part.right.kind === 'Text') {
    const left = typeOf(l, part.left);
    if (left.kind === 'optional' && !isTextLike(left.of)) {
      const of = lower(l, part.left);
      const then = formatted(l, of, left.of);
      return { op: 'if', condition: { op: 'present', of }, then, otherwise: lower(l, part.right) };
    }
  }
  return formatted(l, lower(l, part), typeOf(l, part));
}

function formatted(l: Lowering, value: Expression, type: Checked): Expression {
  return isTextLike(type) ? value : { op: 'format', of: value, type: graphType(l.program, type) };
}

export function typeOf(l: Lowering, e: Tree): Checked {
  return l.unit.facts.typeOf.get(e) ?? types.error;
}

function reference(l: Lowering, e: Extract<Tree, { kind: 'Reference' }>): Expression {
  const meaning = l.unit.facts.meaning.get(e);
  switch (meaning?.kind) {
    case 'variable':
      return l.parameters?.get(meaning.binding.at) ?? { op: 'variable', name: meaning.binding.variable };
    case 'it':
      return { op: 'variable', name: 'it' };
    case 'now':
      return { op: 'now' };
    case 'profile':
      return { op: 'profile', field: meaning.field };
    case 'value':
      return literal(meaning.value);
    case 'condition':
      return inlined(l, meaning.id, []);
    default:
      return literal(null);
  }
}

function member(l: Lowering, e: Extract<Tree, { kind: 'Member' }>): Expression {
  const meaning = l.unit.facts.meaning.get(e);
  if (meaning?.kind === 'profile') return { op: 'profile', field: meaning.field };
  if (meaning?.kind === 'snapshot')
    return { op: 'field', of: { op: 'variable', name: profileAtStart }, name: meaning.field };
  if (meaning?.kind === 'key') return { op: 'key', name: meaning.name };
  return { op: 'field', of: lower(l, e.of), name: e.name.text };
}

function call(l: Lowering, e: Extract<Tree, { kind: 'Call' }>): Expression {
  const meaning = l.unit.facts.meaning.get(e);
  if (meaning?.kind === 'condition')
    return inlined(
      l,
      meaning.id,
      e.arguments.map((argument) => lower(l, argument)),
    );
  if (meaning?.kind === 'model')
    return {
      op: 'model',
      name: nameOfId(l.program, meaning.id),
      arguments: e.arguments.map((argument) => lower(l, argument)),
    };
  const values = e.arguments.map((argument) => {
    const type = typeOf(l, argument);
    return present(type).kind === 'timezone' ? zone(l, argument) : lower(l, argument);
  });
  if (leavesZoneOut(e.name.text, values.length)) values.push(defaultZone(l));
  return { op: 'call', function: e.name.text as FunctionName, arguments: values };
}

/** A zone; the workspace's where the customer has none. */
export function zone(l: Lowering, e: Tree): Expression {
  const value = lower(l, e);
  if (typeOf(l, e).kind !== 'optional') return value;
  return { op: 'default', of: value, otherwise: literal(l.program.settings.timezone) };
}

/** The condition's body with its parameters replaced. */
function inlined(l: Lowering, id: string, values: readonly Expression[]): Expression {
  if (values.length === 0) return withoutParameters(l, id).expression;
  const inner = insideCondition(l, id, values);
  return inner === undefined ? literal(false) : lower(inner.lowering, inner.body);
}

/** A condition without parameters is lowered once for all who use it; each of them looks back as far as it does. */
export function withoutParameters(l: Lowering, id: string): Inlined {
  const key = `${id} ${l.lifetimeMs ?? ''}`;
  const known = l.program.conditions.get(key) ?? lowerOnce(l, id);
  l.program.conditions.set(key, known);
  for (const [signal, need] of known.notes) l.program.history.note(signal, need);
  return known;
}

function lowerOnce(l: Lowering, id: string): Inlined {
  const notes: [string, Need][] = [];
  const note = (signal: string, need: Need): void => void notes.push([signal, need]);
  const program: Program = { ...l.program, history: { ...l.program.history, note } };
  const inner = insideCondition({ ...l, program }, id, []);
  const expression = inner === undefined ? literal(false) : lower(inner.lowering, inner.body);
  return { expression, notes, reads: undefined };
}

/** Where lowering stands inside a condition; the body, and what stands in for its parameters. */
export function insideCondition(
  l: Lowering,
  id: string,
  values: readonly Expression[],
): { readonly lowering: Lowering; readonly body: Tree } | undefined {
  const symbol = l.program.index.byId(id);
  const unit = symbol === undefined ? undefined : l.program.unitOf(symbol.path);
  if (symbol?.node.kind !== 'Condition' || unit === undefined) return undefined;
  const parameters = new Map(
    symbol.node.parameters.map((parameter, index) => [parameter.name, values[index] ?? literal(null)] as const),
  );
  return { lowering: { ...l, unit, parameters }, body: symbol.node.body };
}

function binary(l: Lowering, e: Extract<Tree, { kind: 'Binary' }>): Expression {
  const { operator, left, right } = e;
  switch (operator) {
    case 'and':
      return { op: 'and', left: lower(l, left), right: lower(l, right) };
    case 'or': {
      if (l.unit.facts.meaning.get(e)?.kind !== 'default')
        return { op: 'or', left: lower(l, left), right: lower(l, right) };
      const value = lower(l, left);
      return typeOf(l, left).kind === 'optional' ? { op: 'default', of: value, otherwise: lower(l, right) } : value;
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { op: operator, left: lower(l, left), right: lower(l, right) };
    default:
      return arithmetic(l, e, lower);
  }
}

/** Milliseconds of a length that is written out. */
export function constantMs(e: Tree): number {
  return durationValue(e) ?? 0;
}

export function constantNumber(e: Tree): number {
  if (e.kind === 'Number') return e.value;
  return e.kind === 'Negate' ? -constantNumber(e.of) : 0;
}
