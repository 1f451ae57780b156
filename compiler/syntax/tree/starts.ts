/** What starts a journey, and what ends it whatever it is doing. */
import type { Expression, Name, Span } from '../values.ts';

/** `on S as s where C`, in a start, a stop, a handler or an arm. `where` and `when` mean the same here. */
export interface Trigger extends Span {
  readonly signal: Name;
  readonly alias?: Name;
  readonly where?: Expression;
  /** of a signal without a customer that is waited for: no more than so many instances take it */
  readonly batches?: Expression;
}

/** `start on S as s when C per s.cart  once per s.invoice  on repeat restart  after 5 minutes of quiet  on merge keep both` */
export interface Start extends Span {
  readonly cause: Cause;
  /** `per KEY`, also from `once per KEY` */
  readonly per?: Expression;
  readonly reentry?: Reentry;
  readonly repeat?: Span & { readonly word: 'ignore' | 'restart' | 'refresh' | 'collect' };
  /** `after 5 minutes of quiet` */
  readonly quiet?: Expression;
  readonly merge?: Span & { readonly word: Merge };
}

export type Merge = 'keep oldest' | 'keep furthest' | 'keep both' | 'restart';

/** What starts a journey. */
export type Cause =
  /** `on S as s when C` */
  | (Span & { readonly kind: 'OnSignal'; readonly trigger: Trigger })
  /** `on 3 S within 48 hours by it.product as s where C` */
  | (Span & {
      readonly kind: 'Counted';
      readonly count: Expression;
      readonly trigger: Trigger;
      readonly within: Expression;
      readonly by?: Expression;
    })
  /** `on A as a then B as b within 2 hours where C`: the last condition is the last trigger's */
  | (Span & { readonly kind: 'Sequence'; readonly triggers: readonly Trigger[]; readonly within: Expression })
  /** `when no S where C for 14 days when D` */
  | (Span & {
      readonly kind: 'Silence';
      readonly signal: Name;
      readonly where?: Expression;
      readonly duration: Expression;
      readonly condition?: Expression;
    })
  /** `when C becomes true` */
  | (Span & {
      readonly kind: 'Becoming';
      readonly condition: Expression;
      /** a name alone, of which nothing says that it becomes true: it may be a signal's */
      readonly unsaid?: Name;
    })
  /** `every monday at 09:00 in profile.timezone except holidays when C` */
  | (Span & {
      readonly kind: 'Schedule';
      readonly rhythm: Rhythm;
      readonly at: Expression;
      readonly zone?: Expression;
      readonly except?: Name;
      readonly condition?: Expression;
    })
  /** `3 days before profile.renewal at 10:00 in profile.timezone when C`; `on profile.renewal` has no distance */
  | (Span & {
      readonly kind: 'Anchored';
      readonly side: Side;
      readonly distance?: Expression;
      readonly date: Expression;
      readonly at?: Expression;
      readonly zone?: Expression;
      readonly condition?: Expression;
    })
  /** `for each customer where C on S as s in batches of s.quantity` */
  | (Span & {
      readonly kind: 'ForEach';
      readonly whom: Expression;
      readonly trigger: Trigger;
      readonly batches?: Expression;
    });

export type Side = 'before' | 'after' | 'on';

export type Rhythm =
  /** `day`, `weekday`, `monday, thursday` */
  | (Span & { readonly kind: 'Days'; readonly days: readonly Name[] })
  /** `month on 15` */
  | (Span & { readonly kind: 'Month'; readonly day: Expression })
  /** `year on profile.birthday` */
  | (Span & { readonly kind: 'Year'; readonly date: Expression });

export type Reentry =
  | (Span & { readonly kind: 'Once' })
  | (Span & { readonly kind: 'AgainAfter'; readonly duration: Expression })
  | (Span & { readonly kind: 'EveryTime' });

/** `stop on S where C [as OUTCOME]` or `stop when C [as OUTCOME]` */
export interface Stop extends Span {
  readonly trigger?: Trigger;
  readonly condition?: Expression;
  readonly outcome?: Name;
}

/** `goal OrderPlaced [where C] [within D][, at least 50%]`, `goal no CallStarted within 7 days`, `goal when C`; `, go on` does not end the instance */
export interface Goal extends Span {
  readonly absent: boolean;
  readonly trigger?: Trigger;
  readonly condition?: Expression;
  readonly within?: Expression;
  /** the share of the instances that should reach it */
  readonly atLeast?: Expression;
  readonly goOn: boolean;
}

/** `expire after 14 days [as OUTCOME]` */
export interface Expire extends Span {
  readonly duration: Expression;
  readonly outcome?: Name;
}
