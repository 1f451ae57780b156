/** Journeys: what starts and ends them; and what signals do without one. */
import type { Expression } from './expressions.ts';
import type { ConsentNode, Edge, Node, SetNode } from './nodes.ts';
import type { Condition, Trigger } from './signals.ts';
import type { Days, Place, Type } from './values.ts';

/** `on S as s when C { set .. grant .. }`: runs for every S, before any journey sees it. */
export interface Handler {
  readonly id: string;
  readonly trigger: Trigger;
  readonly actions: readonly (SetNode | ConsentNode)[];
  readonly place: Place;
}

export interface Journey {
  readonly name: string;
  readonly title?: string;
  readonly owner?: string;
  readonly kind?: string;
  /** a name in `Identity.subjects`; absent: about a customer */
  readonly about?: string;
  readonly purpose?: string;
  /** 0 where not said; higher goes first */
  readonly priority: number;
  readonly start: Start;
  readonly stops: readonly Stop[];
  readonly goal?: Goal;
  readonly expire?: { readonly afterMs: number; readonly outcome: string; readonly place: Place };
  /** fields of the profile that are kept as they were at the start: the record `profile at start` */
  readonly snapshot?: readonly string[];
  /** every name that is bound in it (`as bill`), with its type */
  readonly variables: Readonly<Record<string, Type>>;
  /** every outcome it can end with, sorted */
  readonly outcomes: readonly string[];
  /** what others give it when they run it; its start is then `called` */
  readonly parameters?: readonly { readonly name: string; readonly type: Type }[];
  /** id of the first node */
  readonly entry: string;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly doc?: string;
  readonly place: Place;
}

export interface Start {
  readonly on: Cause;
  /** as the author wrote it, white space folded; not in the hash */
  readonly text: string;
  /** instance key; absent: one running instance a customer */
  readonly key?: Expression;
  /** once: one start a key (or a customer) for ever; again: not before `afterMs` since the last start; every: any time */
  readonly reentry:
    | { readonly kind: 'once' }
    | { readonly kind: 'again'; readonly afterMs: number }
    | { readonly kind: 'every' };
  /** what a repeat does while one is running; collect: `as` binds the list of all of them */
  readonly repeat: 'ignore' | 'restart' | 'refresh' | 'collect';
  /** starts only after so long without another such signal */
  readonly quietMs?: number;
  /** of two running instances with one key, when customers join; absent: the oldest goes on */
  readonly merge?: 'furthest' | 'both' | 'restart';
  readonly place: Place;
}

/** What starts a journey. */
export type Cause =
  /** nothing: others run it */
  | { readonly kind: 'called'; readonly place: Place }
  | { readonly kind: 'signal'; readonly trigger: Trigger }
  /** so many such signals, with one value of `by` (over `it`), no further apart than `withinMs`; `as` binds the newest */
  | {
      readonly kind: 'count';
      readonly trigger: Trigger;
      readonly count: number;
      readonly withinMs: number;
      readonly by?: Expression;
      readonly place: Place;
    }
  /** one after the other, the last no later than `withinMs` after the first; a trigger's `where` knows those before it */
  | {
      readonly kind: 'sequence';
      readonly triggers: readonly Trigger[];
      readonly withinMs: number;
      readonly place: Place;
    }
  /** so long after the last such signal; without one, after the customer became known */
  | {
      readonly kind: 'silence';
      readonly trigger: Trigger;
      readonly forMs: number;
      readonly condition?: Condition;
      readonly place: Place;
    }
  /** when the condition holds now and did not hold before */
  | { readonly kind: 'becoming'; readonly condition: Condition; readonly place: Place }
  /** at local `clock` in `zone` on every day of the rhythm that is not in `except`; once a local day */
  | {
      readonly kind: 'schedule';
      readonly rhythm: Rhythm;
      readonly clock: Expression;
      readonly zone: Expression;
      readonly except?: Days;
      readonly condition?: Condition;
      readonly place: Place;
    }
  /** at `due`, an instant or null, which follows from `anchor` (a date or a time); once for each value of `anchor` */
  | {
      readonly kind: 'anchored';
      readonly anchor: Expression;
      readonly due: Expression;
      readonly condition?: Condition;
      readonly place: Place;
    }
  /** for each customer of whom `whom` holds, when a signal without a customer comes; `batch`: no more of them than that */
  | {
      readonly kind: 'each';
      readonly trigger: Trigger;
      readonly whom: Condition;
      readonly batch?: Expression;
      readonly had?: Had;
      readonly place: Place;
    };

/** Whoever is meant has had this signal, with that value in that field: an index can find them. */
export interface Had {
  readonly signal: string;
  readonly field?: string;
  readonly value?: Expression;
  /** in batches: when they first had all that is asked of it; absent in graphs from before: that value is all */
  readonly since?: Expression;
}

export type Rhythm =
  | { readonly kind: 'days'; readonly weekdays: readonly number[] }
  /** a month without that day has it on its last */
  | { readonly kind: 'month'; readonly day: number }
  /** month and day of a date, or null; the 29th of February is the 28th in other years */
  | { readonly kind: 'year'; readonly date: Expression };

export type Stop =
  | { readonly kind: 'signal'; readonly trigger: Trigger; readonly outcome: string; readonly place: Place }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly outcome: string; readonly place: Place };

/** absent: reached when the trigger did not happen within `withinMs` of the start. `ends`: reaching it ends a running instance (outcome `goal`). */
export interface Goal {
  readonly absent: boolean;
  readonly trigger?: Trigger;
  readonly condition?: Condition;
  readonly withinMs?: number;
  /** the share of the instances that should reach it, as a ratio */
  readonly atLeast?: number;
  readonly ends: boolean;
  readonly text: string;
  readonly place: Place;
}
