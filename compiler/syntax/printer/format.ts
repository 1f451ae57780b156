import type { Diagnostic } from '../../diagnostics/types.ts';
import { LineIndex } from '../lines.ts';
import { diagnosticsOf, type ReadFile, read } from '../parse.ts';
import { applyEdits, editsBetween, editsWithin } from './edits.ts';
import { layOut } from './layout.ts';
import { barred, punctuated } from './marks.ts';
import { piecesOf } from './pieces.ts';

export interface Formatted {
  /** in the one style; as it was where there are errors */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** One style for all. Keeps every comment and the meaning; a file that cannot be read is left as it is. */
export function formatFile(path: string, source: string): Formatted {
  const found = read(path, source);
  const { file, problems } = found;
  if (problems.length > 0) return { text: source, diagnostics: diagnosticsOf(path, source, problems) };
  const text = laid(source, found);
  // A comment before a comma that goes away belongs to what stood before the comma, and then no longer: the second look settles it.
  const laidOut = file.comments.length === 0 ? text : settled(path, text);
  return { text: endsAsOnWindows(source) ? laidOut.replaceAll('\n', '\r\n') : laidOut, diagnostics: [] };
}

/** The first line decides for all: what a checkout on Windows made of a file is no matter of style. */
function endsAsOnWindows(source: string): boolean {
  return /^[^\n]*\r\n/.test(source);
}

/** Only what stands in these lines, counted from 1; the file as a whole must be readable. */
export function formatLines(path: string, source: string, first: number, last: number): Formatted {
  const { text, diagnostics } = formatFile(path, source);
  const lines = new LineIndex(source);
  const start = lines.offset({ line: first - 1, character: 0 });
  const end = lines.offset({ line: last - 1, character: Number.MAX_SAFE_INTEGER });
  return { text: applyEdits(source, editsWithin(editsBetween(source, text), start, end)), diagnostics };
}

function laid(text: string, found: ReadFile): string {
  return layOut(barred(punctuated(piecesOf(text, found), found.commas)));
}

function settled(path: string, text: string): string {
  return laid(text, read(path, text));
}

export function format(source: string): string {
  return formatFile('', source).text;
}
