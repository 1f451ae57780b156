/** The extension's entry: switches its features on, and off again. */
import type { ExtensionContext } from 'vscode';
import { startLanguage, stopLanguage } from './features/language/client.ts';
import { offerReferences, SHOW_REFERENCES } from './features/references/command.ts';
import { offerRestart } from './features/restart/command.ts';

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(offerRestart(), offerReferences());
  await startLanguage(context, [SHOW_REFERENCES]);
}

export function deactivate(): Promise<void> {
  return stopLanguage();
}
