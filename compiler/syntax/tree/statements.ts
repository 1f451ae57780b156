/** The statements of journeys, and the blocks that hold them. */
import type { Expression, Invalid, Name, Span, Window } from '../values.ts';
import type { FieldValue } from './fields.ts';
import type { Side, Trigger } from './starts.ts';
import type { Days } from './ways-out.ts';

export interface Block extends Span {
  readonly statements: readonly Statement[];
}

export type Statement =
  | SendStatement
  | WaitStatement
  | IfStatement
  | ChooseStatement
  | HandoffStatement
  | SetStatement
  | ConsentStatement
  | StepStatement
  | GoToStatement
  | FinishStatement
  | CountdownStatement
  | TogetherStatement
  | RepeatStatement
  | EachStatement
  | EmitStatement
  | ExperimentStatement
  | DecideStatement
  | CallStatement
  | RunStatement
  | Invalid;

/** What can follow an `else` or `if past` besides a block. */
export type Continuation = GoToStatement | FinishStatement | (Span & { readonly kind: 'GoOn' });

/** `send M(bill) to customer(order.payer) on whatsapp, else email, else finish as unreachable` */
export interface SendStatement extends Span {
  readonly kind: 'Send';
  readonly message: Name;
  readonly arguments: readonly Expression[];
  /** absent: to the journey's own customer */
  readonly to?: Recipient;
  readonly channels: readonly Name[];
  /** `on best of c1, c2`: in the order that suits the customer */
  readonly best?: true;
  readonly otherwise?: Continuation;
  /** `as reminder` */
  readonly alias?: Name;
  /** `{ on opened { } after 2 days { } }`: waits for what becomes of it */
  readonly arms?: readonly Arm[];
}

export type Recipient =
  /** `customer(order.payer)`, `customer(email: order.invoice_to)` */
  | (Span & { readonly kind: 'ToCustomer'; readonly key?: Name; readonly value: Expression })
  /** `team desk` */
  | (Span & { readonly kind: 'ToTeam'; readonly team: Name });

export interface WaitStatement extends Span {
  readonly kind: 'Wait';
  readonly form: WaitForm;
}

export type WaitForm =
  /** `wait 2 days`, `wait 8 hours during open hours of desk` */
  | { readonly kind: 'For'; readonly duration: Expression; readonly during?: Name }
  /** `wait [2 days] until 09:00 [on weekdays] [in zone]`, `wait until bill.due - 3 days if past go on if absent skip` */
  | { readonly kind: 'Until'; readonly moment: Moment }
  /** `wait for S as s where C up to 1 hour { .. } else { .. }` */
  | {
      readonly kind: 'Signal';
      readonly trigger: Trigger;
      readonly look?: Look;
      readonly upTo?: Expression;
      readonly then?: Block;
      readonly otherwise?: Block;
    }
  /** `wait { on .. when .. after .. at .. }` */
  | { readonly kind: 'Race'; readonly arms: readonly Arm[] };

export interface Moment extends Span {
  /** calendar days first, of `wait 2 days until 09:00` */
  readonly after?: Expression;
  /** a clock, a date or a time */
  readonly until: Expression;
  readonly days?: Days;
  /** `except uk_holidays` */
  readonly except?: Name;
  readonly zone?: Expression;
  readonly ifPast?: Continuation;
  readonly ifAbsent?: Continuation;
}

/** From when a wait looks: `since start`, `within 10 minutes before`, `ever`; absent: from its own step on. */
export type Look =
  | (Span & { readonly kind: 'SinceStart' })
  | (Span & { readonly kind: 'Before'; readonly duration: Expression })
  | (Span & { readonly kind: 'Ever' });

export type Arm =
  | (Span & { readonly kind: 'OnArm'; readonly trigger: Trigger; readonly look?: Look; readonly body: Block })
  /** `on opened of reminder { }`, `on clicked pay of reminder { }`; below a `send` without `of` */
  | (Span & {
      readonly kind: 'MessageArm';
      readonly what: Name;
      readonly link?: Name;
      readonly message?: Name;
      readonly body: Block;
    })
  | (Span & { readonly kind: 'WhenArm'; readonly condition: Expression; readonly body: Block })
  /** `after 3 days { }`, `after 30 minutes without S { }`, `after 4 hours during open hours of desk { }` */
  | (Span & {
      readonly kind: 'AfterArm';
      readonly duration: Expression;
      readonly during?: Name;
      readonly without?: Trigger;
      readonly body: Block;
    })
  | (Span & { readonly kind: 'AtArm'; readonly moment: Moment; readonly body: Block })
  | Invalid;

/** `countdown to event.starts in zone if absent finish { at 7 days before at 10:00 { } at zero { } at 1 day after { } }` */
export interface CountdownStatement extends Span {
  readonly kind: 'Countdown';
  /** a date or a time */
  readonly target: Expression;
  readonly zone?: Expression;
  readonly ifAbsent?: Continuation;
  readonly arms: readonly CountdownArm[];
}

export interface CountdownArm extends Span {
  readonly side: Side;
  /** absent: `at zero` */
  readonly distance?: Expression;
  readonly at?: Expression;
  readonly body: Block;
}

