/** The part of the language that the oracle speaks, as plain values. */

export const HOUR = 3_600_000;

export type SignalName = 'A' | 'B' | 'C' | 'X';
export type Op = '>' | '<' | '==';
export type Channel = 'email' | 'sms';
export type MessageName = 'Note' | 'Offer';
export type Team = 'desk' | 'boss';
export type SubName = 'S0' | 'S1';
export type DecisionName = 'D0' | 'D1';
export const MOODS = ['calm', 'merry', 'angry'] as const;
export type Mood = (typeof MOODS)[number];
/** What a `for each` goes through, by how deep it stands. */
export type ItemName = 'item1' | 'item2';
/** An item's name, until the loop says which number it is. */
export type Given = 's.n' | ItemName | number;

export type Condition =
  /** `it.n`: of the signal that is looked at; `s.n`: of the one that started the journey. */
  | {
      readonly kind: 'number';
      readonly of: 'profile.num' | 'it.n' | Given;
      readonly op: Op;
      readonly value: number | ItemName;
    }
  | { readonly kind: 'same key' }
  | { readonly kind: 'tagged' }
  | { readonly kind: 'consent' }
  | {
      readonly kind: 'count';
      readonly signal: SignalName;
      readonly hours: number | null;
      readonly op: Op;
      readonly value: number;
    }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type Statement =
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'wait until'; readonly clock: number }
  /** So many hours before the profile's moment; an outcome, or null: it goes on. */
  | {
      readonly kind: 'wait for moment';
      readonly before: number;
      readonly past: string | null;
      readonly absent: string | null;
    }
  /** The steps' hours fall to zero. */
  | { readonly kind: 'countdown'; readonly absent: string | null; readonly steps: readonly Step[] }
  /** The profile's moment is so many hours from now; null: there is none. */
  | { readonly kind: 'moment'; readonly hours: number | null }
  | {
      readonly kind: 'wait for';
      readonly signal: SignalName;
      readonly where: Condition | null;
      readonly look: Look;
      readonly hours: number;
      readonly came: Block;
      readonly over: Block;
    }
  | { readonly kind: 'race'; readonly arms: readonly Arm[] }
  | { readonly kind: 'if'; readonly condition: Condition; readonly yes: Block; readonly no: Block }
  | { readonly kind: 'set'; readonly to: 'one more' | Given }
  | { readonly kind: 'mood'; readonly to: Mood }
  | { readonly kind: 'tag'; readonly present: boolean }
  | { readonly kind: 'address'; readonly channel: Channel; readonly present: boolean }
  | { readonly kind: 'consent'; readonly grant: boolean; readonly on: Channel | null }
  | Send
  /** Sent, and then waited for what becomes of it: at once, and once more so many hours later. */
  | {
      readonly kind: 'letter';
      readonly send: Send;
      /** Nothing stands behind its channels. */
      readonly unsaid: boolean;
      readonly held: Block | null;
      readonly arms: readonly Arm[];
      readonly later: { readonly hours: number; readonly arms: readonly Arm[] } | null;
    }
  | {
      readonly kind: 'choose';
      readonly of: 'profile.num' | Given | Condition;
      readonly cases: readonly Case<number>[];
      readonly otherwise: Block;
    }
  | { readonly kind: 'choose mood'; readonly cases: readonly Case<Mood>[]; readonly otherwise: Block | null }
  /** `drawn`: what chance has given to the customer. */
  | {
      readonly kind: 'experiment';
      readonly drawn: 'Out' | 'A' | 'B';
      /** `none`: there is none; null: it has no block. */
      readonly holdout: 'none' | Block | null;
      readonly a: Block;
      readonly b: Block;
    }
  | {
      readonly kind: 'decide';
      readonly decision: DecisionName;
      readonly n: Given;
      readonly ways: readonly Block[];
      readonly otherwise: Block;
    }
  | { readonly kind: 'for each'; readonly item: ItemName; readonly together: boolean; readonly block: Block }
  | {
      readonly kind: 'repeat';
      readonly times: number;
      /** null: round after round without a pause */
      readonly hours: number | null;
      readonly until: Condition | null;
      readonly block: Block;
    }
  | { readonly kind: 'together'; readonly branches: readonly Block[]; readonly needed: number | 'all' }
  | { readonly kind: 'emit'; readonly n: number }
  /** Its answer becomes the profile's number. */
  | { readonly kind: 'call'; readonly failed: Block }
  | {
      readonly kind: 'handoff';
      readonly team: Team;
      readonly within: number | null;
      /** null: it does not wait for the people */
      readonly ways: { readonly resolved: Block; readonly returned: Block } | null;
    }
  /** `ways`: what becomes of two of its outcomes; null: it does not wait. What it finishes with becomes the profile's number. */
  | {
      readonly kind: 'run';
      readonly sub: SubName;
      readonly n: Given;
      readonly ways: { readonly one: Block; readonly two: Block } | null;
    }
  | { readonly kind: 'finish'; readonly outcome: string };
export type Block = readonly Statement[];

export interface Send {
  readonly kind: 'send';
  readonly message: MessageName;
  readonly number: Given;
  readonly best: boolean;
  readonly channels: readonly Channel[];
  readonly otherwise: string | null;
}

