/** What leaves the core: decisions (kept in the log with the input that led to them) and effects (for the outbox). */
import type { Json, Place, Type } from '../../../compiler/graph/types.ts';
import type { Fact, Parcel } from './customer.ts';
import type { Heard, TaskAction } from './input.ts';

/** A place in a graph that decides, with the names and types of the values it sees. */
export interface Rule {
  /** Its number within its graph: what the log stores. */
  readonly number: number;
  /** As the author wrote it, or a fixed phrase. */
  readonly text: string;
  readonly place: Place;
  readonly reads: readonly { readonly name: string; readonly type: Type }[];
}

export type DecisionKind =
  | 'started'
  | 'not_started'
  | 'stopped'
  | 'goal_reached'
  | 'goal_missed'
  | 'went_on'
  | 'moved'
  | 'migrated'
  | 'kept'
  | 'branched'
  | 'sent'
  | 'resent'
  | 'held'
  | 'still_held'
  | 'dropped'
  | 'passed'
  | 'heard'
  | 'handed'
  | 'escalated'
  | 'late'
  | 'task_closed'
  | 'claimed'
  | 'paused'
  | 'set'
  | 'consent'
  | 'cancelled'
  | 'emitted'
  | 'called'
  | 'delivery'
  | 'answered'
  | 'unanswered'
  | 'assigned'
  | 'decided'
  | 'finished'
  | 'stuck';

export interface Decision {
  readonly kind: DecisionKind;
  /** Hash of the graph that decided. */
  readonly graph: string;
  /** Numbers of the rules, each with the values that it saw. */
  readonly because: readonly Because[];
  readonly journey: string | null;
  readonly instance: string | null;
  /** The message, team, field or purpose that it is about. */
  readonly subject: string | null;
  /** Channel of a message, outcome of an instance, edge that was taken, reason. */
  readonly outcome: string | null;
}

export interface Because {
  readonly rule: number;
  readonly values: readonly Json[];
}

export type Effect =
  | {
      readonly kind: 'message';
      /** The same at every try and at every replay: the idempotency key. */
      readonly id: string;
      readonly instance: string;
      readonly journey: string;
      readonly message: string;
      readonly channel: string;
      readonly to: string;
      readonly content: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'task';
      readonly id: string;
      readonly instance: string;
      readonly journey: string;
      readonly team: string;
      readonly because: string;
      readonly context: Readonly<Record<string, Json>>;
      readonly complete: boolean;
      readonly due: number | null;
    }
  /** Something to ask of somebody outside; `id` is the same at every try: the idempotency key. */
  | {
      readonly kind: 'call';
      readonly id: string;
      /** null: asked for a model, not by a journey */
      readonly instance: string | null;
      readonly journey: string | null;
      readonly name: string;
      readonly arguments: Readonly<Record<string, Json>>;
      /** until when an answer is of use */
      readonly due: number;
    }
  | { readonly kind: 'call_ended'; readonly id: string; readonly how: 'answered' | 'failed' | 'late' | 'cancelled' }
  /** A signal of this customer, to be taken through the log in the same commit. */
  | {
      readonly kind: 'emit';
      readonly id: string;
      readonly signal: string;
      readonly fact: Fact;
      readonly depth: number;
    }
  /** A message for another customer, to be put to whoever has that key, in the same commit. */
  | {
      readonly kind: 'parcel';
      readonly id: string;
      readonly key: string;
      readonly value: string;
      readonly parcel: Parcel;
    }
  /** A parcel that waits with that customer is not wanted any more. */
  | { readonly kind: 'recall'; readonly id: string; readonly customer: number }
  /** What became of a parcel, for the customer that sent it. */
  | { readonly kind: 'heard'; readonly customer: number; readonly heard: Heard }
  | { readonly kind: 'task_claimed'; readonly id: string; readonly by: string }
  | { readonly kind: 'task_moved'; readonly id: string; readonly team: string }
  | { readonly kind: 'task_closed'; readonly id: string; readonly action: TaskAction }
  /** `outcome`: how its instance ended; null: another branch of it came first */
  | { readonly kind: 'task_cancelled'; readonly id: string; readonly outcome: string | null };

export interface Outcome {
  readonly decisions: readonly Decision[];
  readonly effects: readonly Effect[];
}
