/** textDocument/hover */
import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver/node';
import { inFile, offsetOf, type Server } from '../feature.ts';

export function hovering(server: Server): void {
  server.connection.onHover(
    inFile<HoverParams, Hover | null>(
      server,
      null,
      (place, { position }) => {
        const found = place.editor.hoverAt(place.path, offsetOf(place, position));
        if (found === undefined) return null;
        const { code, doc, range } = found;
        const value = server.client().markdown
          ? ['```journey', code, '```', ...(doc === undefined ? [] : ['', doc])].join('\n')
          : [code, ...(doc === undefined ? [] : ['', doc])].join('\n');
        const kind = server.client().markdown ? MarkupKind.Markdown : MarkupKind.PlainText;
        return { contents: { kind, value }, range };
      },
      'templates, too',
    ),
  );
}
