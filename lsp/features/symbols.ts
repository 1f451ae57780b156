/** textDocument/documentSymbol and workspace/symbol */
import {
  type DocumentSymbol,
  type DocumentSymbolParams,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver/node';
import type { DocumentSymbol as Outlined } from '../../compiler/editor/types.ts';
import { inFile, refuseCancelled, type Server } from '../feature.ts';

const kinds: Readonly<Record<Outlined['kind'], SymbolKind>> = {
  signal: SymbolKind.Event,
  type: SymbolKind.Enum,
  identity: SymbolKind.Key,
  'identity key': SymbolKind.Key,
  subject: SymbolKind.Key,
  profile: SymbolKind.Object,
  handler: SymbolKind.Method,
  condition: SymbolKind.Boolean,
  purpose: SymbolKind.Constant,
  channel: SymbolKind.Interface,
  message: SymbolKind.String,
  team: SymbolKind.Package,
  calendar: SymbolKind.Array,
  policy: SymbolKind.Property,
  journey: SymbolKind.Class,
  decision: SymbolKind.Class,
  action: SymbolKind.Function,
  model: SymbolKind.Function,
  candidate: SymbolKind.EnumMember,
  experiment: SymbolKind.Class,
  variant: SymbolKind.EnumMember,
  kind: SymbolKind.EnumMember,
  customer: SymbolKind.Variable,
  test: SymbolKind.Function,
  field: SymbolKind.Field,
  'profile field': SymbolKind.Field,
  value: SymbolKind.EnumMember,
  step: SymbolKind.Method,
  outcome: SymbolKind.EnumMember,
  binding: SymbolKind.Variable,
  function: SymbolKind.Function,
  folder: SymbolKind.Module,
  template: SymbolKind.File,
};

/** As many as anybody looks through. */
const most = 200;

export function documentSymbols(server: Server): void {
  server.connection.onDocumentSymbol(
    inFile<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>(server, [], (place, { textDocument }) => {
      const items = place.editor.documentSymbols(place.path);
      return server.client().symbolTree ? items.map(asTree) : items.flatMap((item) => asList(item, textDocument.uri));
    }),
  );
}

export function workspaceSymbols(server: Server): void {
  server.connection.onWorkspaceSymbol(async ({ query }: WorkspaceSymbolParams, token): Promise<SymbolInformation[]> => {
    await server.projects.ready();
    refuseCancelled(token);
    return server.projects.all().flatMap((project) =>
      project.editor
        .workspaceSymbols(query)
        .slice(0, most)
        .map(({ name, kind, folder, location: { file, range } }) => ({
          name,
          kind: kinds[kind],
          location: { uri: server.projects.uri(project, file), range },
          containerName: folder,
        })),
    );
  });
}

function asTree(item: Outlined): DocumentSymbol {
  return {
    name: item.name,
    kind: kinds[item.kind],
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    range: item.range,
    selectionRange: item.selection,
    children: item.children.map(asTree),
  };
}

function asList(item: Outlined, uri: string, container?: string): SymbolInformation[] {
  const own: SymbolInformation = {
    name: item.name,
    kind: kinds[item.kind],
    location: { uri, range: item.range },
    ...(container === undefined ? {} : { containerName: container }),
  };
  return [own, ...item.children.flatMap((child) => asList(child, uri, item.name))];
}
