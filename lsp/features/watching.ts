/** What changes behind the editor's back: files on disk, and the folders that it has open. */
import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver/node';
import type { Server } from '../feature.ts';
import { pathOf } from '../uris.ts';

export function watching({ connection, projects }: Server): void {
  connection.onDidChangeWatchedFiles(({ changes }) => projects.touched(changes.map(({ uri }) => uri)));
}

/** Can be asked for once the editor is ready. */
export async function askToWatch({ connection, projects, client }: Server): Promise<void> {
  if (client().watches) {
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
  if (!client().folders) return;
  connection.workspace.onDidChangeWorkspaceFolders(async () => {
    const folders = (await connection.workspace.getWorkspaceFolders()) ?? [];
    projects.openFolders(folders.flatMap(({ uri }) => pathOf(uri) ?? []));
  });
}
