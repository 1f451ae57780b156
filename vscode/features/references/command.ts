/** "used in 3 places" above a declaration: opens them. The protocol knows no command for it, so the server leaves it to the editor. */
import { commands, type Disposable, Position, Uri } from 'vscode';
import type { Position as Place } from 'vscode-languageclient/node';
import { usesOf } from '../language/client.ts';

export const SHOW_REFERENCES = 'journey.showReferences';

export function offerReferences(): Disposable {
  return commands.registerCommand(SHOW_REFERENCES, async (uri: string, { line, character }: Place) => {
    const uses = await usesOf(uri, { line, character });
    await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), new Position(line, character), uses);
  });
}
