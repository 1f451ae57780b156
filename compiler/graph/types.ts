/**
 * The intermediate graph: the only thing that passes from compiler to runtime, as JSON that `graph.schema.json` accepts.
 *
 * Values inside it (and in the core) are plain JSON:
 * - money: integer ten-thousandths of its currency's unit (`MONEY_SCALE`); the currency is in the type, never in the value
 * - percent: a ratio (30% is 0.3); number, integer: a number; boolean: a boolean
 * - duration: milliseconds; time: milliseconds since 1970 UTC; date: days since 1970-01-01; clock: minutes since midnight
 * - text, id, email, phone, url, locale, timezone, country, enumeration value: a string
 * - list: an array; record: an object; signal: an object of its fields plus `at` (time) and `id` (its id on the wire)
 * - an absent optional: null
 */

export const MONEY_SCALE = 10_000;
export const GRAPH_FORMAT = 1;

export interface Graph {
  readonly format: typeof GRAPH_FORMAT;
  /** SHA-256 (hex) of the canonical JSON of everything that carries meaning: no places, texts for people, docs or order of files. */
  readonly hash: string;
  readonly settings: Settings;
  /** Workspace-relative paths, sorted; a `Place` refers to them by index. Not in the hash. */
  readonly files: readonly string[];
  /** Named types, keyed by qualified name. Every map of the graph has its keys sorted. */
  readonly types: Readonly<Record<string, NamedType>>;
  readonly signals: Readonly<Record<string, Signal>>;
  readonly identity: Identity;
  readonly profile: Readonly<Record<string, ProfileField>>;
  readonly handlers: readonly Handler[];
  readonly purposes: Readonly<Record<string, Purpose>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly messages: Readonly<Record<string, Message>>;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly teams: Readonly<Record<string, Team>>;
  readonly journeys: Readonly<Record<string, Journey>>;
  /** absent where there are none */
  readonly decisions?: Readonly<Record<string, Decision>>;
  /** absent where there are none */
  readonly actions?: Readonly<Record<string, Action>>;
  /** absent where there are none */
  readonly models?: Readonly<Record<string, Model>>;
  /** What must be remembered of each customer's signals for aggregates, holds, looks back and shared contexts. */
  readonly history: Readonly<Record<string, Retention>>;
}

/** From `journey.json`. */
export interface Settings {
  /** ISO 4217, the currency of plain `money` */
  readonly currency: string;
  /** IANA zone used where a customer has none */
  readonly timezone: string;
  readonly locale: string;
}

/** Where something is written: file index, zero-based line and character of start and end, as in LSP. Not in the hash. */
export type Place = readonly [file: number, line: number, character: number, endLine: number, endCharacter: number];

// ---------------------------------------------------------------- types

export type Type =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'optional'; readonly of: Type }
  /** a name in `Graph.types` */
  | { readonly kind: 'named'; readonly name: string }
  /** a signal's record; a name in `Graph.signals` */
  | { readonly kind: 'signal'; readonly name: string };

export type SimpleKind =
  | 'text'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'percent'
  | 'duration'
  | 'time'
  | 'date'
  | 'clock'
  | 'id'
  | 'email'
  | 'phone'
  | 'url'
  | 'locale'
  | 'timezone'
  | 'country';

export type NamedType =
  | { readonly kind: 'enumeration'; readonly values: readonly string[] }
  | { readonly kind: 'record'; readonly fields: readonly Field[] };

export type Label = 'pii' | 'sensitive';

/** A field of a record or a signal, in the order written. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  /** the name on the wire where it differs */
  readonly wire?: string;
  readonly labels?: readonly Label[];
}

// ---------------------------------------------------------------- what happened

export interface Signal {
  readonly name: string;
  /** names on the wire: its own name, and the one of `named` */
  readonly wire: readonly string[];
  readonly fields: readonly Field[];
  /** fields that are identity keys: field name -> key name */
  readonly keys: Readonly<Record<string, string>>;
  /** it is about no one customer: only `each` listens to it */
  readonly withoutCustomer?: true;
  readonly meanings: readonly Meaning[];
  readonly doc?: string;
  readonly place: Place;
}

export interface Meaning {
  readonly kind: 'contact' | 'resolution' | 'revenue' | 'effort' | 'transfer';
  /** channel of a contact */
  readonly on?: string;
  /** field of a revenue or an effort */
  readonly of?: string;
}

/** Without an `identity` block: `{strong: ['user_id'], weak: []}`. The wire's `subject` is a `user_id`. */
export interface Identity {
  readonly strong: readonly string[];
  readonly weak: readonly string[];
}

export interface ProfileField {
  readonly name: string;
  readonly type: Type;
  readonly labels?: readonly Label[];
  /** stored: its value before any `set` (null where absent). Exactly one of `initial` and `computed` is there. */
  readonly initial?: Expression;
  readonly computed?: Expression;
  readonly place: Place;
}

