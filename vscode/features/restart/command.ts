/** "Journey: Restart Language Server". */
import { commands, type Disposable } from 'vscode';
import { restartLanguage } from '../language/client.ts';

export function offerRestart(): Disposable {
  return commands.registerCommand('journey.restart', restartLanguage);
}
