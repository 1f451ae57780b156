/** A file that an editor asks about, with the words around its names. */
import type { LookupScope } from '../names/index.ts';
import type { Declared, SymbolKind } from '../names/symbols.ts';
import type { EditorFile, EditorSource } from './source.ts';

export interface EditorContext {
  readonly source: EditorSource;
  readonly file: EditorFile;
  readonly scope: LookupScope;
}

export function editorContext(source: EditorSource, file: EditorFile): EditorContext {
  // Nobody is re-checked for what an editor looked up: the keys are thrown away.
  return { source, file, scope: { module: file.module, uses: source.index.usesOf(file.path), deps: new Set() } };
}

/** The declaration that a name means in this file, if it means one. */
export function declared(context: EditorContext, kinds: readonly SymbolKind[], name: string): Declared | undefined {
  const found = context.source.index.lookup(kinds, name, context.scope);
  return found.kind === 'found' ? found.symbol : undefined;
}
