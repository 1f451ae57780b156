/** Starts the bundled language server and joins it to the editor. */
import { type ExtensionContext, type Location, Uri } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type Position,
  ReferencesRequest,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

/** `carriesOut`: commands of ours that the server may name. */
export async function startLanguage(context: ExtensionContext, carriesOut: readonly string[]): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const server: ServerOptions = { module, transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    // Untitled buffers too: one sketches before one saves.
    documentSelector: [
      { language: 'journey', scheme: 'file' },
      { language: 'journey', scheme: 'untitled' },
    ],
    initializationOptions: { commands: carriesOut },
    diagnosticPullOptions: { onChange: true, onSave: true, onTabs: true },
  };
  client = new LanguageClient('journey', 'Journey', server, options);
  await client.start();
}

export async function stopLanguage(): Promise<void> {
  await client?.stop();
  client = undefined;
}

export async function restartLanguage(): Promise<void> {
  await client?.restart();
}

/** Where a name is used, but for its declaration. */
export async function usesOf(uri: string, position: Position): Promise<Location[]> {
  if (client === undefined) return [];
  const context = { includeDeclaration: false };
  const found = await client.sendRequest(ReferencesRequest.type, { textDocument: { uri }, position, context });
  return (await client.protocol2CodeConverter.asReferences(found ?? [])) ?? [];
}
