import type { Diagnostic, Fix, Range, Related, Wording } from './types.ts';

/** What a call site can add to the catalogue's words; `hint` replaces the catalogue's. */
export interface Addition {
  readonly hint?: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
}

/** Puts words to a place: `diagnose(say.unknownName({..}), path, range)`. */
export function diagnose(wording: Wording, file: string, range: Range, addition: Addition = {}): Diagnostic {
  return { ...wording, file, range, ...addition };
}

/** By file, then by place, then by code: the order in which everything is shown. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character ||
    (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
  );
}
