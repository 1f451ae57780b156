/** textDocument/selectionRange */
import type { Position, Range, SelectionRange, SelectionRangeParams } from 'vscode-languageserver/node';
import { inFile, offsetOf, type Server } from '../feature.ts';

export function selecting(server: Server): void {
  server.connection.onSelectionRanges(
    inFile<SelectionRangeParams, SelectionRange[]>(server, [], (place, { positions }) =>
      positions.map((at) => chained(at, place.editor.selectionsAt(place.path, offsetOf(place, at)))),
    ),
  );
}

/** The protocol wants one answer a caret, also in an empty file. */
function chained(at: Position, ranges: readonly Range[]): SelectionRange {
  let selection: SelectionRange | undefined;
  for (const range of [...ranges].reverse())
    selection = selection === undefined ? { range } : { range, parent: selection };
  return selection ?? { range: { start: at, end: at } };
}
