/** What enters the core: everything it learns of time and of the world outside stands here, and so in the log. */
import type { Json, MessageOutcome } from '../../../compiler/graph/types.ts';
import type { Fact } from './customer.ts';

export type Input =
  /** A signal of a declared type, its data already decoded. `at` inside `fact` is the event time. */
  | {
      readonly kind: 'signal';
      readonly seq: number;
      readonly now: number;
      readonly signal: string;
      readonly fact: Fact;
      /** of an emitted one: how many signals have led to it at this instant */
      readonly depth?: number;
    }
  /** A signal without a customer: for a journey that starts `for each customer`, or for a running instance that listens to it. */
  | {
      readonly kind: 'told';
      readonly seq: number;
      readonly now: number;
      readonly journey: string;
      readonly signal: string;
      readonly fact: Fact;
      /** absent: the journey may start */
      readonly instance?: string;
    }
  /** The clock has reached a timer of the customer. */
  | { readonly kind: 'wake'; readonly seq: number; readonly now: number }
  /** Somebody of a team has done or handed back a task. */
  | {
      readonly kind: 'task';
      readonly seq: number;
      readonly now: number;
      readonly task: string;
      readonly action: TaskAction;
    }
  /** What became of a message that was sent. */
  | ({ readonly kind: 'delivery'; readonly seq: number; readonly now: number } & Delivery)
  /** Somebody outside has answered a call or a model, or it has failed. */
  | ({ readonly kind: 'answer'; readonly seq: number; readonly now: number } & Answer);

/** What people do with a task; a request for approval is approved or rejected. */
export type TaskAction = 'resolved' | 'returned' | 'approved' | 'rejected';

/** `message`: the id that it was sent with; `link`: what was clicked. */
export interface Delivery {
  readonly message: string;
  readonly what: MessageOutcome;
  readonly link: string | null;
}

/** `value` as it came (`wire`), or already as the graph has it. */
export type Answer =
  | { readonly call: string; readonly ok: true; readonly value: Json; readonly wire: boolean }
  | { readonly call: string; readonly ok: false; readonly error: string };