/** `on S as s when C { set .. grant .. }`: runs for every S, before any journey sees it. */
export interface Handler {
  readonly id: string;
  readonly trigger: Trigger;
  readonly actions: readonly (SetNode | ConsentNode)[];
  readonly place: Place;
}

/** `as` binds the signal while `where` is judged and afterwards; in `where`, the variable `it` is the signal too. */
export interface Trigger {
  readonly signal: string;
  readonly as?: string;
  readonly where?: Condition;
  /** of a wait or a stop whose signal is about no one customer */
  readonly shared?: Shared;
  readonly place: Place;
}

/**
 * Who takes a signal without a customer. `field`, `value`: only those whose `value` is in this field of it, so that an index can find
 * them. `batch` (over the signal alone): no more than that, those first who have waited longest.
 */
export interface Shared {
  readonly field?: string;
  readonly value?: Expression;
  readonly batch?: Expression;
}

/** A boolean expression with what is needed to explain it. Only `expression` is in the hash. */
export interface Condition {
  readonly expression: Expression;
  /** the values worth showing, as written in the source: `bill.amount`, `count of PriceChecked ..` */
  readonly reads: readonly { readonly name: string; readonly expression: Expression; readonly type: Type }[];
  /** source text, white space folded */
  readonly text: string;
  readonly place: Place;
}

/**
 * keep: all for `forMs` milliseconds of event time, all for ever, or only the newest one; `latest`: besides the window also the newest
 * one, however old. `fields`: those that are read (`at` and `id` always are).
 */
export interface Retention {
  readonly keep: 'window' | 'ever' | 'latest';
  readonly forMs?: number;
  readonly latest?: true;
  readonly fields: readonly string[];
}

// ---------------------------------------------------------------- ways out

export interface Purpose {
  readonly name: string;
  readonly consent: 'assumed' | 'asked';
  readonly doubleOptIn: boolean;
  readonly place: Place;
}

export interface Channel {
  readonly name: string;
  /** the address; null: not reachable */
  readonly to: Expression;
  readonly connector: string;
  readonly target?: string;
  readonly cleared: readonly Label[];
  readonly rate?: { readonly count: number; readonly perMs: number };
  readonly place: Place;
}

export interface Message {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly purpose: string;
  readonly contents: readonly Content[];
  readonly place: Place;
}

/** Parts in the order written: `subject`, `body`, `text` .. -> a text expression over the parameters, `profile` and identity keys. */
export interface Content {
  readonly channel: string;
  readonly locale?: string;
  readonly parts: readonly { readonly name: string; readonly value: Expression }[];
  readonly place: Place;
}

export interface Team {
  readonly name: string;
  readonly open?: {
    readonly from: Expression;
    readonly to: Expression;
    readonly weekdays: readonly number[];
    readonly except?: Days;
    readonly zone: Expression;
  };
  readonly connector?: string;
  readonly target?: string;
  readonly cleared: readonly Label[];
  readonly place: Place;
}

export interface Policy {
  readonly name: string;
  readonly covers: { readonly kind: 'all' } | { readonly kind: 'purpose' | 'message'; readonly name: string };
  readonly rules: readonly PolicyRule[];
  readonly place: Place;
}

interface Ruled {
  /** source text, white space folded; not in the hash */
  readonly text: string;
  readonly place: Place;
  readonly then: 'deliver later' | 'drop';
}

export type PolicyRule =
  | (Ruled & { readonly kind: 'quiet'; readonly from: Expression; readonly to: Expression; readonly zone: Expression })
  /** counts messages that this policy covers (all, or those on `channel`) in the sliding window */
  | (Ruled & { readonly kind: 'at_most'; readonly count: number; readonly perMs: number; readonly channel?: string })
  | (Ruled & {
      readonly kind: 'hold_after';
      readonly forMs: number;
      readonly signal: string;
      readonly where?: Condition;
    })
  | (Ruled & { readonly kind: 'hold_while'; readonly condition: Condition });

// ---------------------------------------------------------------- journeys

export interface Journey {
  readonly name: string;
  readonly title?: string;
  readonly owner?: string;
  readonly kind?: string;
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
}

/** Days since 1970-01-01, ascending. */
export type Days = readonly number[];

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
 * with `days`, on the calendar day that many days from today or later. time: an instant, may be null.
 */
