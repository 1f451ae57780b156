/** What comes to the customer, and what is told of it: by the oracle, and by the product. */
import type { Closing } from './instance.ts';
import type { Fate, MessageName, Team } from './language.ts';
import type { Fact } from './person.ts';

export interface Told {
  readonly time: number;
  /** `J1 2`: the second one of it. */
  readonly instance: string;
  readonly what: string;
}
/** `time`: when it comes; `at`: when it was. */
export type Happening =
  | ({ readonly kind: 'signal'; readonly time: number } & Fact)
  | { readonly kind: 'closed'; readonly time: number; readonly team: Team; readonly how: Closing }
  | { readonly kind: 'fate'; readonly time: number; readonly message: MessageName; readonly fate: Fate };
