/**
 * Everything that the core knows about one customer, as plain JSON: what is stored, what a virtual object would hold.
 * The core takes a whole customer and returns a whole customer.
 */
import type { Json } from '../../../compiler/graph/types.ts';

export interface Customer {
  /** The customer's number in the log. */
  readonly number: number;
  /** The customer that this one has joined, or null; then all else is empty. */
  readonly joined: number | null;
  /** Nothing of this one is left, nor will be: nothing starts any more. */
  readonly forgotten?: true;
  /** What it is where it is no person: the `ticket` of `subject ticket by ticket_id`; absent: a person. */
  about?: string;
  /** Identity keys: key name -> values, the oldest first. */
  readonly keys: Record<string, string[]>;
  /** Stored profile values that were set; others have their default. */
  readonly profile: Record<string, Json>;
  /** `Marketing` or `Marketing on email` -> granted (true) or withdrawn (false). */
  readonly consents: Record<string, boolean>;
  /** The same names -> when consent was last withdrawn; absent: never. */
  withdrawn?: Record<string, number>;
  /** Remembered signals by name, ordered by event time, then log order. */
  readonly history: Record<string, Fact[]>;
  /** `Journey` or `Journey KEY` -> time of the latest start, where re-entry depends on it. */
  readonly starts: Record<string, number>;
  /** Model -> what it last answered, and the question that is out; absent: none was looked at. */
  answers?: Record<string, ModelAnswer>;
  /** The channel on which the customer last opened, clicked or answered something; absent: none yet. */
  answeredOn?: string;
  /** Experiment -> the variant that this customer is in; absent: in none yet. */
  experiments?: Record<string, string>;
  /** Messages of other customers' journeys that policies keep back here; absent: none. */
  parcels?: HeldParcel[];
  /** Messages sent, the oldest first: what caps count, but for those that failed. */
  readonly sent: Sent[];
  /** Running instances, and ended ones whose goal is still open, the oldest first. */
  readonly instances: Instance[];
  /** Open tasks of teams. */
  readonly tasks: Task[];
  /** Instances started so far: the next one is `${number}-${started + 1}`. */
  started: number;
  /** What is remembered for journeys that can start though no signal comes; null: nothing. */
  watch: Watch | null;
  /** How often it was due once more at the instant of what happened last; absent: it was not. */
  rounds?: { readonly at: number; readonly count: number };
  /** When the next timer is due, or null. */
  wake: number | null;
}

/** A remembered signal: the fields that something reads, its event time and its id on the wire. */
export interface Fact {
  readonly at: number;
  readonly id: string;
  readonly [field: string]: Json;
}

export interface Watch {
  /** Hash of the graph that set the times. */
  graph: string;
  /** Journey -> when it may start. */
  readonly due: Record<string, number>;
  /** Journey -> what it last looked at: a date, a local day, the time of a signal. */
  readonly last: Record<string, number>;
  /** Journeys whose condition held when it was last looked at. */
  readonly holds: Record<string, true>;
  /** Journey -> when its condition, or its time, may be another one though nothing happens. */
  readonly changes: Record<string, number>;
  /** Journey -> ids of the signals that have had their turn in a count or a sequence; absent: none. */
  used?: Record<string, string[]>;
  /** Signals that wait for quiet before they start a journey. */
  readonly bursts: Burst[];
}

export interface Burst {
  readonly journey: string;
  readonly key: string | null;
  due: number;
  facts: Fact[];
}

export interface ModelAnswer {
  readonly value: Json;
  /** When it answered, or null: never. */
  readonly at: number | null;
  /** The call that is out, or null. */
  readonly asked: string | null;
  /** When that was asked, or last failed. */
  readonly askedAt: number;
}

export interface Sent {
  readonly at: number;
  readonly message: string;
  readonly purpose: string;
  readonly channel: string;
  /** of the message in the outbox */
  readonly id: string;
  /** The record by which one that was given up has its place again; absent: it has the place that it was sent with. */
  readonly resent?: number;
  /** It did not arrive, and has no place in caps: known still, since who opens it after all was reached there. Absent: nobody has said so. */
  readonly failed?: true;
}

