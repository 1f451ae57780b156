/** What each feature is given, and the way from a request to a place in a workspace. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type Position,
  ResponseError,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Client } from './client.ts';
import type { Place, Projects } from './projects.ts';

export interface Server {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly projects: Projects;
  readonly client: () => Client;
}

interface InDocument {
  readonly textDocument: { readonly uri: string };
}

/**
 * A handler for requests about a file: waits until the files are read, and answers `otherwise` for files that are not ours.
 * A request that was cancelled meanwhile is not worked on.
 */
export function inFile<P extends InDocument, R>(
  server: Server,
  otherwise: R,
  answer: (place: Place, params: P) => R,
  templates?: 'templates, too',
): (params: P, token: CancellationToken) => Promise<R> {
  return async (params, token) => {
    await server.projects.ready();
    refuseCancelled(token);
    const place = server.projects.find(params.textDocument.uri, templates);
    return place === undefined ? otherwise : answer(place, params);
  };
}

export function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

export function offsetOf(place: Place, position: Position): number {
  return place.editor.offsetAt(place.path, position);
}
