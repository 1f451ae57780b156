/** What changes behind the editor's back: files on disk, and the folders that it has open. */
import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver/node';
import type { Server } from '../feature.ts';
import { pathOf } from '../uris.ts';

export function watching(server: Server): void {
  const { connection, projects } = server;
  connection.onInitialized(async () => {
    if (server.client().watches) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [
          { globPattern: '**/*.journey' },
          { globPattern: '**/*.liquid' },
          { globPattern: '**/journey.json' },
          // Of a folder that goes or comes some editors tell nothing but its own name.
          { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
        ],
      });
    }
    if (!server.client().folders) return;
    connection.workspace.onDidChangeWorkspaceFolders(async () => {
      const folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
      projects.openFolders(folders.flatMap(({ uri }) => pathOf(uri) ?? []));
    });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => projects.touched(changes.map(({ uri }) => uri)));
}
