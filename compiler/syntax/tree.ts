/**
 * The syntax tree of a `.journey` file: what the author wrote, nothing inferred.
 * The parser always returns a tree; what recovery could not read is an `Invalid` node or a `Name` with empty text.
 * The tree is never mutated; later stages keep side tables keyed by node.
 */
import type { Expression, Invalid, Name, Span, TextLiteral, Window } from './values.ts';

export type * from './values.ts';

/** One parsed file. `comments` are all ordinary and doc comments, in order, for the formatter. */
export interface File extends Span {
  readonly kind: 'File';
  readonly path: string;
  readonly uses: readonly Use[];
  readonly declarations: readonly Declaration[];
  readonly comments: readonly Comment[];
}

/** `//` or `///` comment. `text` is without the slashes. */
export interface Comment extends Span {
  readonly doc: boolean;
  readonly text: string;
}

/** `use telco.signals` */
export interface Use extends Span {
  readonly kind: 'Use';
  readonly path: readonly Name[];
}

export type Declaration =
  | SignalDeclaration
  | TypeDeclaration
  | IdentityDeclaration
  | ProfileDeclaration
  | HandlerDeclaration
  | ConditionDeclaration
  | PurposeDeclaration
  | ChannelDeclaration
  | MessageDeclaration
  | TeamDeclaration
  | CalendarDeclaration
  | PolicyDeclaration
  | JourneyDeclaration
  | DecisionDeclaration
  | ActionDeclaration
  | ModelDeclaration
  | TestDeclaration
  | Invalid;

interface Declared extends Span {
  readonly name: Name;
  /** Text of the `///` lines above, joined by newlines. */
  readonly doc?: string;
}

// ---------------------------------------------------------------- types and fields

export type TypeRef =
  /** `text`, `Tier`, `money`, `money USD` */
  | (Span & { readonly kind: 'NamedType'; readonly name: Name; readonly currency?: Name })
  | (Span & { readonly kind: 'ListType'; readonly of: TypeRef })
  | (Span & { readonly kind: 'OptionalType'; readonly of: TypeRef });

/** A field of a signal, a record type or the profile. */
export interface Field extends Span {
  readonly kind: 'Field';
  readonly doc?: string;
  readonly name: Name;
  readonly type: TypeRef;
  /** `named "Wire Name"` */
  readonly named?: TextLiteral;
  /** `key user_id` */
  readonly key?: Name;
  /** `pii`, `sensitive` */
  readonly labels: readonly Name[];
  /** `= value`: default of a stored value */
  readonly initial?: Expression;
  /** `is expression`: computed at every look */
  readonly computed?: Expression;
}

/** `signal BillIssued named "Bill Issued" is revenue of amount { .. }` */
export interface SignalDeclaration extends Declared {
  readonly kind: 'Signal';
  readonly named?: TextLiteral;
  /** `without customer`: it is about no one customer */
  readonly withoutCustomer: boolean;
  /** `is contact on voice`, `is revenue of total` */
  readonly meanings: readonly Meaning[];
  readonly fields: readonly Field[];
}

/** `contact on CHANNEL`, `resolution`, `revenue of FIELD`, `effort of FIELD`, `transfer` */
export interface Meaning extends Span {
  readonly word: Name;
  readonly on?: Name;
  readonly of?: Name;
}

/** `type Tier = standard | gold` or `type Line { sku: id }` */
export interface TypeDeclaration extends Declared {
  readonly kind: 'Type';
  readonly body:
    | { readonly kind: 'Enumeration'; readonly values: readonly Name[] }
    | { readonly kind: 'Record'; readonly fields: readonly Field[] };
}

/** `identity { strong user_id, email  weak device_id }` */
export interface IdentityDeclaration extends Span {
  readonly kind: 'Identity';
  readonly strong: readonly Name[];
  readonly weak: readonly Name[];
}

export interface ProfileDeclaration extends Span {
  readonly kind: 'Profile';
  readonly fields: readonly Field[];
}

