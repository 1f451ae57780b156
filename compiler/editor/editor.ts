/** The editor's questions over one workspace. */
import { completionsAt } from './completion.ts';
import { definitionOf, referencesOf, symbolAt } from './definitions.ts';
import { hoverAt } from './hover.ts';
import { documentSymbols, workspaceSymbols } from './outline.ts';
import type { EditorSource } from './source.ts';
import type { Editor } from './types.ts';

export function createEditor(source: EditorSource): Editor {
  return {
    symbolAt: (path, offset) => symbolAt(source, path, offset),
    definitionOf: (path, offset) => definitionOf(source, path, offset),
    referencesOf: (path, offset, includeDeclaration) => referencesOf(source, path, offset, includeDeclaration),
    hoverAt: (path, offset) => hoverAt(source, path, offset),
    completionsAt: (path, offset) => completionsAt(source, path, offset),
    documentSymbols: (path) => documentSymbols(source, path),
    workspaceSymbols: (query) => workspaceSymbols(source, query),
    offsetAt: (path, position) => source.file(path)?.lines.offset(position) ?? 0,
  };
}
