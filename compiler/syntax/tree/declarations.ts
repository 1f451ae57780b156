/** What happens, who somebody is, and conditions. */
import type { Expression, Name, Span, TextLiteral } from '../values.ts';
import type { Declared, Field, Parameter } from './fields.ts';

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

/** `identity { strong user_id, email  weak device_id  subject ticket by ticket_id }` */
export interface IdentityDeclaration extends Span {
  readonly kind: 'Identity';
  readonly strong: readonly Name[];
  readonly weak: readonly Name[];
  readonly subjects: readonly Subject[];
}

/** `subject ticket by ticket_id`: what journeys can be about besides customers, and the key that names one */
export interface Subject extends Span {
  readonly name: Name;
  readonly key: Name;
}

export interface ProfileDeclaration extends Span {
  readonly kind: 'Profile';
  readonly fields: readonly Field[];
}

/** `condition Hesitating(product: id) = ..` */
export interface ConditionDeclaration extends Declared {
  readonly kind: 'Condition';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}
