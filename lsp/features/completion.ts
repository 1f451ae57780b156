/** textDocument/completion */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver/node';
import type { CompletionItem as Offered } from '../../compiler/editor/types.ts';
import { inFile, offsetOf, type Server } from '../feature.ts';

const kinds: Readonly<Record<Offered['kind'], CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  unit: CompletionItemKind.Unit,
  field: CompletionItemKind.Field,
  'profile field': CompletionItemKind.Field,
  'identity key': CompletionItemKind.Field,
  subject: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  outcome: CompletionItemKind.EnumMember,
  binding: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  folder: CompletionItemKind.Folder,
  template: CompletionItemKind.File,
  type: CompletionItemKind.Struct,
  step: CompletionItemKind.Method,
  signal: CompletionItemKind.Event,
  condition: CompletionItemKind.Function,
  purpose: CompletionItemKind.Constant,
  channel: CompletionItemKind.Interface,
  message: CompletionItemKind.Text,
  team: CompletionItemKind.Reference,
  calendar: CompletionItemKind.Constant,
  policy: CompletionItemKind.Property,
  journey: CompletionItemKind.Class,
  decision: CompletionItemKind.Class,
  action: CompletionItemKind.Function,
  model: CompletionItemKind.Function,
  candidate: CompletionItemKind.EnumMember,
  experiment: CompletionItemKind.Class,
  variant: CompletionItemKind.EnumMember,
  kind: CompletionItemKind.EnumMember,
  customer: CompletionItemKind.Variable,
};

/** More than anybody reads; the rest comes when another letter was typed. */
const most = 300;

export function completion(server: Server): void {
  const none: CompletionList = { isIncomplete: false, items: [] };
  server.connection.onCompletion(
    inFile<CompletionParams, CompletionList>(server, none, (place, { position, context }) => {
      const { items, range } = place.editor.completionsAt(place.path, offsetOf(place, position));
      // A blank also ends sentences: only where it clearly asks for a name is a list welcome without being called for.
      if (context?.triggerCharacter === ' ' && items.every((item) => item.kind === 'keyword')) return none;
      const { snippets } = server.client();
      return {
        isIncomplete: items.length > most,
        items: items.slice(0, most).map((item, order): CompletionItem => {
          const snippet = snippets ? item.snippet : undefined;
          return {
            label: item.label,
            kind: kinds[item.kind],
            ...(item.detail === undefined || item.detail === '' ? {} : { detail: item.detail }),
            ...(item.doc === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: item.doc } }),
            // The compiler has put the best first; editors sort by text.
            sortText: String(order).padStart(4, '0'),
            filterText: item.label,
            ...(snippet === undefined ? {} : { insertTextFormat: InsertTextFormat.Snippet }),
            textEdit: { range, newText: snippet ?? item.insert ?? item.label },
            ...(item.also === undefined
              ? {}
              : { additionalTextEdits: item.also.map((edit) => ({ range: edit.range, newText: edit.text })) }),
          };
        }),
      };
    }),
  );
}
