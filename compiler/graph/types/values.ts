/** What stands everywhere in a graph: places, types of values, values as JSON, days. */

/** Where something is written: file index, zero-based line and character of start and end, as in LSP. Not in the hash. */
export type Place = readonly [file: number, line: number, character: number, endLine: number, endCharacter: number];

export type Type =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'optional'; readonly of: Type }
  /** a name in `Graph.types` */
  | { readonly kind: 'named'; readonly name: string }
  /** a signal's record; a name in `Graph.signals` */
  | { readonly kind: 'signal'; readonly name: string };

export type SimpleKind =
  | 'text'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'percent'
  | 'duration'
  | 'time'
  | 'date'
  | 'clock'
  | 'id'
  | 'email'
  | 'phone'
  | 'url'
  | 'locale'
  | 'timezone'
  | 'country';

export type NamedType =
  | { readonly kind: 'enumeration'; readonly values: readonly string[] }
  | { readonly kind: 'record'; readonly fields: readonly Field[] };

export type Label = 'pii' | 'sensitive';

/** A field of a record or a signal, in the order written. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  /** the name on the wire where it differs */
  readonly wire?: string;
  readonly labels?: readonly Label[];
}

/** Days since 1970-01-01, ascending. */
export type Days = readonly number[];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
