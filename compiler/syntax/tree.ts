/**
 * The syntax tree of a `.journey` file: what the author wrote, nothing inferred.
 * The parser always returns a tree; what recovery could not read is an `Invalid` node or a `Name` with empty text.
 * The tree is never mutated; later stages keep side tables keyed by node.
 */
import type {
  ConditionDeclaration,
  IdentityDeclaration,
  ProfileDeclaration,
  SignalDeclaration,
  TypeDeclaration,
} from './tree/declarations.ts';
import type { HandlerDeclaration, JourneyDeclaration } from './tree/journeys.ts';
import type { ActionDeclaration, DecisionDeclaration, ModelDeclaration } from './tree/outside.ts';
import type { PolicyDeclaration } from './tree/policies.ts';
import type { TestDeclaration } from './tree/tests.ts';
import type {
  CalendarDeclaration,
  ChannelDeclaration,
  MessageDeclaration,
  PurposeDeclaration,
  TeamDeclaration,
} from './tree/ways-out.ts';
import type { Invalid, Name, Span } from './values.ts';

export type * from './tree/declarations.ts';
export type * from './tree/fields.ts';
export type * from './tree/journeys.ts';
export type * from './tree/outside.ts';
export type * from './tree/policies.ts';
export type * from './tree/starts.ts';
export type * from './tree/statements.ts';
export type * from './tree/tests.ts';
export type * from './tree/ways-out.ts';
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
