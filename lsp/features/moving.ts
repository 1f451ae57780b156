/** workspace/willRenameFiles: what names a file or a folder is rewritten in the same act. */
import type { RenameFilesParams, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { movedSettings } from '../../compiler/configuration/moves.ts';
import { movedPath } from '../../compiler/editor/moves.ts';
import type { Move } from '../../compiler/editor/types.ts';
import { LineIndex, spanToRange } from '../../compiler/syntax/lines.ts';
import { configuration, readText } from '../disk.ts';
import { refuseCancelled, type Server } from '../feature.ts';
import type { Project } from '../projects.ts';
import { isInside, pathOf } from '../uris.ts';

export function moving(server: Server): void {
  const { connection, projects } = server;
  connection.workspace.onWillRenameFiles(async ({ files }, token): Promise<WorkspaceEdit | null> => {
    await projects.ready();
    refuseCancelled(token);
    const changes: Record<string, TextEdit[]> = {};
    for (const project of projects.all()) {
      const moves = movesIn(project, files);
      if (moves.length === 0) continue;
      for (const [path, edits] of project.editor.editsForMoves(moves)) {
        changes[projects.uri(project, path)] = edits.map(({ range, text }) => ({ range, newText: text }));
      }
      const edits = await settingsFor(server, project, moves);
      if (edits.length > 0) changes[projects.uri(project, configuration)] = edits;
    }
    return Object.keys(changes).length === 0 ? null : { changes };
  });
}

/** Paths within the workspace. One that moves as a whole has nothing to rewrite, and what leaves it is named no more. */
function movesIn({ root }: Project, files: RenameFilesParams['files']): Move[] {
  return files.flatMap(({ oldUri, newUri }) => {
    const [from, to] = [oldUri, newUri].map((uri) => pathOf(uri)?.replace(/\/$/, ''));
    if (root === undefined || from === undefined || to === undefined) return [];
    if (!isInside(from, root) || !isInside(to, root)) return [];
    return [{ from: from.slice(root.length + 1), to: to.slice(root.length + 1) }];
  });
}

async function settingsFor(server: Server, project: Project, moves: readonly Move[]): Promise<TextEdit[]> {
  const uri = server.projects.uri(project, configuration);
  const text = server.documents.get(uri)?.getText() ?? (await readText(`${project.root}/${configuration}`));
  if (text === undefined) return [];
  const lines = new LineIndex(text);
  return movedSettings(text, (path) => movedPath(path, moves)).map((each) => ({
    range: spanToRange(lines, each.span),
    newText: each.text,
  }));
}
