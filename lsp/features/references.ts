/** textDocument/references */
import type { Location, ReferenceParams } from 'vscode-languageserver/node';
import { inFile, offsetOf, type Server } from '../feature.ts';

export function references(server: Server): void {
  server.connection.onReferences(
    inFile<ReferenceParams, Location[]>(server, [], (place, { position, context }) =>
      place.editor
        .referencesOf(place.path, offsetOf(place, position), context.includeDeclaration)
        .map(({ file, range }) => ({ uri: server.projects.uri(place.project, file), range })),
    ),
  );
}
