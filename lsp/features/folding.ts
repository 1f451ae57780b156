/** textDocument/foldingRange */
import { type FoldingRange, FoldingRangeKind, type FoldingRangeParams } from 'vscode-languageserver/node';
import type { Fold } from '../../compiler/editor/types.ts';
import { inFile, type Server } from '../feature.ts';

/** Blocks have no kind of their own: a region is something that the author marks. */
const kinds: Readonly<Record<Fold['kind'], { readonly kind?: FoldingRangeKind }>> = {
  block: {},
  comment: { kind: FoldingRangeKind.Comment },
  use: { kind: FoldingRangeKind.Imports },
};

export function folding(server: Server): void {
  server.connection.onFoldingRanges(
    inFile<FoldingRangeParams, FoldingRange[]>(server, [], (place) =>
      place.editor.foldsOf(place.path).map(({ kind, start, end }) => ({
        startLine: start,
        endLine: end,
        ...kinds[kind],
      })),
    ),
  );
}
