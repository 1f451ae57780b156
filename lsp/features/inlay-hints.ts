/** textDocument/inlayHint: what is not written and still holds. */
import type { InlayHint, InlayHintParams, Position } from 'vscode-languageserver/node';
import { inFile, type Server } from '../feature.ts';
import { refreshing } from '../refreshing.ts';

export function inlayHints(server: Server): void {
  const { inlayHint } = server.connection.languages;
  // Messages and the profile lie in other files.
  const told = refreshing(server, {
    wanted: () => server.client().refreshesHints,
    shown: ({ editor, path }) => editor.hintsOf(path),
    refresh: () => inlayHint.refresh(),
  });
  inlayHint.on(
    inFile<InlayHintParams, InlayHint[]>(server, [], (place, { textDocument, range }) =>
      told(textDocument.uri, place)
        .filter(({ at }) => !isBefore(at, range.start) && !isBefore(range.end, at))
        .map(({ at, label, why }) => ({ position: at, label, tooltip: why, paddingLeft: true })),
    ),
  );
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
