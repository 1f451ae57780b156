/** Signals that a journey gives out, and records that are written out. */
import type { EmitStatement, FieldContent, FieldValue } from '../../syntax/tree.ts';
import { type Type as Checked, present, types } from '../../types/type.ts';
import type { Expression } from '../types.ts';
import { exit, type Open } from './builder.ts';
import { type Lowering, literal, nameOf, placeOf } from './context.ts';
import { lower } from './expressions.ts';
import { spanOf, type Walk } from './walk.ts';

export function emit(w: Walk, statement: EmitStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const signal = nameOf(l, statement.signal);
  const place = placeOf(l, spanOf(statement, statement.signal));
  const id = builder.add(
    { kind: 'emit', signal, fields: fieldsOf(l, l.unit.facts.symbols.get(statement.signal) ?? '', statement.fields) },
    { step, label: `emit ${signal}`, place },
    from,
  );
  return exit(id, 'next', '', place);
}

/** A value for every declared field, null where none is given. */
function fieldsOf(l: Lowering, id: string, given: readonly FieldValue[]): { name: string; value: Expression }[] {
  const values = new Map(given.map((field) => [field.name.text, field.value] as const));
  return [...l.program.signatures.fields(id, new Set()).values()].flatMap(({ name, type, field }) => {
    const value = values.get(name);
    if (field === undefined) return [];
    return [{ name, value: value === undefined ? literal(null) : contentOf(l, value, type) }];
  });
}

/** An expression, or a record of expressions. */
export function contentOf(l: Lowering, value: FieldContent, type: Checked): Expression {
  const wanted = present(type);
  switch (value.kind) {
    case 'Record': {
      const id = wanted.kind === 'record' ? wanted.id : '';
      return { op: 'record', fields: fieldsOf(l, id, value.fields) };
    }
    case 'RecordList': {
      const of = wanted.kind === 'list' ? wanted.of : types.error;
      return { op: 'list', items: value.items.map((item) => contentOf(l, item, of)) };
    }
    default:
      return lower(l, value);
  }
}
