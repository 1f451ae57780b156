/** Templates are of another language: editors send them, and ask what is in them, once they are told to. */
import {
  DefinitionRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  RenameRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { Server } from '../feature.ts';

const documentSelector = [{ scheme: 'file', pattern: '**/*.liquid' }];

export async function askOfTemplates({ connection, client }: Server): Promise<void> {
  if (!client().asksOfTemplates) return;
  const syncKind = TextDocumentSyncKind.Incremental;
  await connection.client.register(DidOpenTextDocumentNotification.type, { documentSelector });
  await connection.client.register(DidChangeTextDocumentNotification.type, { documentSelector, syncKind });
  await connection.client.register(DidCloseTextDocumentNotification.type, { documentSelector });
  await connection.client.register(HoverRequest.type, { documentSelector });
  await connection.client.register(DefinitionRequest.type, { documentSelector });
  if (!client().asksToRenameInTemplates) return;
  await connection.client.register(RenameRequest.type, { documentSelector, prepareProvider: client().preparesRename });
}
