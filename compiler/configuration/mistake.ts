import type { Wording } from '../diagnostics/types.ts';
import type { Span } from '../syntax/tree.ts';

/** What is wrong in `journey.json`, and where. */
export type Mistake = Span & { readonly wording: Wording; readonly hint?: string };
