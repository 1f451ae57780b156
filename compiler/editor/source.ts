/** What the editor's questions are answered from. */
import type { Range } from '../diagnostics/types.ts';
import type { NameIndex } from '../names/index.ts';
import type { LineIndex } from '../syntax/lines.ts';
import { spanToRange } from '../syntax/lines.ts';
import type { File, Span } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';
import type { Signatures } from '../types/signatures.ts';
import type { CompilerSettings } from '../types/type.ts';
import type { Location } from './types.ts';

/** One checked file. */
export interface EditorFile {
  readonly path: string;
  readonly module: string;
  readonly text: string;
  readonly tree: File;
  readonly facts: FileFacts;
  readonly lines: LineIndex;
}

export interface EditorSource {
  readonly settings: CompilerSettings;
  readonly index: NameIndex;
  readonly signatures: Signatures;
  /** sorted */
  readonly paths: readonly string[];
  /** paths of template files, sorted */
  readonly templates: readonly string[];
  /** Checks what has changed first. */
  readonly file: (path: string) => EditorFile | undefined;
  /** of a file or a template */
  readonly text: (path: string) => string | undefined;
  /** of a file or a template */
  readonly lines: (path: string) => LineIndex | undefined;
}

export function rangeIn(file: EditorFile, span: Span): Range {
  return spanToRange(file.lines, span);
}

export function locationIn({ path, lines }: Pick<EditorFile, 'path' | 'lines'>, span: Span): Location {
  return { file: path, range: spanToRange(lines, span) };
}
