/** Tests: what they give, what happens in them, what they expect. */
import type { Expression, Invalid, Name, Span, TextLiteral } from '../values.ts';
import type { FieldContent, FieldValue, TypeRef } from './fields.ts';

export interface TestDeclaration extends Span {
  readonly kind: 'Test';
  readonly title: TextLiteral;
  readonly steps: readonly TestStep[];
}

/** `ticket "T1"` */
export interface NamedSubject extends Span {
  readonly name: Name;
  readonly value: TextLiteral;
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
  /** `given variant warm of Tone for ada`, `.. for ticket "T1"` */
  | (Span & {
      readonly kind: 'GivenVariant';
      readonly variant: Name;
      readonly experiment: Name;
      readonly customer?: Name;
      readonly subject?: NamedSubject;
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
  /** `visitor is ada`: the two customers turn out to be one */
  | (Span & { readonly kind: 'JoinStep'; readonly customer: Name; readonly other: Name })
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
      readonly subject?: NamedSubject;
      readonly negated: boolean;
      readonly what: Expectation;
    })
  /** `replay in any order within 1 minute` */
  | (Span & { readonly kind: 'Replay'; readonly within?: Expression })
  | Invalid;

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
  /** `expect nothing sent on sms`: no message at all */
  | { readonly kind: 'Nothing'; readonly channel?: Name }
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
