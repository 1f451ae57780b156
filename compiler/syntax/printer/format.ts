import type { Diagnostic } from '../../diagnostics/types.ts';
import { diagnosticsOf, read } from '../parse.ts';
import { layOut } from './layout.ts';
import { piecesOf } from './pieces.ts';

export interface Formatted {
  /** in the one style; as it was where there are errors */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** One style for all. Keeps every comment and the meaning; a file that cannot be read is left as it is. */
export function formatFile(path: string, source: string): Formatted {
  const { file, problems, tokens, items } = read(path, source);
  if (problems.length > 0) return { text: source, diagnostics: diagnosticsOf(path, source, problems) };
  return { text: layOut(piecesOf(source, tokens, file.comments, items)), diagnostics: [] };
}

export function format(source: string): string {
  return formatFile('', source).text;
}
