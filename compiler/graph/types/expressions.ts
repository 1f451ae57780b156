/** Expressions, as they are compiled. */
import type { Json, Type } from './values.ts';

/** Type-checked: operands fit, optionals are narrowed. Conditions are inlined (their parameters replaced by arguments). */
export type Expression =
  | { readonly op: 'literal'; readonly value: Json }
  /** a binding of the journey, a message's parameter, or `it` */
  | { readonly op: 'variable'; readonly name: string }
  | { readonly op: 'profile'; readonly field: string }
  /** identity key of the customer, null where unknown: `profile.user_id` */
  | { readonly op: 'key'; readonly name: string }
  | { readonly op: 'now' }
  | { readonly op: 'list'; readonly items: readonly Expression[] }
  | { readonly op: 'record'; readonly fields: readonly { readonly name: string; readonly value: Expression }[] }
  /** null of null is null */
  | { readonly op: 'field'; readonly of: Expression; readonly name: string }
  | { readonly op: 'not' | 'negate' | 'present'; readonly of: Expression }
  /** booleans; the right one is judged only where the left one leaves it open */
  | { readonly op: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly op: Comparison; readonly left: Expression; readonly right: Expression }
  /** `round`: the result is money: rounded half away from zero to an integer. Division by zero gives null (typed optional). */
  | {
      readonly op: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
      readonly round?: boolean;
    }
  | { readonly op: 'between'; readonly of: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly op: 'in'; readonly of: Expression; readonly list: Expression }
  /** arithmetic with what may be absent: `if present(x) then now - x, otherwise null` */
  | { readonly op: 'if'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression }
  /** `of`, or `otherwise` where it is null */
  | { readonly op: 'default'; readonly of: Expression; readonly otherwise: Expression }
  /** the body for each item of a list, joined; the item is the variable `as`. `otherwise` where there is none */
  | {
      readonly op: 'each';
      readonly list: Expression;
      readonly as: string;
      readonly body: Expression;
      readonly otherwise: Expression;
    }
  /** parts joined; each is a text */
  | { readonly op: 'text'; readonly parts: readonly Expression[] }
  /** a value for people, in the customer's locale and zone; null gives "" */
  | { readonly op: 'format'; readonly of: Expression; readonly type: Type }
  | { readonly op: 'call'; readonly function: FunctionName; readonly arguments: readonly Expression[] }
  /** what a model last answered for this customer, while it is kept; else its `otherwise`, or null */
  | { readonly op: 'model'; readonly name: string; readonly arguments: readonly Expression[] }
  | AggregateExpression
  /** the signals that are contacts, and the messages that were sent, as records `at`, `what`, `channel`, the oldest first */
  | { readonly op: 'contacts'; readonly ms: number }
  | { readonly op: 'consent'; readonly purpose: string; readonly channel?: string };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** lower(text) upper(text) trim(text) length(text) contains(text, text) starts_with(text, text) ends_with(text, text)
 *  round(number) floor(number) ceil(number) abs(n) size(list)
 *  date_of(time, timezone) weekday_of(time, timezone) -> 1..7, time_of(date, clock, timezone), add_months(time, integer, timezone) */
export type FunctionName =
  | 'lower'
  | 'upper'
  | 'trim'
  | 'length'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'round'
  | 'floor'
  | 'ceil'
  | 'abs'
  | 'size'
  | 'date_of'
  | 'weekday_of'
  | 'time_of'
  | 'add_months'
  /** what is safe inside HTML: every value in a part called `html` goes through it */
  | 'escape_html';

/**
 * Over the customer's signals of one type, by event time. `count` integer; `any`, `no` boolean; `sum` 0 where none;
 * `average`, `min`, `max`, `first`, `latest` null where none; `first` and `latest` give the signal, or its `field`.
 */
export interface AggregateExpression {
  readonly op: 'aggregate';
  readonly function: 'count' | 'sum' | 'average' | 'min' | 'max' | 'first' | 'latest' | 'any' | 'no';
  readonly signal: string;
  readonly field?: string;
  /** over the variable `it` */
  readonly where?: Expression;
  readonly window: Window;
  /** the average of money is rounded */
  readonly round?: boolean;
}

/** last: from now - ms (inclusive) to now. since: from that time. journey: from the start of the instance. */
export type Window =
  | { readonly kind: 'ever' }
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'since'; readonly time: Expression }
  | { readonly kind: 'journey' };
