/**
 * Programs for several: three customers, and two tickets about which there are journeys, too. A and B are of customers, C is of a ticket,
 * and of a customer where it names one; X is without customer. What people are, and what policies say, is told as in `tests/oracle`.
 */
import type { Channel, Condition, Handler, MessageName, Policy } from '../oracle/language.ts';
import type { Fact } from '../oracle/person.ts';

export const CUSTOMERS = ['ada', 'bob', 'cleo'] as const;
export type CustomerName = (typeof CUSTOMERS)[number];
export const TICKETS = ['T1', 'T2'] as const;
export type TicketName = (typeof TICKETS)[number];

export type About = 'customer' | 'ticket';
/** Somebody whom nobody knows can be named, too. */
export interface Told extends Fact {
  readonly who: string;
}

/** How many of those that a signal without customer is for: null: all of them. */
export type Batch = number | 'n' | null;

export type Statement =
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'race'; readonly arms: readonly Arm[] }
  | { readonly kind: 'if'; readonly condition: Condition; readonly yes: Block; readonly no: Block }
  | { readonly kind: 'set'; readonly to: 'one more' | 's.n' | number }
  | {
      readonly kind: 'send';
      readonly message: MessageName;
      readonly channels: readonly Channel[];
      readonly to: To;
      readonly number: 's.n' | 'profile.num';
      readonly otherwise: string | null;
    }
  | { readonly kind: 'together'; readonly branches: readonly Block[]; readonly needed: 'all' | 1 }
  | { readonly kind: 'finish'; readonly outcome: string };
export type Block = readonly Statement[];
export type Send = Extract<Statement, { readonly kind: 'send' }>;

/** `s.who`: whomever the signal names with which the journey began. */
export type To = 'oneself' | 'team' | 's.who' | CustomerName;

export type Arm =
  | {
      readonly kind: 'on';
      readonly signal: Fact['signal'];
      readonly where: Condition | null;
      readonly batch: Batch;
      readonly block: Block;
    }
  | { readonly kind: 'when'; readonly condition: Condition; readonly block: Block }
  | { readonly kind: 'after'; readonly hours: number; readonly block: Block };

export type Start =
  | { readonly kind: 'signal'; readonly signal: 'A' | 'B' | 'C'; readonly when: Condition | null }
  | { readonly kind: 'each'; readonly whom: Whom; readonly more: number | null; readonly batch: Batch };
/** Who had such a signal, with the same `k`, with more than that `n`; or of whom something holds. */
export type Whom =
  | {
      readonly kind: 'any';
      readonly signal: 'A' | 'B' | 'C';
      readonly sameKey: boolean;
      readonly more: number | null;
      readonly hours: number | null;
    }
  | { readonly kind: 'condition'; readonly condition: Condition };

export type Any = Extract<Whom, { readonly kind: 'any' }>;

export type Stop =
  | { readonly kind: 'on'; readonly signal: Fact['signal']; readonly where: Condition | null }
  | { readonly kind: 'when'; readonly condition: Condition };

export interface Journey {
  readonly name: string;
  readonly about: About;
  readonly promotes: boolean;
  readonly priority: number;
  readonly start: Start;
  readonly perKey: boolean;
  readonly often: 'once' | 'every time' | number;
  readonly repeat: 'ignore' | 'restart' | 'refresh';
  readonly stop: Stop | null;
  readonly expire: number | null;
  readonly block: Block;
}

export interface Program {
  readonly asked: boolean;
  readonly policies: readonly Policy[];
  readonly handlers: readonly Handler[];
  readonly journeys: readonly Journey[];
}

export type Happening =
  | {
      readonly kind: 'signal';
      readonly time: number;
      readonly customer: CustomerName | null;
      readonly ticket: TicketName | null;
      readonly fact: Told;
    }
  | { readonly kind: 'for all'; readonly time: number; readonly fact: Told }
  | { readonly kind: 'bounced'; readonly time: number; readonly customer: CustomerName; readonly message: MessageName };

export interface Line {
  readonly time: number;
  /** in whose trace it stands */
  readonly owner: string;
  readonly what: string;
}
