/** What happened, who somebody is, and conditions over it. */
import type { Expression } from './expressions.ts';
import type { Field, Label, Place, Type } from './values.ts';

export interface Signal {
  readonly name: string;
  /** names on the wire: its own name, and the one of `named` */
  readonly wire: readonly string[];
  readonly fields: readonly Field[];
  /** fields that are identity keys: field name -> key name */
  readonly keys: Readonly<Record<string, string>>;
  /** it is about no one customer: only `each` listens to it */
  readonly withoutCustomer?: true;
  readonly meanings: readonly Meaning[];
  readonly doc?: string;
  readonly place: Place;
}

export interface Meaning {
  readonly kind: 'contact' | 'resolution' | 'revenue' | 'effort' | 'transfer';
  /** channel of a contact */
  readonly on?: string;
  /** field of a revenue or an effort */
  readonly of?: string;
}

/** Without an `identity` block: `{strong: ['user_id'], weak: []}`. The wire's `subject` is a `user_id`. */
export interface Identity {
  readonly strong: readonly string[];
  readonly weak: readonly string[];
  /** what journeys can be about besides customers -> the key that names one; absent: nothing */
  readonly subjects?: Readonly<Record<string, string>>;
}

export interface ProfileField {
  readonly name: string;
  readonly type: Type;
  readonly labels?: readonly Label[];
  /** stored: its value before any `set` (null where absent). Exactly one of `initial` and `computed` is there. */
  readonly initial?: Expression;
  readonly computed?: Expression;
  readonly place: Place;
}

/** `as` binds the signal while `where` is judged and afterwards; in `where`, the variable `it` is the signal too. */
export interface Trigger {
  readonly signal: string;
  readonly as?: string;
  readonly where?: Condition;
  /** of a wait or a stop whose signal is about no one customer */
  readonly shared?: Shared;
  readonly place: Place;
}

/**
 * Who takes a signal without a customer. `field`, `value`: only those whose `value` is in this field of it, so that an index can find
 * them. `batch` (over the signal alone): no more than that, those first who have waited longest.
 */
export interface Shared {
  readonly field?: string;
  readonly value?: Expression;
  readonly batch?: Expression;
}

/** A boolean expression with what is needed to explain it. Only `expression` is in the hash. */
export interface Condition {
  readonly expression: Expression;
  /** the values worth showing, as written in the source: `bill.amount`, `count of PriceChecked ..` */
  readonly reads: readonly { readonly name: string; readonly expression: Expression; readonly type: Type }[];
  /** source text, white space folded */
  readonly text: string;
  readonly place: Place;
}

/**
 * keep: all for `forMs` milliseconds of event time, all for ever, or only the newest one; `latest`: besides the window also the newest
 * one, however old. `fields`: those that are read (`at` and `id` always are).
 */
export interface Retention {
  readonly keep: 'window' | 'ever' | 'latest';
  readonly forMs?: number;
  readonly latest?: true;
  readonly fields: readonly string[];
}
