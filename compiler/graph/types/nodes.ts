/** Where an instance can stand, and the ways between. */
import type { Expression } from './expressions.ts';
import type { Condition, Trigger } from './signals.ts';
import type { Days, Place, Type } from './values.ts';

/** `id` is stable against edits elsewhere: `[step/]kind[#n]`. `step` is the step that it stands in. */
interface Placed {
  readonly id: string;
  readonly step?: string;
  /** one line for diagrams and explanations; not in the hash */
  readonly label: string;
  readonly place: Place;
}

export type Node =
  | SendNode
  | WaitNode
  | BranchNode
  | ChooseNode
  | HandoffNode
  | SetNode
  | ConsentNode
  | TogetherNode
  | RepeatNode
  | EachNode
  | AgainNode
  | JoinNode
  | EmitNode
  | ExperimentNode
  | DecideNode
  | CallNode
  | RunNode
  | FinishNode;

/**
 * Edges: `next` (sent), `failed` (no channel can reach, or dropped; absent: `next` is taken), `held` (a policy keeps it back: it is given up;
 * absent: the step waits).
 */
export interface SendNode extends Placed {
  readonly kind: 'send';
  readonly message: string;
  readonly arguments: readonly Expression[];
  /** absent: to the journey's own customer */
  readonly to?: Recipient;
  /** tried in this order; none for a team, which has its own way */
  readonly channels: readonly string[];
  /** first the one that the profile prefers, then where the customer answered last, then the others as written */
  readonly best?: true;
  /** the variable that stands for what was sent: its id and channel, and what became of it */
  readonly as?: string;
}

/** Somebody else than the journey's customer. */
export type Recipient =
  /** who has that value of an identity key; null: nobody */
  | { readonly kind: 'customer'; readonly key: string; readonly value: Expression }
  | { readonly kind: 'team'; readonly team: string };

/** The first arm that happens wins; at one instant a signal before a timer, else in the order written. Edges: `arm` by index, `past`, `absent`. */
export interface WaitNode extends Placed {
  readonly kind: 'wait';
  readonly arms: readonly Arm[];
}

export type Arm =
  | { readonly kind: 'signal'; readonly trigger: Trigger; readonly look: Look; readonly place: Place }
  /** what becomes of the message that the variable `of` stands for; also when that has happened already */
  | {
      readonly kind: 'message';
      readonly of: string;
      readonly what: MessageOutcome;
      readonly link?: string;
      readonly place: Place;
    }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly place: Place }
  /** elapsed time from the step's beginning; `without`: from the last such signal, if later; `during`: inside a team's hours only */
  | {
      readonly kind: 'after';
      readonly duration: Expression;
      readonly during?: string;
      readonly without?: Trigger;
      readonly place: Place;
    }
  /** `ifPast`, `ifAbsent`: 'arm' means that the arm is taken at once, else the edge `past` or `absent` of this index */
  | {
      readonly kind: 'at';
      readonly moment: Moment;
      readonly ifPast: 'arm' | 'edge';
      readonly ifAbsent: 'arm' | 'edge';
      readonly place: Place;
    };

export type MessageOutcome = 'delivered' | 'opened' | 'clicked' | 'replied' | 'bounced' | 'failed';

export type Look =
  | { readonly kind: 'step' }
  | { readonly kind: 'start' }
  | { readonly kind: 'ever' }
  | { readonly kind: 'before'; readonly ms: number };

/**
 * local: the first instant at local `clock` in `zone` on an allowed weekday (1 = monday .. 7), after now;
 * with `days` or `months`, on the calendar day that many days or months from today or later. time: an instant, may be null.
 */
export type Moment =
  | {
      readonly kind: 'local';
      readonly days?: Expression;
      readonly months?: number;
      readonly clock: Expression;
      readonly weekdays?: readonly number[];
      readonly except?: Days;
      readonly zone: Expression;
    }
  | { readonly kind: 'time'; readonly time: Expression };

/** Edges: `yes`, `no`. */
export interface BranchNode extends Placed {
  readonly kind: 'branch';
  readonly condition: Condition;
}

/** Edges: `case` by index, `otherwise` (absent where the cases are exhaustive). */
export interface ChooseNode extends Placed {
  readonly kind: 'choose';
  readonly subject: Expression;
  readonly subjectText: string;
  readonly type: Type;
  readonly cases: readonly (readonly Expression[])[];
}

