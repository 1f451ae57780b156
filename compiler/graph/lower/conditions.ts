/** Conditions with what explains them: their text, and the values worth showing. */
import type { Expression as Tree } from '../../syntax/tree.ts';
import { type Type as Checked, types } from '../../types/type.ts';
import { canonicalJson } from '../canonical.ts';
import type { Condition, Expression } from '../types.ts';
import { graphType, type Lowering, placeOf, textOf } from './context.ts';
import { insideCondition, lower, withoutParameters } from './expressions.ts';

export function condition(l: Lowering, e: Tree): Condition {
  return { expression: lower(l, e), reads: readsOf(l, e), text: textOf(l, e), place: placeOf(l, e) };
}

type Read = Condition['reads'][number];

/** Leaves of a condition in the order written, each once; those of an inlined condition too. */
function readsOf(l: Lowering, e: Tree): Read[] {
  const reads: Read[] = [];
  collect(l, e, (read) => {
    const same = ({ name, expression }: Read): boolean =>
      name === read.name && canonicalJson(expression) === canonicalJson(read.expression);
    if (!reads.some(same)) reads.push(read);
  });
  return reads;
}

function collect(l: Lowering, e: Tree, found: (read: Read) => void): void {
  const all = (items: readonly Tree[]): void => {
    for (const item of items) collect(l, item, found);
  };
  switch (e.kind) {
    case 'Reference':
    case 'Member':
    case 'Call':
      named(l, e, found);
      return;
    case 'Aggregate':
    case 'ConsentFor':
      found(leaf(l, e));
      return;
    case 'Not':
    case 'Negate':
    case 'Presence':
      collect(l, e.of, found);
      return;
    case 'Binary':
      all([e.left, e.right]);
      return;
    case 'In':
      all([e.of, e.list]);
      return;
    case 'Between':
      all([e.of, e.low, e.high]);
      return;
    case 'List':
      all(e.items);
      return;
    case 'Text':
      for (const part of e.parts) if (typeof part !== 'string') collect(l, part, found);
      return;
    default:
      return;
  }
}

function named(
  l: Lowering,
  e: Extract<Tree, { kind: 'Reference' | 'Member' | 'Call' }>,
  found: (read: Read) => void,
): void {
  const meaning = l.unit.facts.meaning.get(e);
  switch (meaning?.kind) {
    case 'condition': {
      const values = e.kind === 'Call' ? e.arguments.map((argument) => lower(l, argument)) : [];
      for (const read of insideOf(l, meaning.id, values)) found(read);
      return;
    }
    case 'function':
      if (e.kind === 'Call') for (const argument of e.arguments) collect(l, argument, found);
      return;
    case 'model':
    case 'variable':
    case 'field':
    case 'snapshot':
    case 'profile':
    case 'key':
      found(leaf(l, e));
      return;
    default:
      return;
  }
}

/** What the condition reads, in its own words. */
function insideOf(l: Lowering, id: string, values: readonly Expression[]): readonly Read[] {
  const shared = values.length === 0 ? withoutParameters(l, id) : undefined;
  if (shared?.reads !== undefined) return shared.reads;
  const reads: Read[] = [];
  const inner = insideCondition(l, id, values);
  if (inner !== undefined) collect(inner.lowering, inner.body, (read) => reads.push(read));
  if (shared !== undefined) shared.reads = reads;
  return reads;
}

function leaf(l: Lowering, e: Tree): Read {
  const type: Checked = l.unit.facts.typeOf.get(e) ?? types.error;
  const expression: Expression = lower(l, e);
  return { name: textOf(l, e), expression, type: graphType(l.program, type) };
}
