/** Rules above every journey. */
import type { Expression, Invalid, Name, Span } from '../values.ts';
import type { Declared } from './fields.ts';
import type { Cap } from './ways-out.ts';

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
  /** `at most 1 journey of kind promotion at a time, highest priority wins` */
  | (Span & {
      readonly kind: 'AtMostJourneys';
      readonly count: Expression;
      readonly of: Name;
      readonly then?: PolicyThen;
    })
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