/** `on DetailsChanged as d when .. { set profile.email = d.email }` */
export interface HandlerDeclaration extends Span {
  readonly kind: 'Handler';
  readonly trigger: Trigger;
  readonly body: Block;
}

/** `condition Hesitating(product: id) = ..` */
export interface ConditionDeclaration extends Declared {
  readonly kind: 'Condition';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface Parameter extends Span {
  readonly name: Name;
  readonly type: TypeRef;
}

// ---------------------------------------------------------------- ways out

/** `purpose Marketing { consent asked, double opt in }` */
export interface PurposeDeclaration extends Declared {
  readonly kind: 'Purpose';
  readonly consent?: Name;
  readonly doubleOptIn: boolean;
}

/** `channel email { to profile.email, via smtp, cleared for pii, at most 20 per second }` */
export interface ChannelDeclaration extends Declared {
  readonly kind: 'Channel';
  readonly to?: Expression;
  readonly via?: Via;
  readonly cleared: readonly Name[];
  /** `at most N per second|minute|hour` */
  readonly rate?: Cap;
}

/** `via smtp`, `via http whatsapp`, `via console` */
export interface Via extends Span {
  readonly connector: Name;
  readonly target?: Name;
}

/** `message M(bill: BillIssued) for Service { on email { subject ".." body ".." } }` */
export interface MessageDeclaration extends Declared {
  readonly kind: 'Message';
  readonly parameters: readonly Parameter[];
  readonly purpose?: Name;
  readonly contents: readonly Content[];
}

/** `on whatsapp in de { text ".." }` */
export interface Content extends Span {
  readonly channel: Name;
  readonly locale?: Name;
  readonly parts: readonly ContentPart[];
}

/** `subject ".."`, `body ".."`, `text ".."`, `title ".."` */
export interface ContentPart extends Span {
  readonly part: Name;
  readonly value: Expression;
  /** `body file "bill.liquid"`: the template's path beside this file; `value` is then this text too */
  readonly file?: TextLiteral;
}

/** `team desk { open 08:00..20:00 on weekdays in "Europe/London", via http desk, cleared for pii }` */
export interface TeamDeclaration extends Declared {
  readonly kind: 'Team';
  readonly open?: OpenHours;
  readonly via?: Via;
  readonly cleared: readonly Name[];
}

export interface OpenHours extends Span {
  readonly from: Expression;
  readonly to: Expression;
  readonly days?: Days;
  readonly except?: Name;
  readonly zone?: Expression;
}

/** `calendar uk_holidays { 2026-12-25, 2026-12-26 }` */
export interface CalendarDeclaration extends Declared {
  readonly kind: 'Calendar';
  readonly dates: readonly Expression[];
}

/** `weekdays`, `weekends`, `monday, tuesday` */
export interface Days extends Span {
  readonly days: readonly Name[];
}

// ---------------------------------------------------------------- policies

/** `policy NightRest for Marketing { quiet 21:00..08:00 in profile.timezone, then deliver later }` */
export interface PolicyDeclaration extends Declared {
  readonly kind: 'Policy';
  /** `for Marketing`, `for message Survey`; absent: for all */
  readonly covers?: { readonly kind: 'purpose' | 'message'; readonly name: Name };
  readonly rules: readonly PolicyRule[];
}

export type PolicyRule =
  /** `quiet 21:00..08:00 in profile.timezone` */
  | (Span & {
      readonly kind: 'Quiet';
      readonly from: Expression;
      readonly to: Expression;
      readonly zone?: Expression;
      readonly then?: PolicyThen;
    })
  /** `at most 3 messages per 7 days`, `at most 1 per day on sms` */
  | (Span & { readonly kind: 'AtMost'; readonly cap: Cap; readonly channel?: Name; readonly then?: PolicyThen })
  /** `hold for 14 days after ReturnRequested where ..` */
  | (Span & {
      readonly kind: 'HoldAfter';
      readonly duration: Expression;
      readonly signal: Name;
      readonly where?: Expression;
      readonly then?: PolicyThen;
    })
  /** `hold while CONDITION` */
  | (Span & { readonly kind: 'HoldWhile'; readonly condition: Expression; readonly then?: PolicyThen })
  | Invalid;

/** `then deliver later` (the default) or `then drop` */
export interface PolicyThen extends Span {
  readonly word: 'deliver later' | 'drop';
}

/** `at most COUNT [messages] per PERIOD`; `per day` is `per 1 day` */
export interface Cap extends Span {
  readonly count: Expression;
  readonly per: Expression;
}

// ---------------------------------------------------------------- journeys

export interface JourneyDeclaration extends Declared {
  readonly kind: 'Journey';
  /** `journey Other(order: OrderPlaced)`: it is run by others, and has no start of its own */
  readonly parameters?: readonly Parameter[];
  /** `-> text`: what it finishes with */
  readonly result?: TypeRef;
  readonly title?: TextLiteral;
  readonly owner?: Name;
  readonly journeyKind?: Name;
  readonly purpose?: Name;
  readonly priority?: Expression;
  /** `start on ..`; not called `start`, which is where the span begins */
  readonly entry?: Start;
  readonly stops: readonly Stop[];
  readonly goal?: Goal;
  readonly expire?: Expire;
  /** `on failure finish as unreachable`, `on failure { .. }`: for every send and call that does not say it itself */
  readonly failure?: Block;
  readonly body: Block;
}

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
  | (Span & { readonly kind: 'Becoming'; readonly condition: Expression })
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
  readonly within?: { readonly duration: Expression; readonly escalateTo?: Name };
  readonly arms: readonly HandoffArm[];
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

// ---------------------------------------------------------------- what others do for us

interface Outside extends Declared {
  readonly parameters: readonly Parameter[];
  readonly result?: TypeRef | { readonly kind: 'Fields'; readonly fields: readonly Field[] };
  readonly via?: Via;
  readonly cleared: readonly Name[];
  readonly timeout?: Expression;
  /** `retry 5 times over 1 hour` */
  readonly retry?: Span & { readonly times: Expression; readonly over: Expression };
  /** `keep 1 day`, of a model */
  readonly keep?: Expression;
  /** `or VALUE` */
  readonly otherwise?: FieldContent;
}

/** `action OpenTicket(subject: text) -> { ticket: id } { via http desk, timeout 10 seconds, retry 5 times over 1 hour }` */
export interface ActionDeclaration extends Outside {
  readonly kind: 'Action';
}

/** `model ChurnRisk(visits: integer) -> percent { via http churn, keep 1 day, or 20% }` */
export interface ModelDeclaration extends Outside {
  readonly kind: 'Model';
}

// ---------------------------------------------------------------- decisions

/** `decision NextBestOffer(order: Order) { candidate Upgrade when .. likely .. worth ..  pick the highest likely * worth * boost, at least 1 EUR }` */
export interface DecisionDeclaration extends Declared {
  readonly kind: 'Decision';
  readonly parameters: readonly Parameter[];
  readonly candidates: readonly Candidate[];
  readonly pick?: Span & { readonly score: Expression; readonly least?: Expression };
}

export interface Candidate extends Span {
  readonly name: Name;
  readonly when?: Expression;
  readonly likely?: Expression;
  readonly worth?: Expression;
  /** 1 where it is not said */
  readonly boost?: Expression;
}

// ---------------------------------------------------------------- tests

export interface TestDeclaration extends Span {
  readonly kind: 'Test';
  readonly title: TextLiteral;
  readonly steps: readonly TestStep[];
}

export type TestStep =
  /** `for any total: money between 1 EUR and 500 EUR`, `for any tier: Tier`, `for any count: integer in [1, 2]` */
  | (Span & {
      readonly kind: 'ForAny';
      readonly name: Name;
      readonly type: TypeRef;
      readonly low?: Expression;
      readonly high?: Expression;
      readonly list?: Expression;
    })
  /** `given customer ada { tier: gold } with consent for Marketing, Service` */
  | (Span & {
      readonly kind: 'Given';
      readonly customer: Name;
      readonly fields: readonly FieldValue[];
      readonly consents: readonly Name[];
    })
  /** `given variant warm of Tone for ada` */
  | (Span & {
      readonly kind: 'GivenVariant';
      readonly variant: Name;
      readonly experiment: Name;
      readonly customer?: Name;
    })
  /** `at 2026-03-01 10:00` in the workspace's zone */
  | (Span & { readonly kind: 'AtStep'; readonly date: string; readonly minutes: number })
  /** `after 1 day` */
  | (Span & { readonly kind: 'AfterStep'; readonly duration: Expression })
  /** `BillIssued { invoice: "i1" }`, `BillIssued from ada { .. }` */
  | (Span & {
      readonly kind: 'SignalStep';
      readonly signal: Name;
      readonly customer?: Name;
      readonly fields: readonly FieldValue[];
    })
  /** `billing_desk resolves`, `billing_desk returns` (the oldest open task of the team) */
  | (Span & {
      readonly kind: 'TeamStep';
      readonly team: Name;
      readonly action: 'resolves' | 'returns' | 'approves' | 'rejects';
    })
  /** `Reminder is opened`, `Reminder is clicked on pay by bob`: the newest one that was sent to the customer */
  | (Span & {
      readonly kind: 'MessageStep';
      readonly message: Name;
      readonly what: Name;
      readonly link?: Name;
      readonly customer?: Name;
    })
  /** `given Summarise answers "calm"`, `given OpenTicket fails`: what every call of it gets from here on */
  | (Span & {
      readonly kind: 'GivenAnswer';
      readonly action: Name;
      readonly fails: boolean;
      readonly value?: FieldContent;
    })
  | (Span & {
      readonly kind: 'Expect';
      readonly customer?: Name;
      readonly negated: boolean;
      readonly what: Expectation;
    })
  /** `replay in any order within 1 minute` */
  | (Span & { readonly kind: 'Replay'; readonly within?: Expression })
  | Invalid;

export interface FieldValue extends Span {
  readonly name: Name;
  readonly value: FieldContent;
}

/** The value of a field in a test: an expression, or a record `{ a: 1 }` or a list of records `[{ .. }]`. */
export type FieldContent =
  | Expression
  | (Span & { readonly kind: 'Record'; readonly fields: readonly FieldValue[] })
  | (Span & { readonly kind: 'RecordList'; readonly items: readonly FieldContent[] });

export type Expectation =
  /** `expect sent M on email saying "Dear Ada" 2 times`, `expect held M by NightRest`, `expect dropped M by Fatigue` */
  | {
      readonly kind: 'Message';
      readonly what: 'sent' | 'held' | 'dropped';
      readonly message: Name;
      readonly channel?: Name;
      readonly by?: Name;
      readonly saying?: TextLiteral;
      readonly times?: Expression;
    }
  /** `expect handed to desk with context complete` */
  | { readonly kind: 'Handed'; readonly team: Name; readonly contextComplete: boolean }
  /** `expect started J`, `expect finished J as helped`, `expect running J in with_agent` */
  | {
      readonly kind: 'Journey';
      readonly what: 'started' | 'finished' | 'running';
      readonly journey: Name;
      readonly outcome?: Name;
      readonly step?: Name;
      readonly times?: Expression;
    }
  /** `expect called OpenTicket 2 times`, `expect emitted CartRescued` */
  | {
      readonly kind: 'Happened';
      readonly what: 'called' | 'emitted';
      readonly name: Name;
      readonly times?: Expression;
    }
  /** `expect goal of J` */
  | { readonly kind: 'Goal'; readonly journey: Name }
  /** `expect profile.tier == gold` */
  | { readonly kind: 'Holds'; readonly condition: Expression };
