/** What the engine takes and gives. */
import type { Graph, Json } from '../../compiler/graph/types.ts';
import type { Leave, Outgoing } from '../core/flow/leave.ts';
import type { Happening } from '../core/state/input.ts';
import type { Outcome } from '../core/state/output.ts';
import type { Subject } from '../identity/keys.ts';
import type { Write } from '../store/batch.ts';
import type { Operated, Operation } from './operation.ts';
import type { Reload } from './reload.ts';

export type Receipt =
  /** `unfit`: what of it does not fit the profile and was left out, each with its reason; absent: nothing */
  | { readonly status: 'accepted'; readonly seq: number; readonly outcome: Outcome; readonly unfit?: readonly string[] }
  | { readonly status: 'duplicate'; readonly seq: number }
  | { readonly status: 'rejected'; readonly reason: string };

/** What came back for a call: its value as JSON, or why there is none. */
export type Reply =
  | { readonly call: string; readonly ok: true; readonly value: Json }
  | { readonly call: string; readonly ok: false; readonly error: string };

/** Where a line came from. */
export interface Source {
  readonly name: string;
  readonly line: number | null;
}

export interface Engine {
  /** Milliseconds since 1970 UTC; never goes back. */
  readonly clock: number;
  /** The log was begun in virtual time, and the machine's clock means nothing to it. */
  readonly virtual: boolean;
  /** From here on the machine's clock counts. */
  goLive(): void;
  /** Customers so far. */
  readonly customers: number;
  /** Takes one signal at that time (never before the clock): first every timer that is due before. */
  accept(body: Buffer, now: number | 'event', source: Source): Receipt;
  /** Notes what came and is no signal. */
  refuse(body: Buffer, reason: string, source: Source): void;
  /** The subject has its number from now on, though nothing is known of it. */
  meet(subject: Subject, now: number): void;
  /** Somebody outside has answered a call of a journey or a model, or it has failed. */
  answer(customer: number, reply: Reply, now: number): Outcome;
  /** What was put into the outbox to leave, since this engine began. */
  readonly left: number;
  /** Whether something that was decided may leave now. Where it has to ask for its place in the caps again, the answer is a record of the log. */
  leave(customer: number, sent: Outgoing, now: number): Leave;
  /** The record by which a message that was given up has its place in the caps again, or null. */
  resentBy(customer: number, message: string): number | null;
  /** Changes what is derived, with the next commit, behind all that has happened so far. */
  note(write: Write): void;
  /** Does what an operator asks, or says why it cannot be done; it is durable when this returns. No timer fires before it. */
  operate(operation: Operation, now: number): Operated;
  /**
   * From here on new instances start on this graph; those that run keep theirs. Gives what it leaves behind.
   */
  reload(graph: Graph, by: string, now: number): Reload;
  /** Fires every timer that is due before (or at) the time, or so many of them. */
  wakeUntil(time: number, inclusive: boolean, most?: number): void;
  /** When the next timer is due, or null. */
  nextTimer(): number | null;
  /** All that was accepted is durable when this returns. */
  commit(): void;
  /** The same while this thread goes on with other things: nothing may be asked of the engine until it is resolved. */
  commitAsync(): Promise<void>;
  /** Commits, writes every customer and ends. */
  close(): void;
}

/** What happens to a customer, without its place in the log. */
export type Act = Extract<
  Happening,
  { readonly kind: 'signal' | 'told' | 'task' | 'answer' | 'delivery' | 'parcel' | 'recall' | 'heard' | 'resend' }
>;
