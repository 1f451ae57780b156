/** What the compiler says about a workspace. One shape from parser to editor, as in `journey check --json`. */

export type Severity = 'error' | 'warning' | 'info';

/** Zero-based, characters in UTF-16 code units, end exclusive: as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Diagnostic {
  /** `J1001`; stands in the catalogue with cause, fix and example */
  readonly code: string;
  readonly severity: Severity;
  /** one sentence, in the author's words */
  readonly message: string;
  /** workspace-relative path, `/` separated */
  readonly file: string;
  readonly range: Range;
  /** what to do about it */
  readonly hint?: string;
  /** other places that matter, each with its own words */
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

export interface Related {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** A change that an editor can apply. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly file: string; readonly range: Range; readonly text: string }[];
  /** it mends nothing: it says that the warning may stay unheard */
  readonly silences?: true;
}

/** What a diagnostic says, without its place: made by the functions of `catalogue.gen.ts`, one a code. */
export interface Wording {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
}

/** A section of the catalogue, for `journey explain CODE`. `message` and `hint` have `{placeholders}`, `prose` is Markdown. */
export interface Explanation {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly prose: string;
  readonly wrong: string;
  readonly right: string;
}
