/** What declarations share: names, types as written, fields and their values. */
import type { Expression, Name, Span, TextLiteral } from '../values.ts';

export interface Declared extends Span {
  readonly name: Name;
  /** Text of the `///` lines above, joined by newlines. */
  readonly doc?: string;
}

export type TypeRef =
  /** `text`, `Tier`, `money`, `money USD` */
  | (Span & { readonly kind: 'NamedType'; readonly name: Name; readonly currency?: Name })
  | (Span & { readonly kind: 'ListType'; readonly of: TypeRef })
  | (Span & { readonly kind: 'OptionalType'; readonly of: TypeRef });

/** A field of a signal, a record type or the profile. */
export interface Field extends Span {
  readonly kind: 'Field';
  readonly doc?: string;
  readonly name: Name;
  readonly type: TypeRef;
  /** `named "Wire Name"` */
  readonly named?: TextLiteral;
  /** `key user_id` */
  readonly key?: Name;
  /** `pii`, `sensitive` */
  readonly labels: readonly Name[];
  /** `= value`: default of a stored value */
  readonly initial?: Expression;
  /** `is expression`: computed at every look */
  readonly computed?: Expression;
}

export interface Parameter extends Span {
  readonly name: Name;
  readonly type: TypeRef;
}

export interface FieldValue extends Span {
  readonly name: Name;
  readonly value: FieldContent;
}

/** The value of a field in a test: an expression, or a record `{ a: 1 }` or a list of records `[{ .. }]`. */
export type FieldContent =
  | Expression
  | (Span & { readonly kind: 'Record'; readonly fields: readonly FieldValue[] })
  | (Span & { readonly kind: 'RecordList'; readonly items: readonly FieldContent[] });
