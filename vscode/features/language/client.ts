/** Starts the bundled language server and joins it to the editor. */
import { type ExtensionContext, Uri } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function startLanguage(context: ExtensionContext): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.js').fsPath;
  const server: ServerOptions = { module, transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    // Untitled buffers too: one sketches before one saves.
    documentSelector: [
      { language: 'journey', scheme: 'file' },
      { language: 'journey', scheme: 'untitled' },
    ],
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
