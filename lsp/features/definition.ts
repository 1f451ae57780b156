/** textDocument/definition */
import type { DefinitionParams, Location } from 'vscode-languageserver/node';
import { inFile, offsetOf, type Server } from '../feature.ts';

export function definition(server: Server): void {
  server.connection.onDefinition(
    inFile<DefinitionParams, Location[]>(
      server,
      [],
      (place, { position }) =>
        place.editor.definitionOf(place.path, offsetOf(place, position)).map(({ file, range }) => ({
          uri: server.projects.uri(place.project, file),
          range,
        })),
      'templates, too',
    ),
  );
}
