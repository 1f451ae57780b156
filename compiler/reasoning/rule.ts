/** What the rules over the whole graph see, and what they say. */
import type { Wording } from '../diagnostics/types.ts';
import type { Assembled } from '../graph/assemble.ts';
import type { Journey, Place } from '../graph/types.ts';
import type { Group } from './groups.ts';
import type { Shared } from './shared.ts';

/** A finding at a place of the graph. */
export interface Reasoned {
  readonly wording: Wording;
  readonly place: Place;
  readonly hint?: string;
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  /** written in the place of `instead`; without it right behind the place of the finding */
  readonly fix?: { readonly title: string; readonly text: string; readonly instead?: Place };
}

/** No rule depends on what is to be remembered, or on the hash. */
export interface Whole extends Assembled {
  readonly shared: Shared;
  /** all journeys */
  readonly groups: readonly Group[];
}

export type GraphRule = (graph: Whole, found: (finding: Reasoned) => void) => void;

/** Looks at one journey and at what it uses; asked again only when the journey was lowered again. */
export type JourneyRule = (graph: Whole, journey: Journey, found: (finding: Reasoned) => void) => void;
