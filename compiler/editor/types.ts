/** What editors ask of a workspace. Offsets are UTF-16 code units into the file's text; ranges are as in LSP. */
import type { Range } from '../diagnostics/types.ts';

export interface Editor {
  /** The name under the caret (also right behind it) and what it stands for. */
  symbolAt(path: string, offset: number): SymbolAt | undefined;
  /** Where what stands under the caret is declared; several places where it is declared twice. */
  definitionOf(path: string, offset: number): readonly Location[];
  /** Every place in the workspace that refers to what stands under the caret, ordered by path and place; what templates say of it stands behind. */
  referencesOf(path: string, offset: number, includeDeclaration: boolean): readonly Location[];
  /** A template of several messages in which the name under the caret is, for another of them, something else. */
  dividedTemplate(path: string, offset: number): string | undefined;
  /** What to write otherwise when these files and folders are moved; by file, as it is called before. */
  editsForMoves(moves: readonly Move[]): ReadonlyMap<string, readonly Edit[]>;
  /** Undefined where there is nothing to say. */
  hoverAt(path: string, offset: number): Hover | undefined;
  /** What can be written at the caret, also inside a half-typed word and in a file with errors. Best first. */
  completionsAt(path: string, offset: number): Completions;
  /** What is wanted in the brackets around the caret. */
  callAt(path: string, offset: number): CallHelp | undefined;
  /** The outline of a file. */
  documentSymbols(path: string): readonly DocumentSymbol[];
  /** What each word is, by lines. */
  coloursOf(path: string): readonly Coloured[];
  /** What a selection at the caret grows to, step by step: innermost first, each within the next. */
  selectionsAt(path: string, offset: number): readonly Range[];
  /** What stands above declarations, in the order of the text. */
  lensesOf(path: string): readonly Lens[];
  /** How a line begins in which a line end or a `}` was just typed, where it should begin otherwise. */
  indentAt(path: string, offset: number, typed: string): Indented | undefined;
  /** What can be folded away, by lines. */
  foldsOf(path: string): readonly Fold[];
  /** What is not written and still holds, in the order of the text. */
  hintsOf(path: string): readonly Hint[];
  /** Declarations of all files whose name holds the letters of `query` in order; all for ``. */
  workspaceSymbols(query: string): readonly WorkspaceSymbol[];
  /** The journey whose name is under the caret, else the one around it. */
  journeyAt(path: string, offset: number): JourneyAt | undefined;
  /** The journeys that start a journey, by its id: they run it, or give out a signal that starts it. */
  startersOf(id: string): readonly JourneyLink[];
  /** The journeys that a journey starts likewise. */
  startedBy(id: string): readonly JourneyLink[];
  /** Zero-based line and character to an offset; positions outside the text are drawn to its nearest end. */
  offsetAt(path: string, position: Range['start']): number;
}

export interface SymbolAt {
  /** stable id, as in `names/references.ts` */
  readonly id: string;
  readonly name: string;
  readonly kind: SymbolKindName;
  readonly range: Range;
  /** can be renamed by changing every reference: not for words of the language */
  readonly renamable: boolean;
}

export type SymbolKindName =
  | 'signal'
  | 'type'
  | 'condition'
  | 'purpose'
  | 'channel'
  | 'message'
  | 'team'
  | 'calendar'
  | 'policy'
  | 'journey'
  | 'decision'
  | 'action'
  | 'model'
  | 'candidate'
  | 'experiment'
  | 'variant'
  | 'kind'
  | 'customer'
  | 'field'
  | 'profile field'
  | 'identity key'
  | 'subject'
  | 'value'
  | 'binding'
  | 'step'
  | 'outcome'
  | 'function'
  | 'folder'
  | 'template';

export interface Location {
  readonly file: string;
  readonly range: Range;
}

/** Of a file or a folder: paths within the workspace. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

export interface Edit {
  readonly range: Range;
  readonly text: string;
}

export interface Hover {
  readonly range: Range;
  /** one or a few lines of Journey: `signal BillIssued { .. }`, `bill: BillIssued` */
  readonly code: string;
  /** Markdown: doc comment, or what the word means */
  readonly doc?: string;
}

/** The call whose arguments the caret stands among. */
export interface CallHelp {
  readonly name: string;
  /** as their author wrote them: `bill: BillIssued` */
  readonly parameters: readonly string[];
  /** which of them the caret is in, from 0 */
  readonly argument: number;
  readonly doc?: string;
}

export interface Completions {
  /** the half-typed word around the caret, which a completion replaces */
  readonly range: Range;
  readonly items: readonly CompletionItem[];
}

export interface CompletionItem {
  readonly label: string;
  readonly kind: SymbolKindName | 'keyword' | 'unit';
  /** type or origin, in a few words */
  readonly detail?: string;
  readonly doc?: string;
  /** plain text to write; absent: the label */
  readonly insert?: string;
  /** the same with `${1:place}` marks, for editors that know snippets */
  readonly snippet?: string;
  /** lines to add elsewhere in the file, such as a `use` line */
  readonly also?: readonly { readonly range: Range; readonly text: string }[];
}

export interface DocumentSymbol {
  readonly name: string;
  readonly kind: SymbolKindName | 'test' | 'handler' | 'identity' | 'profile';
  readonly detail?: string;
  readonly range: Range;
  /** the name within */
  readonly selection: Range;
  readonly children: readonly DocumentSymbol[];
}

/** Zero-based line and character, length in UTF-16 code units. */
export interface Coloured {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly kind: SymbolKindName | 'keyword' | 'comment' | 'string' | 'number';
  /** the place that declares the name */
  readonly declares: boolean;
}

/** Zero-based lines, both within. */
export interface Fold {
  readonly kind: 'block' | 'comment' | 'use';
  readonly start: number;
  readonly end: number;
}

export type Lens =
  /** a test that can be run, by its name */
  | { readonly kind: 'test'; readonly range: Range; readonly name: string }
  /** how many places use the name in `range` */
  | { readonly kind: 'uses'; readonly range: Range; readonly count: number };

/** Blanks to stand for those in `range`. */
export interface Indented {
  readonly range: Range;
  readonly text: string;
}

/** Shown behind a place, as if it were written there. */
export interface Hint {
  readonly at: Range['start'];
  readonly label: string;
  readonly why: string;
}

export interface JourneyAt extends Location {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  /** the name within */
  readonly selection: Range;
}

export interface JourneyLink {
  readonly journey: JourneyAt;
  /** in the file of the one that starts the other */
  readonly places: readonly Range[];
}

export interface WorkspaceSymbol {
  readonly name: string;
  readonly kind: SymbolKindName;
  readonly folder: string;
  readonly location: Location;
}
