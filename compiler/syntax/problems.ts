import type { Wording } from '../diagnostics/types.ts';
import type { Span } from './tree.ts';

/** A mistake found while reading one file; becomes a `Diagnostic` once lines are known. */
export interface Problem extends Span {
  readonly wording: Wording;
  readonly hint?: string;
  readonly related?: readonly (Span & { readonly message: string })[];
  /** what mends it: the text that stands instead of the span, and one more such edit elsewhere in the file */
  readonly fix?: Edit & { readonly title: string; readonly also?: Edit };
}

type Edit = Span & { readonly text: string };

/** Further problems of the lexer and the braces are not even made: a file with that many is no journey. */
const most = 1_000;

/** Takes out what would be too many. */
export const atMost = (problems: Problem[]): Problem[] => {
  problems.splice(most);
  return problems;
};

export const enough = (problems: readonly Problem[]): boolean => problems.length >= most;
