/** The small parts of a program: what journeys, policies and messages are made of. */
import type * as Graph from '../../../compiler/graph/types.ts';
import type { Customer } from '../state/customer.ts';
import type { Rule } from '../state/output.ts';
import type { FieldDecoder } from './decode.ts';
import type { Dependence } from './dependence.ts';

/** What an expression is judged in. */
export interface Frame {
  readonly customer: Customer;
  readonly variables: Record<string, Graph.Json>;
  readonly now: number;
  readonly startedAt: number;
  /** what `now` says where it is not this instant: a moment that is read again is still asked for when the wait began */
  readonly asked?: number;
  /** gathers the models that were looked at and have no fresh answer; absent: nobody asks */
  readonly wanted?: Wanted;
  /** gathers what had to be there and is absent, as the author calls it; absent: nobody asks */
  readonly lacking?: string[];
  /** the language of the content that is written; absent: the workspace's */
  readonly language?: string;
}

/** Model -> its arguments. */
export type Wanted = Map<string, readonly Graph.Json[]>;

export type Compute = (frame: Frame, it: Graph.Json) => Graph.Json;

/** Where an edge leads; `edge` is its id, for coverage, `label` says in a line when it is taken. */
export interface Target {
  readonly to: string;
  readonly edge: string;
  readonly label: string;
}

/** Finds where an edge of a node leads; null: there is none. */
export type Follow = (on: Graph.EdgeKind, index?: number) => Target | null;

/** A condition that can be judged and explained. */
export interface Condition {
  readonly test: Compute;
  readonly reads: readonly Compute[];
  readonly rule: Rule;
  readonly dependence: Dependence;
}

export interface Trigger {
  readonly signal: string;
  readonly as: string | null;
  readonly where: Condition | null;
  /** its signal is about no one customer; null: it is */
  readonly shared: Shared | null;
  readonly rule: Rule;
}

/** Who takes a signal without a customer. */
export interface Shared {
  /** only those whose `value` is in this field */
  readonly field: string | null;
  readonly value: Compute | null;
  /** no more than that */
  readonly batch: Compute | null;
}

export interface Signal {
  readonly name: string;
  readonly fields: readonly FieldDecoder[];
  /** field -> key name */
  readonly keys: readonly { readonly field: string; readonly key: string }[];
  readonly withoutCustomer: boolean;
  readonly contact: { readonly on: string | null } | null;
}

export interface Handler {
  readonly trigger: Trigger;
  readonly actions: readonly Action[];
}

export type Action =
  | { readonly kind: 'set'; readonly field: string; readonly value: Compute; readonly rule: Rule }
  | {
      readonly kind: 'consent';
      readonly action: 'grant' | 'withdraw';
      readonly purpose: string;
      readonly channel: string | null;
      readonly rule: Rule;
    };

/** Somebody else than the journey's customer. */
export type Recipient =
  | { readonly kind: 'customer'; readonly key: string; readonly value: Compute }
  | { readonly kind: 'team'; readonly team: string };

export interface Content {
  /** null: for everybody else */
  readonly locale: string | null;
  readonly parts: readonly { readonly name: string; readonly value: Compute }[];
}

export interface Parameter {
  readonly name: string;
  readonly optional: boolean;
}

export interface Message {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly purpose: Graph.Purpose;
  /** channel -> its content in each language; the first without one, or the first of all, is the default */
  readonly contents: ReadonlyMap<string, readonly Content[]>;
  readonly policies: readonly Policy[];
}

export interface Channel {
  readonly name: string;
  readonly to: Compute;
  readonly rule: Rule;
}

export interface Policy {
  readonly name: string;
  readonly covers: Graph.Policy['covers'];
  readonly rules: readonly PolicyRule[];
}

interface Ruled {
  readonly rule: Rule;
  readonly drop: boolean;
}

export type PolicyRule =
  | (Ruled & { readonly kind: 'quiet'; readonly from: Compute; readonly to: Compute; readonly zone: Compute })
  | (Ruled & {
      readonly kind: 'at_most';
      readonly count: number;
      readonly perMs: number;
      readonly channel: string | null;
      readonly covers: Graph.Policy['covers'];
    })
  | (Ruled & { readonly kind: 'at_most_journeys'; readonly count: number; readonly of: string })
  | (Ruled & {
      readonly kind: 'hold_after';
      readonly forMs: number;
      readonly signal: string;
      readonly where: Compute | null;
    })
  | (Ruled & { readonly kind: 'hold_while'; readonly condition: Condition });

export interface Decision {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly score: Compute;
  readonly least: Compute | null;
  readonly rule: Rule;
}

export interface Candidate {
  readonly name: string;
  readonly when: Condition | null;
  readonly likely: Compute;
  readonly worth: Compute;
  readonly boost: Compute;
  readonly rule: Rule;
}

/** An action or a model, ready to be asked and to read what is answered. */
export interface Outside {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly patienceMs: number;
  /** null: nothing is answered */
  readonly decode: FieldDecoder | null;
  readonly otherwise: Compute | null;
  readonly rule: Rule;
}

export interface Model extends Outside {
  readonly keepMs: number;
}

/** What the parts of a program are built with. */
export interface Builder {
  readonly graph: Graph.Graph;
  compute(expression: Graph.Expression): Compute;
  condition(condition: Graph.Condition): Condition;
  trigger(trigger: Graph.Trigger): Trigger;
  rule(text: string, place: Graph.Place, reads?: Rule['reads']): Rule;
  readonly messages: Map<string, Message>;
  readonly channels: Map<string, Channel>;
  readonly decisions: Map<string, Decision>;
  readonly actions: Map<string, Outside>;
}
