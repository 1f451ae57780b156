/** What others do for us, and declared decisions. */
import type { Expression, Name, Span } from '../values.ts';
import type { Declared, Field, FieldContent, Parameter, TypeRef } from './fields.ts';
import type { Via } from './ways-out.ts';

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
