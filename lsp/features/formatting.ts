/** textDocument/formatting, rangeFormatting and onTypeFormatting: the one style, as the smallest edits, so that carets stay put. */
import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  TextEdit,
} from 'vscode-languageserver/node';
import { LineIndex, spanToRange } from '../../compiler/syntax/lines.ts';
import { type Edit, editsBetween, editsWithin } from '../../compiler/syntax/printer/edits.ts';
import { format } from '../../compiler/syntax/printer/format.ts';
import { inFile, offsetOf, type Server } from '../feature.ts';
import type { Place } from '../projects.ts';

export function formatting(server: Server): void {
  server.connection.onDocumentFormatting(
    inFile<DocumentFormattingParams, TextEdit[]>(server, [], (place) => asTextEdits(place, editsOf(place))),
  );
  server.connection.onDocumentRangeFormatting(
    inFile<DocumentRangeFormattingParams, TextEdit[]>(server, [], (place, { range }) => {
      const [start, end] = [offsetOf(place, range.start), offsetOf(place, range.end)];
      return asTextEdits(place, editsWithin(editsOf(place), start, end));
    }),
  );
  server.connection.onDocumentOnTypeFormatting(
    inFile<DocumentOnTypeFormattingParams, TextEdit[]>(server, [], (place, { position, ch }) => {
      const found = place.editor.indentAt(place.path, offsetOf(place, position), ch);
      return found === undefined ? [] : [{ range: found.range, newText: found.text }];
    }),
  );
}

/** A file with errors stays as it is. */
function editsOf(place: Place): Edit[] {
  const text = place.workspace.text(place.path) ?? '';
  return editsBetween(text, format(text));
}

function asTextEdits(place: Place, edits: readonly Edit[]): TextEdit[] {
  const lines = new LineIndex(place.workspace.text(place.path) ?? '');
  return edits.map((edit) => ({ range: spanToRange(lines, edit), newText: edit.text }));
}