/** What ids of parcels begin with. */
export const PARCEL = 'p-';

/** A message that the journey of one customer sends to another one. */
export interface Parcel {
  /** `p-RECORD-N`: of the sending */
  readonly id: string;
  /** Number of the customer whose journey sends it. */
  readonly from: number;
  readonly instance: string;
  readonly journey: string;
  /** Hash of the graph that it was sent by. */
  readonly graph: string;
  /** Id of the `send` in that journey. */
  readonly node: string;
  /** What the message was given. */
  readonly arguments: readonly Json[];
  /** Of what kind its journey is, and those that wait for that one, the outermost first; absent: of none. */
  readonly voices?: readonly { readonly kind: string; readonly priority: number }[];
  /** How many went before it at this instant, each sent because of what became of the one before; absent: none. */
  readonly passed?: number;
}

export type HeldParcel = Parcel & Held;

/** A place in a journey, with what holds it there. */
export interface Position {
  /** Id of the node. */
  node: string;
  /** When it came to that node. */
  since: number;
  /** Deadlines of the node, by index; null: none. */
  timers: (number | null)[];
  /** Why it stands at a send, or null. */
  held: Held | null;
  /** The task it waits for, or null. */
  task: string | null;
  /** The call, the journey or the parcel that it waits for; absent: none. */
  awaits?: string;
  /** It went round without a wait, and goes no further; absent: it does. */
  stuck?: true;
  /** The loops it is in, by the node that began them; absent: none. */
  loops?: Record<string, Loop>;
}

/** `round`: of a `repeat`, from 1. `rest`: what a `for each` has still before it. */
export type Loop = { readonly round: number } | { readonly rest: readonly Json[] };

/** One of several positions of an instance: a branch of `together`. */
export interface Thread extends Position {
  /** Unique in its instance, from 1. */
  readonly id: number;
  /** The thread that waits for it at its `together`; 0: the instance itself. */
  readonly parent: number;
  /** What was bound inside the branch. */
  readonly variables: Record<string, Json>;
}

/** An instance is its own main position; `threads` are there only inside `together`. */
export interface Instance extends Position {
  /** `CUSTOMER-N` */
  readonly id: string;
  readonly journey: string;
  /** Hash of the graph that it runs on until it ends. */
  readonly graph: string;
  readonly key: string | null;
  readonly startedAt: number;
  /** What `as` has bound. */
  readonly variables: Record<string, Json>;
  threads?: Thread[];
  /** What it has sent and asked of others, where people are told; absent: nothing, or nobody is. */
  tried?: readonly Tried[];
  expireAt: number | null;
  goal: 'none' | 'open' | 'reached' | 'missed';
  /** Until when an open goal can be reached; null: as long as the instance runs. */
  goalUntil: number | null;
  /** The outcome, once it has ended. */
  outcome: string | null;
}

/** `what`: a message, or an action. `came`: what came of it. */
export interface Tried {
  readonly at: number;
  readonly what: string;
  readonly came: string;
  /** The channel of a message that was sent. */
  readonly on?: string;
  /** Of a message in the outbox. */
  readonly id?: string;
}

/** A message that may not go yet. `until` null: until something else happens. */
export interface Held {
  readonly until: number | null;
  readonly policy: string;
  /** Number of the customer with whom it waits, where that is another one. */
  readonly by?: number;
}

export interface Task {
  readonly id: string;
  team: string;
  readonly instance: string;
  /** When it escalates, or null. */
  due: number | null;
  readonly escalateTo: string | null;
  /** Of one that no journey waits for: where it was asked for. It outlives its instance, and stands here until it is late or taken on. */
  readonly asked?: { readonly graph: string; readonly journey: string; readonly node: string };
}

export function newCustomer(number: number, joined: number | null = null): Customer {
  return {
    number,
    joined,
    keys: {},
    profile: {},
    consents: {},
    history: {},
    starts: {},
    sent: [],
    instances: [],
    tasks: [],
    started: 0,
    watch: null,
    wake: null,
  };
}
