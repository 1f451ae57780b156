/** textDocument/rename and textDocument/prepareRename */
import {
  LSPErrorCodes,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { SymbolAt } from '../../compiler/editor/types.ts';
import { inFile, offsetOf, type Server } from '../feature.ts';
import type { Place } from '../projects.ts';

const aName = /^[A-Za-z_]\w*$/;

export function rename(server: Server): void {
  server.connection.onPrepareRename(
    inFile<PrepareRenameParams, { range: Range; placeholder: string } | null>(server, null, (place, { position }) => {
      const found = renamable(place, offsetOf(place, position));
      return found === undefined ? null : { range: found.range, placeholder: found.name };
    }),
  );
  server.connection.onRenameRequest(
    inFile<RenameParams, WorkspaceEdit | null>(server, null, (place, { position, newName }) => {
      if (!aName.test(newName)) {
        throw new ResponseError(
          LSPErrorCodes.RequestFailed,
          `\`${newName}\` is not a name: letters, digits and _ only.`,
        );
      }
      const offset = offsetOf(place, position);
      if (renamable(place, offset) === undefined) return null;
      const changes: Record<string, TextEdit[]> = {};
      for (const { file, range } of place.editor.referencesOf(place.path, offset, true)) {
        const uri = server.projects.uri(place.project, file);
        const edits = changes[uri] ?? [];
        changes[uri] = edits;
        edits.push({ range, newText: newName });
      }
      return { changes };
    }),
  );
}

/** Names that nobody declares, such as `at` of every signal, and identity keys, which tools outside know, stay as they are. */
function renamable(place: Place, offset: number): SymbolAt | undefined {
  const symbol = place.editor.symbolAt(place.path, offset);
  if (symbol?.renamable !== true || symbol.kind === 'identity key') return undefined;
  return place.editor.definitionOf(place.path, offset).length > 0 ? symbol : undefined;
}
