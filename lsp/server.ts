/** Joins the connection, the open documents, the projects on disk and the features. */
import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serverCapabilities } from './capabilities.ts';
import { type Client, clientOf } from './client.ts';
import type { Server } from './feature.ts';
import { callHierarchy } from './features/call-hierarchy.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { definition } from './features/definition.ts';
import { pulledDiagnostics, pushedDiagnostics } from './features/diagnostics.ts';
import { folding } from './features/folding.ts';
import { formatting } from './features/formatting.ts';
import { highlight } from './features/highlight.ts';
import { hovering } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { lenses } from './features/lenses.ts';
import { moving } from './features/moving.ts';
import { references } from './features/references.ts';
import { rename } from './features/rename.ts';
import { runTest } from './features/run-test.ts';
import { selecting } from './features/selecting.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { signatureHelp } from './features/signature-help.ts';
import { documentSymbols, workspaceSymbols } from './features/symbols.ts';
import { askOfTemplates } from './features/templates.ts';
import { askToWatch, watching } from './features/watching.ts';
import { createProjects } from './projects.ts';
import { pathOf } from './uris.ts';

const features = [
  ...[pushedDiagnostics, pulledDiagnostics, completion, hovering, definition, references, highlight, rename],
  ...[
    signatureHelp,
    documentSymbols,
    workspaceSymbols,
    folding,
    selecting,
    lenses,
    runTest,
    semanticTokens,
    formatting,
    codeActions,
    callHierarchy,
    inlayHints,
    moving,
    watching,
  ],
];

export function startServer(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const projects = createProjects((message) => connection.console.warn(message));
  let client: Client = clientOf({ capabilities: {} });
  const server: Server = { connection, documents, projects, client: () => client };

  connection.onInitialize((params) => {
    client = clientOf({ ...params, capabilities: params.capabilities ?? {} });
    const folders = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    // Not awaited: the editor gets its answer at once, and whoever asks for a name waits for the files.
    projects.openFolders(folders.flatMap((uri) => pathOf(uri) ?? []));
    return { capabilities: serverCapabilities(client), serverInfo: { name: 'journey' } };
  });

  connection.onInitialized(async () => {
    await askToWatch(server);
    await askOfTemplates(server);
  });

  documents.onDidOpen(({ document }) => projects.open(document.uri, () => document.getText()));
  documents.onDidChangeContent(({ document }) => projects.changed(document.uri));
  documents.onDidClose(({ document }) => projects.close(document.uri));
  for (const feature of features) feature(server);
  documents.listen(connection);

  // The last resort: a server that is gone helps nobody, and the next request may be answered all the same.
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  }
  connection.listen();
}