/** Of a condition: 1 is true, and 0 is false. */
export interface Case<T> {
  readonly values: readonly T[];
  readonly block: Block;
}

export const FATES = ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'failed'] as const;
export interface Fate {
  readonly what: (typeof FATES)[number];
  readonly link: 'pay' | 'back' | null;
}

export const isFailure = ({ what }: Fate): boolean => what === 'bounced' || what === 'failed';

/** Its value is what stands in `factors`, multiplied. */
export interface Candidate {
  readonly when: Condition | null;
  readonly percent: number;
  readonly worth: 'profile.num' | 's.n' | number;
  readonly boost: number | null;
}
export interface Decision {
  readonly name: DecisionName;
  readonly candidates: readonly Candidate[];
  readonly factors: readonly ('likely' | 'worth' | 'boost')[];
  readonly least: number | null;
}

/** From where on a wait looks; null: from its own step on; a number: so many hours before it. */
export type Look = null | 'since start' | 'ever' | number;

export interface Step {
  readonly before: number;
  readonly block: Block;
}

export type Arm =
  | {
      readonly kind: 'on';
      readonly signal: SignalName;
      readonly where: Condition | null;
      readonly look: Look;
      readonly block: Block;
    }
  | { readonly kind: 'when'; readonly condition: Condition; readonly block: Block }
  | { readonly kind: 'fate'; readonly fate: Fate; readonly block: Block }
  | { readonly kind: 'after'; readonly hours: number; readonly block: Block }
  | { readonly kind: 'after without'; readonly hours: number; readonly signal: SignalName; readonly block: Block };

export interface Goal {
  readonly what:
    | { readonly kind: 'on'; readonly signal: SignalName }
    | { readonly kind: 'no'; readonly signal: SignalName }
    | { readonly kind: 'when'; readonly condition: Condition };
  readonly hours: number | null;
  readonly goOn: boolean;
}
export type Stop =
  | { readonly kind: 'on'; readonly signal: SignalName; readonly where: Condition | null }
  | { readonly kind: 'when'; readonly condition: Condition };

export type Start =
  /** `quiet`: it starts when so many hours no more has come. */
  | {
      readonly kind: 'signal';
      readonly signal: SignalName;
      readonly when: Condition | null;
      readonly quiet: number | null;
    }
  | {
      readonly kind: 'count';
      readonly signal: SignalName;
      readonly times: number;
      readonly hours: number;
      readonly byKey: boolean;
    }
  | {
      readonly kind: 'sequence';
      readonly first: SignalName;
      readonly then: SignalName;
      readonly hours: number;
      readonly sameKey: boolean;
    }
  | { readonly kind: 'silence'; readonly signal: SignalName; readonly hours: number; readonly when: Condition | null }
  | { readonly kind: 'becomes'; readonly condition: Condition }
  | { readonly kind: 'daily'; readonly clock: number; readonly when: Condition | null }
  /** So many hours before the profile's moment. */
  | { readonly kind: 'anchored'; readonly before: number; readonly when: Condition | null }
  /** Others run it: `s.n` is what they give it. */
  | { readonly kind: 'called' };

/** Of a journey that no signal starts, `s.n` is `profile.num`, and `s.k` is "p". */
export const isBound = ({ kind }: Pick<Start, 'kind'>): boolean =>
  kind === 'signal' || kind === 'count' || kind === 'sequence';

export interface Journey {
  readonly name: string;
  /** `kind promotion` */
  readonly promotes: boolean;
  readonly priority: number;
  readonly start: Start;
  readonly perKey: boolean;
  /** hours: `again after` */
  readonly often: 'once' | 'every time' | number;
  /** `collect`: `s.n` is how many have come */
  readonly repeat: 'ignore' | 'restart' | 'refresh' | 'collect';
  readonly stop: Stop | null;
  readonly goal: Goal | null;
  readonly expire: number | null;
  readonly block: Block;
}

/** What is run ends as what its callers ask for. */
export const outcomes = ({ start: { kind } }: Journey) =>
  kind === 'called' ? { stopped: 'one', expired: 'two' } : { stopped: 'halted', expired: 'late' };

export interface Policy {
  readonly covers: 'Service' | 'Offers' | MessageName | null;
  readonly rule:
    | { readonly kind: 'quiet'; readonly from: number; readonly to: number }
    | { readonly kind: 'cap'; readonly most: number; readonly hours: number; readonly on: Channel | null }
    | { readonly kind: 'hold after'; readonly hours: number; readonly signal: SignalName }
    | { readonly kind: 'hold while'; readonly condition: Condition }
    | { readonly kind: 'one voice'; readonly most: number };
  readonly drop: boolean;
}

export interface Handler {
  readonly signal: SignalName;
  readonly when: Condition | null;
  readonly block: Block;
}

export interface Program {
  /** Consent for `Offers` is asked for; else it is assumed. */
  readonly asked: boolean;
  /** What everybody who is asked says; or it fails; or nobody ever answers. */
  readonly answer: number | 'fails' | 'never';
  readonly policies: readonly Policy[];
  readonly handlers: readonly Handler[];
  readonly decisions: readonly Decision[];
  readonly journeys: readonly Journey[];
  readonly subs: readonly Journey[];
}
