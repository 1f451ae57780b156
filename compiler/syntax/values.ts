/** The part of the tree that stands by itself: places, names, and expressions as written. `tree.ts` gives them on. */

/** What recovery skipped; it has been reported. */
export interface Invalid extends Span {
  readonly kind: 'Invalid';
}

/** Offsets into the file's text (UTF-16 code units), `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name as written. `text` is empty where recovery invented it. */
export interface Name extends Span {
  readonly text: string;
}

export type Expression =
  | TextLiteral
  | (Span & { readonly kind: 'Number'; readonly value: number })
  /** `3 days`, `120 EUR`, `30%` (unit `%`) */
  | (Span & { readonly kind: 'Quantity'; readonly value: number; readonly unit: Name })
  | (Span & { readonly kind: 'Boolean'; readonly value: boolean })
  /** `09:00`: minutes since midnight */
  | (Span & { readonly kind: 'Clock'; readonly minutes: number })
  /** `2026-03-01`: as written */
  | (Span & { readonly kind: 'Date'; readonly text: string })
  /** `2026-03-01 09:00`: that moment in the workspace's time zone */
  | (Span & { readonly kind: 'Moment'; readonly date: string; readonly minutes: number })
  | (Span & { readonly kind: 'List'; readonly items: readonly Expression[] })
  | (Span & { readonly kind: 'Reference'; readonly name: Name })
  | (Span & { readonly kind: 'Member'; readonly of: Expression; readonly name: Name })
  | (Span & { readonly kind: 'Call'; readonly name: Name; readonly arguments: readonly Expression[] })
  | (Span & { readonly kind: 'Not'; readonly of: Expression })
  | (Span & { readonly kind: 'Negate'; readonly of: Expression })
  | (Span & {
      readonly kind: 'Binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  /** `x is present`, `x is absent` */
  | (Span & { readonly kind: 'Presence'; readonly of: Expression; readonly present: boolean })
  /** `x in [a, b]`, `x not in list` */
  | (Span & { readonly kind: 'In'; readonly of: Expression; readonly list: Expression; readonly negated: boolean })
  | (Span & { readonly kind: 'Between'; readonly of: Expression; readonly low: Expression; readonly high: Expression })
  | Aggregate
  /** `contacts in last 30 days` */
  | (Span & { readonly kind: 'Contacts'; readonly window: Window })
  /** `consent for Marketing on email` */
  | (Span & { readonly kind: 'ConsentFor'; readonly purpose: Name; readonly channel?: Name })
  | Invalid;

/** `of` is `30% of price`; `or` between an optional value and a value of its type is the default for absence. */
export type BinaryOperator = 'and' | 'or' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | 'of';

/** `"text with {expr}"` or a `"""block"""`; `parts` alternate freely, escapes resolved, block indentation removed. */
export interface TextLiteral extends Span {
  readonly kind: 'Text';
  readonly block: boolean;
  readonly parts: readonly (string | Expression)[];
}

export type AggregateFunction = 'count' | 'sum' | 'average' | 'min' | 'max' | 'first' | 'latest' | 'any' | 'no';

/**
 * `count of S where it.x == y in last 48 hours`, `sum of S.total in last 90 days`, `latest S.at`, `any S`, `no S in last 2 days`.
 * `where` takes one comparison or a condition in brackets.
 */
export interface Aggregate extends Span {
  readonly kind: 'Aggregate';
  readonly function: AggregateFunction;
  readonly signal: Name;
  /** fields after the signal: `.total`, `.at` */
  readonly path: readonly Name[];
  readonly where?: Expression;
  readonly window?: Window;
}

export type Window =
  | (Span & { readonly kind: 'InLast'; readonly duration: Expression })
  | (Span & { readonly kind: 'Since'; readonly time: Expression })
  | (Span & { readonly kind: 'ThisJourney' });
