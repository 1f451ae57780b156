/** textDocument/inlayHint: what is not written and still holds. */
import type { InlayHint, InlayHintParams, Position } from 'vscode-languageserver/node';
import type { Hint } from '../../compiler/editor/types.ts';
import { inFile, type Server } from '../feature.ts';

/** Milliseconds of quiet before the hints of other files are looked at again. */
const pause = 150;

export function inlayHints(server: Server): void {
  const { connection, documents, projects } = server;
  /** what was last told, by file */
  const told = new Map<string, string>();
  /** the editor has yet to ask by itself */
  const typedIn = new Set<string>();

  connection.languages.inlayHint.on(
    inFile<InlayHintParams, InlayHint[]>(server, [], ({ editor, path }, { textDocument, range }) => {
      const hints = editor.hintsOf(path);
      told.set(textDocument.uri, textOf(hints));
      typedIn.delete(textDocument.uri);
      return hints
        .filter(({ at }) => !isBefore(at, range.start) && !isBefore(range.end, at))
        .map(({ at, label, why }) => ({ position: at, label, tooltip: why, paddingLeft: true }));
    }),
  );
  documents.onDidClose(({ document }) => told.delete(document.uri));

  let timer: ReturnType<typeof setTimeout> | undefined;
  projects.onChange((typed) => {
    if (!server.client().refreshesHints) return;
    if (typed !== undefined) typedIn.add(typed);
    clearTimeout(timer);
    timer = setTimeout(() => {
      // Messages and the profile lie in other files.
      if ([...told.keys()].some((uri) => !typedIn.has(uri) && isOutdated(uri)))
        void connection.languages.inlayHint.refresh();
      typedIn.clear();
    }, pause);
  });

  const isOutdated = (uri: string): boolean => {
    const place = projects.find(uri);
    return place !== undefined && textOf(place.editor.hintsOf(place.path)) !== told.get(uri);
  };
}

const textOf = (hints: readonly Hint[]): string => JSON.stringify(hints);

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