/** Edges: `resolved`, `returned` (an approval: `approved`, `rejected`); without arms only `next`, taken at once. */
export interface HandoffNode extends Placed {
  readonly kind: 'handoff';
  readonly approval?: true;
  readonly team: string;
  readonly as?: string;
  readonly because?: Expression;
  readonly share: readonly Share[];
  /** all that the journey knows at this place is shared */
  readonly complete: boolean;
  /** `during`: only time inside the hours of that team counts */
  readonly within?: { readonly ms: number; readonly during?: string; readonly escalateTo?: string };
}

export type Share =
  | { readonly kind: 'value'; readonly name: string; readonly value: Expression; readonly type: Type }
  | { readonly kind: 'contacts'; readonly forMs?: number }
  | { readonly kind: 'journey' }
  | { readonly kind: 'profile' };

/** Edge: `next`. */
export interface SetNode extends Placed {
  readonly kind: 'set';
  readonly field: string;
  readonly value: Expression;
}

/** Edge: `next`. */
export interface ConsentNode extends Placed {
  readonly kind: 'consent';
  readonly action: 'grant' | 'withdraw';
  readonly purpose: string;
  readonly channel?: string;
}

/**
 * Every branch runs at once, each as a position of its own, while this one waits. Edges: `branch` by index; `next`, taken when
 * `until` branches have come to their `join`: those still running are cancelled.
 */
export interface TogetherNode extends Placed {
  readonly kind: 'together';
  readonly branches: number;
  readonly until: number;
}

/** Edges: `round`, `next`. `until` is judged before every round and while it waits for the next one. */
export interface RepeatNode extends Placed {
  readonly kind: 'repeat';
  readonly times: Expression;
  /** elapsed time between the end of a round and the next one */
  readonly every?: Expression;
  readonly until?: Condition;
}

/** Edges: `round` for every item, one after the other or (`together`) all at once; `next`. The list is read once. */
export interface EachNode extends Placed {
  readonly kind: 'each';
  readonly list: Expression;
  readonly as?: string;
  readonly together: boolean;
}

/** The end of a round of the `repeat` or `each` with the id `of`. Edges: `round`, `next`. */
export interface AgainNode extends Placed {
  readonly kind: 'again';
  readonly of: string;
}

/** The end of a branch of the `together` or `each` with the id `of`. No edges. */
export interface JoinNode extends Placed {
  readonly kind: 'join';
  readonly of: string;
}

/** A signal of this customer, through the log. Every declared field has a value. Edge: `next`. */
export interface EmitNode extends Placed {
  readonly kind: 'emit';
  readonly signal: string;
  readonly fields: readonly { readonly name: string; readonly value: Expression }[];
}

/** Edges: `variant` by index. The shares make 1; a hold-out is the variant `holdout`. */
export interface ExperimentNode extends Placed {
  readonly kind: 'experiment';
  readonly name: string;
  readonly variants: readonly { readonly name: string; readonly share: number }[];
}

/** Edges: `case` by index of `cases`, `otherwise` (nothing was picked, or what was picked has no case). `as` is the name picked. */
export interface DecideNode extends Placed {
  readonly kind: 'decide';
  readonly decision: string;
  /** absent: the decision has no parameters */
  readonly arguments?: readonly Expression[];
  readonly as?: string;
  readonly cases: readonly string[];
}

/** Waits for the answer. Edges: `next` (it came, or the action's own `otherwise` stands in), `failed`. */
export interface CallNode extends Placed {
  readonly kind: 'call';
  readonly action: string;
  readonly arguments: readonly Expression[];
  readonly as?: string;
}

/** Another journey of this customer. Edges: `case` by index of `outcomes`, `next` (any other outcome, or it does not wait). */
export interface RunNode extends Placed {
  readonly kind: 'run';
  readonly journey: string;
  readonly arguments: readonly Expression[];
  readonly as?: string;
  readonly waits: boolean;
  readonly outcomes: readonly string[];
}

/** No edges. */
export interface FinishNode extends Placed {
  readonly kind: 'finish';
  /** what the journey that runs this one gets */
  readonly value?: Expression;
  readonly outcome: string;
}

/** `id` is `from>on[index]`. Coverage is by edge. A `go to` or the end of a block is only an edge. */
export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly on: EdgeKind;
  /** of `arm`, `case`, `past`, `absent`, `branch`, `variant` */
  readonly index?: number;
  /** one line for diagrams; not in the hash */
  readonly label: string;
  readonly place: Place;
}

export type EdgeKind =
  | 'next'
  | 'arm'
  | 'past'
  | 'absent'
  | 'yes'
  | 'no'
  | 'case'
  | 'otherwise'
  | 'failed'
  | 'held'
  | 'resolved'
  | 'returned'
  | 'branch'
  | 'round'
  | 'variant'
  | 'approved'
  | 'rejected';