export type Moment =
  | {
      readonly kind: 'local';
      readonly days?: Expression;
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
  readonly within?: { readonly ms: number; readonly escalateTo?: string };
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

interface Outside {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly connector: string;
  readonly target?: string;
  readonly cleared: readonly Label[];
  /** of one try */
  readonly timeoutMs?: number;
  readonly retry?: { readonly times: number; readonly overMs: number };
  /** what stands in where there is no answer */
  readonly otherwise?: Expression;
  readonly place: Place;
}

/** Something that others do for us, and may answer. */
export interface Action extends Outside {
  readonly result?: Type;
}

/** An estimate of others, kept for `keepMs` for each customer. */
export interface Model extends Outside {
  readonly result: Type;
  readonly keepMs: number;
}

/** The candidate with the highest `score`, the first of equals; a candidate whose score is below `least` or absent is not picked. */
export interface Decision {
  readonly name: string;
  /** absent: none */
  readonly parameters?: readonly { readonly name: string; readonly type: Type }[];
  readonly candidates: readonly Candidate[];
  /** over the parameters and the variables `likely`, `worth` and `boost` */
  readonly score: Expression;
  readonly type: Type;
  readonly least?: Expression;
  readonly place: Place;
}

export interface Candidate {
  readonly name: string;
  readonly when?: Condition;
  readonly likely: Expression;
  readonly worth: Expression;
  readonly boost: Expression;
  readonly place: Place;
}

// ---------------------------------------------------------------- expressions

/** Type-checked: operands fit, optionals are narrowed. Conditions are inlined (their parameters replaced by arguments). */
export type Expression =
  | { readonly op: 'literal'; readonly value: Json }
  /** a binding of the journey, a message's parameter, or `it` */
  | { readonly op: 'variable'; readonly name: string }
  | { readonly op: 'profile'; readonly field: string }
  /** identity key of the customer, null where unknown: `profile.user_id` */
  | { readonly op: 'key'; readonly name: string }
  | { readonly op: 'now' }
  | { readonly op: 'list'; readonly items: readonly Expression[] }
  | { readonly op: 'record'; readonly fields: readonly { readonly name: string; readonly value: Expression }[] }
  /** null of null is null */
  | { readonly op: 'field'; readonly of: Expression; readonly name: string }
  | { readonly op: 'not' | 'negate' | 'present'; readonly of: Expression }
  /** booleans; the right one is judged only where the left one leaves it open */
  | { readonly op: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly op: Comparison; readonly left: Expression; readonly right: Expression }
  /** `round`: the result is money: rounded half away from zero to an integer. Division by zero gives null (typed optional). */
  | {
      readonly op: '+' | '-' | '*' | '/';
      readonly left: Expression;
      readonly right: Expression;
      readonly round?: boolean;
    }
  | { readonly op: 'between'; readonly of: Expression; readonly low: Expression; readonly high: Expression }
  | { readonly op: 'in'; readonly of: Expression; readonly list: Expression }
  /** arithmetic with what may be absent: `if present(x) then now - x, otherwise null` */
  | { readonly op: 'if'; readonly condition: Expression; readonly then: Expression; readonly otherwise: Expression }
  /** `of`, or `otherwise` where it is null */
  | { readonly op: 'default'; readonly of: Expression; readonly otherwise: Expression }
  /** the body for each item of a list, joined; the item is the variable `as`. `otherwise` where there is none */
  | {
      readonly op: 'each';
      readonly list: Expression;
      readonly as: string;
      readonly body: Expression;
      readonly otherwise: Expression;
    }
  /** parts joined; each is a text */
  | { readonly op: 'text'; readonly parts: readonly Expression[] }
  /** a value for people, in the customer's locale and zone; null gives "" */
  | { readonly op: 'format'; readonly of: Expression; readonly type: Type }
  | { readonly op: 'call'; readonly function: FunctionName; readonly arguments: readonly Expression[] }
  /** what a model last answered for this customer, while it is kept; else its `otherwise`, or null */
  | { readonly op: 'model'; readonly name: string; readonly arguments: readonly Expression[] }
  | AggregateExpression
  | { readonly op: 'consent'; readonly purpose: string; readonly channel?: string };

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** lower(text) upper(text) trim(text) length(text) contains(text, text) starts_with(text, text) ends_with(text, text)
 *  round(number) floor(number) ceil(number) abs(n) size(list)
 *  date_of(time, timezone) weekday_of(time, timezone) -> 1..7, time_of(date, clock, timezone), add_months(time, integer, timezone) */
export type FunctionName =
  | 'lower'
  | 'upper'
  | 'trim'
  | 'length'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'round'
  | 'floor'
  | 'ceil'
  | 'abs'
  | 'size'
  | 'date_of'
  | 'weekday_of'
  | 'time_of'
  | 'add_months'
  /** what is safe inside HTML: every value in a part called `html` goes through it */
  | 'escape_html';

/**
 * Over the customer's signals of one type, by event time. `count` integer; `any`, `no` boolean; `sum` 0 where none;
 * `average`, `min`, `max`, `first`, `latest` null where none; `first` and `latest` give the signal, or its `field`.
 */
export interface AggregateExpression {
  readonly op: 'aggregate';
  readonly function: 'count' | 'sum' | 'average' | 'min' | 'max' | 'first' | 'latest' | 'any' | 'no';
  readonly signal: string;
  readonly field?: string;
  /** over the variable `it` */
  readonly where?: Expression;
  readonly window: Window;
  /** the average of money is rounded */
  readonly round?: boolean;
}

/** last: from now - ms (inclusive) to now. since: from that time. journey: from the start of the instance. */
export type Window =
  | { readonly kind: 'ever' }
  | { readonly kind: 'last'; readonly ms: number }
  | { readonly kind: 'since'; readonly time: Expression }
  | { readonly kind: 'journey' };

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
