/** The editor's questions over one workspace. */
import { LineIndex } from '../syntax/lines.ts';
import type { Workspace } from '../workspace.types.ts';
import { callAt } from './arguments.ts';
import { coloursOf } from './colours.ts';
import { completionsAt } from './completion.ts';
import { editorContext } from './context.ts';
import { definitionOf, dividedTemplate, referencesOf, symbolAt } from './definitions.ts';
import { foldsOf } from './folds.ts';
import { hintsOf } from './hints.ts';
import { hoverAt } from './hover.ts';
import { indentAt } from './indents.ts';
import { lensesOf } from './lenses.ts';
import { editsForMoves } from './moves.ts';
import { documentSymbols, workspaceSymbols } from './outline.ts';
import { journeyAt, startedBy, startersOf } from './runs.ts';
import { selectionsAt } from './selections.ts';
import type { EditorSource } from './source.ts';
import type { Editor } from './types.ts';

export function createEditor(workspace: Workspace): Editor {
  const lines = new Map<string, { readonly text: string; readonly index: LineIndex }>();
  const linesOf = (path: string, text: string): LineIndex => {
    const known = lines.get(path);
    if (known?.text === text) return known.index;
    const index = new LineIndex(text);
    lines.set(path, { text, index });
    return index;
  };
  const source: EditorSource = {
    settings: workspace.settings,
    index: workspace.names,
    signatures: workspace.signatures,
    get paths() {
      return workspace.paths;
    },
    get templates() {
      return workspace.templates;
    },
    file(path) {
      const known = workspace.known(path);
      return known === undefined ? undefined : { ...known, lines: linesOf(path, known.text) };
    },
    text: workspace.text,
    lines(path) {
      const text = workspace.text(path);
      return text === undefined ? undefined : linesOf(path, text);
    },
  };
  return {
    symbolAt: (path, offset) => symbolAt(source, path, offset),
    definitionOf: (path, offset) => definitionOf(source, path, offset),
    referencesOf: (path, offset, includeDeclaration) => referencesOf(source, path, offset, includeDeclaration),
    dividedTemplate: (path, offset) => dividedTemplate(source, path, offset),
    editsForMoves: (moves) => editsForMoves(source, moves),
    hoverAt: (path, offset) => hoverAt(source, path, offset),
    callAt(path, offset) {
      const file = source.file(path);
      return file === undefined ? undefined : callAt(source, editorContext(source, file), offset);
    },
    completionsAt: (path, offset) => completionsAt(source, path, offset),
    documentSymbols: (path) => documentSymbols(source, path),
    coloursOf: (path) => coloursOf(source, path),
    selectionsAt: (path, offset) => selectionsAt(source, path, offset),
    indentAt: (path, offset, typed) => indentAt(source, path, offset, typed),
    foldsOf: (path) => foldsOf(source, path),
    lensesOf: (path) => lensesOf(source, path),
    hintsOf: (path) => hintsOf(source, path),
    workspaceSymbols: (query) => workspaceSymbols(source, query),
    journeyAt: (path, offset) => journeyAt(source, path, offset),
    startersOf: (id) => startersOf(source, id),
    startedBy: (id) => startedBy(source, id),
    offsetAt: (path, position) => source.lines(path)?.offset(position) ?? 0,
  };
}
