/** textDocument/codeAction: the remedies that diagnostics know. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver/node';
import type { Fix, Range } from '../../compiler/diagnostics/types.ts';
import { inFile, type Server } from '../feature.ts';
import type { Place } from '../projects.ts';
import { diagnosticsOf, toLsp } from '../reports.ts';

export function codeActions(server: Server): void {
  server.connection.onCodeAction(
    inFile<CodeActionParams, CodeAction[]>(server, [], (place, { range, context }) => {
      if (context.only !== undefined && !context.only.some((kind) => CodeActionKind.QuickFix.startsWith(kind)))
        return [];
      return diagnosticsOf(place)
        .filter((diagnostic) => touches(diagnostic.range, range))
        .flatMap((diagnostic) =>
          (diagnostic.fixes ?? []).map((fix, _index, all) => ({
            title: fix.title,
            kind: CodeActionKind.QuickFix,
            diagnostics: [toLsp(server, place.project, diagnostic)],
            isPreferred: fix.silences !== true && all.filter((each) => each.silences !== true).length === 1,
            edit: { changes: changesOf(server, place, fix) },
          })),
        );
    }),
  );
}

function changesOf(server: Server, place: Place, fix: Fix): Record<string, TextEdit[]> {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, text } of fix.edits) {
    const uri = server.projects.uri(place.project, file);
    const edits = changes[uri] ?? [];
    changes[uri] = edits;
    edits.push({ range, newText: text });
  }
  return changes;
}

/** Do the ranges share a place? A caret at either end counts. */
function touches(a: Range, b: Range): boolean {
  const before = (x: Range, y: Range): boolean =>
    x.end.line < y.start.line || (x.end.line === y.start.line && x.end.character < y.start.character);
  return !before(a, b) && !before(b, a);
}
