/** textDocument/documentHighlight */
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
} from 'vscode-languageserver/node';
import { inFile, offsetOf, type Server } from '../feature.ts';

export function highlight(server: Server): void {
  server.connection.onDocumentHighlight(
    inFile<DocumentHighlightParams, DocumentHighlight[]>(server, [], (place, { position }) =>
      place.editor
        .referencesOf(place.path, offsetOf(place, position), true)
        .filter(({ file }) => file === place.path)
        .map(({ range }) => ({ range, kind: DocumentHighlightKind.Text })),
    ),
  );
}
