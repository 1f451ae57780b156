/** Journeys, and what signals do without one. */
import type { Expression, Name, Span, TextLiteral } from '../values.ts';
import type { Declared, Parameter, TypeRef } from './fields.ts';
import type { Expire, Goal, Start, Stop, Trigger } from './starts.ts';
import type { Block } from './statements.ts';

/** `on DetailsChanged as d when .. { set profile.email = d.email }` */
export interface HandlerDeclaration extends Span {
  readonly kind: 'Handler';
  readonly trigger: Trigger;
  readonly body: Block;
}

export interface JourneyDeclaration extends Declared {
  readonly kind: 'Journey';
  /** `journey Other(order: OrderPlaced)`: it is run by others, and has no start of its own */
  readonly parameters?: readonly Parameter[];
  /** `-> text`: what it finishes with */
  readonly result?: TypeRef;
  /** `about ticket`: absent: about a customer */
  readonly about?: Name;
  readonly title?: TextLiteral;
  readonly owner?: Name;
  readonly journeyKind?: Name;
  readonly purpose?: Name;
  readonly priority?: Expression;
  /** `start on ..`; not called `start`, which is where the span begins */
  readonly entry?: Start;
  /** there is one, and it could not be read */
  readonly startUnread?: true;
  readonly stops: readonly Stop[];
  readonly goal?: Goal;
  readonly expire?: Expire;
  /** `on failure finish as unreachable`, `on failure { .. }`: for every send and call that does not say it itself */
  readonly failure?: Block;
  readonly body: Block;
}