export interface IfStatement extends Span {
  readonly kind: 'If';
  readonly condition: Expression;
  readonly then: Block;
  /** `else { }`; an `else if` is a block that holds one `If` */
  readonly otherwise?: Block;
}

/** `choose profile.tier { gold, platinum { } standard { } otherwise { } }` */
export interface ChooseStatement extends Span {
  readonly kind: 'Choose';
  readonly subject: Expression;
  readonly cases: readonly ChooseCase[];
  readonly otherwise?: Block;
}

export interface ChooseCase extends Span {
  readonly values: readonly Expression[];
  readonly body: Block;
}

/** `handoff to desk as talk { because ".." share bill, this journey within 2 minutes, else escalate to boss on resolved { } }` */
export interface HandoffStatement extends Span {
  readonly kind: 'Handoff';
  /** `ask approval of desk`: the answers are `approved` and `rejected` */
  readonly approval?: true;
  readonly team: Name;
  readonly alias?: Name;
  readonly because?: Expression;
  readonly share: readonly Share[];
  readonly within?: HandoffWithin;
  readonly arms: readonly HandoffArm[];
}

/** `within 2 minutes, else escalate to boss`, `within 4 hours during open hours of desk` */
export interface HandoffWithin {
  readonly duration: Expression;
  readonly during?: Name;
  readonly escalateTo?: Name;
}

export type Share =
  | (Span & { readonly kind: 'ShareValue'; readonly value: Expression })
  /** `contacts in last 30 days` */
  | (Span & { readonly kind: 'ShareContacts'; readonly window?: Window })
  /** `this journey` */
  | (Span & { readonly kind: 'ShareJourney' })
  /** `profile` */
  | (Span & { readonly kind: 'ShareProfile' });

/** `on resolved { }`, `on returned { }` */
export interface HandoffArm extends Span {
  readonly outcome: Name;
  readonly body: Block;
}

/** `set profile.email = d.email` */
export interface SetStatement extends Span {
  readonly kind: 'Set';
  readonly target: Expression;
  readonly value: Expression;
}

/** `grant consent for Marketing on email`, `withdraw consent for Marketing` */
export interface ConsentStatement extends Span {
  readonly kind: 'Consent';
  readonly action: 'grant' | 'withdraw';
  readonly purpose: Name;
  readonly channel?: Name;
}

export interface StepStatement extends Span {
  readonly kind: 'Step';
  readonly name: Name;
  readonly body: Block;
}

export interface GoToStatement extends Span {
  readonly kind: 'GoTo';
  readonly step: Name;
}

export interface FinishStatement extends Span {
  readonly kind: 'Finish';
  /** `finish with VALUE` */
  readonly value?: Expression;
  readonly outcome?: Name;
}

/** `together { branch { } branch { } } until any`; without `until`, all of them */
export interface TogetherStatement extends Span {
  readonly kind: 'Together';
  readonly branches: readonly Block[];
  /** `all`, `any`, or how many */
  readonly until?: Span & { readonly kind: 'Until'; readonly word?: 'all' | 'any'; readonly count?: Expression };
}

/** `repeat up to 3 times every 2 days until C { }` */
export interface RepeatStatement extends Span {
  readonly kind: 'Repeat';
  readonly times: Expression;
  readonly every?: Expression;
  readonly until?: Expression;
  readonly body: Block;
}

/** `for each line in order.lines { }`, `for each line in order.lines together { }` */
export interface EachStatement extends Span {
  readonly kind: 'Each';
  readonly alias: Name;
  readonly list: Expression;
  readonly together: boolean;
  readonly body: Block;
}

/** `emit CartRescued { cart: cart.id }` */
export interface EmitStatement extends Span {
  readonly kind: 'Emit';
  readonly signal: Name;
  readonly fields: readonly FieldValue[];
}

/** `experiment Tone { holdout 10%  variant warm 45% { }  variant plain 45% { } }` */
export interface ExperimentStatement extends Span {
  readonly kind: 'Experiment';
  readonly name: Name;
  /** without a body it ends the journey as `holdout` */
  readonly holdout?: Span & { readonly share: Expression; readonly body?: Block };
  readonly variants: readonly Variant[];
}

export interface Variant extends Span {
  readonly name: Name;
  readonly share: Expression;
  readonly body: Block;
}

/** `decide NextBestOffer(order) as offer { Upgrade { } otherwise { } }` */
export interface DecideStatement extends Span {
  readonly kind: 'Decide';
  readonly decision: Name;
  readonly arguments: readonly Expression[];
  readonly alias?: Name;
  readonly cases: readonly DecideCase[];
  readonly otherwise?: Block;
}

export interface DecideCase extends Span {
  readonly candidate: Name;
  readonly body: Block;
}

/** `call OpenTicket("bill", true) as ticket { on failed { } }` */
export interface CallStatement extends Span {
  readonly kind: 'Call';
  readonly action: Name;
  readonly arguments: readonly Expression[];
  readonly alias?: Name;
  readonly arms: readonly HandoffArm[];
}

/** `run Other(order) as text { on helped { } }`; `start Other(order)` does not wait */
export interface RunStatement extends Span {
  readonly kind: 'Run';
  readonly waits: boolean;
  readonly journey: Name;
  readonly arguments: readonly Expression[];
  readonly alias?: Name;
  readonly arms: readonly HandoffArm[];
}
