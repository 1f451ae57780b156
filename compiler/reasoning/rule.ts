/** What the rules over the whole graph see, and what they say. */
import type { Wording } from '../diagnostics/types.ts';
import type { Graph, Journey, Place } from '../graph/types.ts';

/** A finding at a place of the graph. */
export interface Reasoned {
  readonly wording: Wording;
  readonly place: Place;
  readonly hint?: string;
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
}

/** The graph before its hash is taken: no rule depends on that. */
export type Whole = Omit<Graph, 'hash'>;

export type GraphRule = (graph: Whole, found: (finding: Reasoned) => void) => void;

/** Looks at one journey and at what it uses; asked again only when the journey was lowered again. */
export type JourneyRule = (graph: Whole, journey: Journey, found: (finding: Reasoned) => void) => void;
