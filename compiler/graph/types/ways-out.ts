/** What reaches people, and the rules that it passes. */
import type { Expression } from './expressions.ts';
import type { Condition } from './signals.ts';
import type { Days, Label, Place, Type } from './values.ts';

export interface Purpose {
  readonly name: string;
  readonly consent: 'assumed' | 'asked';
  readonly doubleOptIn: boolean;
  readonly place: Place;
}

export interface Channel {
  readonly name: string;
  /** the address; null: not reachable */
  readonly to: Expression;
  readonly connector: string;
  readonly target?: string;
  readonly cleared: readonly Label[];
  readonly rate?: { readonly count: number; readonly perMs: number };
  readonly place: Place;
}

export interface Message {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly purpose: string;
  readonly contents: readonly Content[];
  readonly place: Place;
}

/** Parts in the order written: `subject`, `body`, `text` .. -> a text expression over the parameters, `profile` and identity keys. */
export interface Content {
  readonly channel: string;
  readonly locale?: string;
  readonly parts: readonly { readonly name: string; readonly value: Expression }[];
  readonly place: Place;
}

export interface OpenHours {
  readonly from: Expression;
  readonly to: Expression;
  readonly weekdays: readonly number[];
  readonly except?: Days;
  readonly zone: Expression;
}

export interface Team {
  readonly name: string;
  /** absent: always */
  readonly open?: OpenHours;
  /** and besides */
  readonly alsoOpen?: readonly OpenHours[];
  readonly connector?: string;
  readonly target?: string;
  readonly cleared: readonly Label[];
  readonly place: Place;
}

export interface Policy {
  readonly name: string;
  readonly covers: { readonly kind: 'all' } | { readonly kind: 'purpose' | 'message'; readonly name: string };
  readonly rules: readonly PolicyRule[];
  readonly place: Place;
}

interface Ruled {
  /** source text, white space folded; not in the hash */
  readonly text: string;
  readonly place: Place;
  readonly then: 'deliver later' | 'drop';
}

export type PolicyRule =
  | (Ruled & { readonly kind: 'quiet'; readonly from: Expression; readonly to: Expression; readonly zone: Expression })
  /** counts messages that this policy covers (all, or those on `channel`) in the sliding window */
  | (Ruled & { readonly kind: 'at_most'; readonly count: number; readonly perMs: number; readonly channel?: string })
  /** counts the customer's running journeys of that kind: only the first of them, the highest priority before the oldest, send */
  | (Ruled & { readonly kind: 'at_most_journeys'; readonly count: number; readonly of: string })
  | (Ruled & {
      readonly kind: 'hold_after';
      readonly forMs: number;
      readonly signal: string;
      readonly where?: Condition;
    })
  | (Ruled & { readonly kind: 'hold_while'; readonly condition: Condition });
