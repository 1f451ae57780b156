/** What enters the core: everything it learns of time and of the world outside stands here, and so in the log. */
import type { Json, MessageOutcome } from '../../../compiler/graph/types.ts';
import type { Fact, Parcel } from './customer.ts';

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
  /** Somebody outside says who the customer is: values of stored profile fields, decoded. */
  | {
      readonly kind: 'identify';
      readonly seq: number;
      readonly now: number;
      readonly profile: Readonly<Record<string, Json>>;
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
  /** An operator ends an instance. `by`: who it is. */
  | {
      readonly kind: 'cancel';
      readonly seq: number;
      readonly now: number;
      readonly instance: string;
      readonly by: string;
    }
  /** An operator moves a time limit of an instance to another time (milliseconds since 1970 UTC). */
  | {
      readonly kind: 'move';
      readonly seq: number;
      readonly now: number;
      readonly instance: string;
      readonly limit: Limit;
      readonly to: number;
      readonly by: string;
    }
  /** An operator moves an instance to another graph. `nodes`: where it stands, and the equal of each place in that graph. */
  | {
      readonly kind: 'migrate';
      readonly seq: number;
      readonly now: number;
      readonly instance: string;
      /** its hash */
      readonly graph: string;
      readonly nodes: Readonly<Record<string, string>>;
      /** its times are set anew, as that graph would have set them */
      readonly retime?: true;
      readonly by: string;
    }
  /** Somebody of a team takes a task on. */
  | { readonly kind: 'claim'; readonly seq: number; readonly now: number; readonly task: string; readonly by: string }
  /** What became of a message that was sent. */
  | ({ readonly kind: 'delivery'; readonly seq: number; readonly now: number } & Delivery)
  /** A message that no cap counts any more, since it was given up or has waited that long, is to leave: it asks for its place again. */
  | ({ readonly kind: 'resend'; readonly seq: number; readonly now: number } & Resend)
  /** A message that the journey of another customer sends to this one. */
  | { readonly kind: 'parcel'; readonly seq: number; readonly now: number; readonly parcel: Parcel }
  /** One that waits here is not wanted any more. */
  | { readonly kind: 'recall'; readonly seq: number; readonly now: number; readonly id: string }
  /** What became of a message that a journey of this customer has sent to another one. */
  | ({ readonly kind: 'heard'; readonly seq: number; readonly now: number } & Heard)
  /** Somebody outside has answered a call or a model, or it has failed. */
  | ({ readonly kind: 'answer'; readonly seq: number; readonly now: number } & Answer);

/** An input without its place in the log. */
export type Happening = WithoutPlace<Input>;
type WithoutPlace<I> = I extends Input ? Omit<I, 'seq' | 'now'> : never;

/** `wait`: of the place where the instance stands; `expiry`: of the journey as a whole. */
export type Limit = 'wait' | 'expiry';

/** What people do with a task; a request for approval is approved or rejected. */
export type TaskAction = 'resolved' | 'returned' | 'approved' | 'rejected';

/** `message`: the id that it was sent with; `link`: what was clicked; `reason`: why it failed, where that is told. */
export interface Delivery {
  readonly message: string;
  readonly what: MessageOutcome;
  readonly link: string | null;
  readonly reason?: string;
}

/** `id`: that it was sent with, by which instance of which journey. */
export interface Resend {
  readonly id: string;
  readonly instance: string;
  readonly journey: string;
  readonly message: string;
  readonly channel: string;
}

/** `passed`: how many were passed on at this instant up to this one, where it is heard at once. */
export type Heard = What & { readonly passed?: number };

/** `parcel`: its id. `message`: the id that it was sent with. `by`: the customer with whom it waits. */
type What =
  | { readonly parcel: string; readonly how: 'sent'; readonly message: string; readonly channel: string }
  | { readonly parcel: string; readonly how: 'held'; readonly policy: string; readonly by: number }
  /** a policy, `no consent`, `no address`, `no value for ..`, or `no such customer` */
  | { readonly parcel: string; readonly how: 'dropped'; readonly reason: string };

/** `value` as it came (`wire`), or already as the graph has it. */
export type Answer =
  | { readonly call: string; readonly ok: true; readonly value: Json; readonly wire: boolean }
  | { readonly call: string; readonly ok: false; readonly error: string };
