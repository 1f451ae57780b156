/** What the editor can do, from what it said at the start. Nothing is assumed: the plainest editor says nothing. */
import type { InitializeParams } from 'vscode-languageserver/node';

export interface Client {
  readonly snippets: boolean;
  /** asks for diagnostics itself; then nothing is pushed */
  readonly pulls: boolean;
  /** lets itself be told to ask again */
  readonly refreshes: boolean;
  readonly related: boolean;
  readonly markdown: boolean;
  /** tells what changes on disk, if asked to */
  readonly watches: boolean;
  readonly folders: boolean;
  /** asks what else is to be changed before it moves files and folders */
  readonly asksBeforeMoves: boolean;
  /** lets itself be told of which other files it may ask */
  readonly asksOfTemplates: boolean;
  readonly asksToRenameInTemplates: boolean;
  /** takes a tree of symbols, not just a list */
  readonly symbolTree: boolean;
  /** takes code actions with their edit, not just commands */
  readonly actions: boolean;
  readonly preparesRename: boolean;
  readonly hints: boolean;
  /** lets itself be told to ask for them again */
  readonly refreshesHints: boolean;
  /** asks for the colours of a file */
  readonly colours: boolean;
  /** shows what stands above declarations */
  readonly lenses: boolean;
  readonly refreshesLenses: boolean;
  /** opens the uses of a name at a click; the protocol has no command for it */
  readonly showsReferences: boolean;
  /** opens a file at a place when told to */
  readonly showsDocuments: boolean;
}

/** The command of an editor that opens the uses of a name: a URI and a position. */
export const SHOW_REFERENCES = 'journey.showReferences';

export function clientOf(params: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>): Client {
  const { textDocument, workspace, window } = params.capabilities;
  const formats = textDocument?.hover?.contentFormat;
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    pulls: textDocument?.diagnostic !== undefined,
    refreshes: workspace?.diagnostics?.refreshSupport === true,
    related:
      (textDocument?.diagnostic ?? textDocument?.publishDiagnostics)?.relatedInformation === true ||
      textDocument?.publishDiagnostics?.relatedInformation === true,
    markdown: formats?.includes('markdown') === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    asksBeforeMoves: workspace?.fileOperations?.willRename === true,
    asksOfTemplates: [textDocument?.synchronization, textDocument?.hover, textDocument?.definition].every(
      (each) => each?.dynamicRegistration === true,
    ),
    asksToRenameInTemplates: textDocument?.rename?.dynamicRegistration === true,
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    actions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    colours: textDocument?.semanticTokens !== undefined,
    lenses: textDocument?.codeLens !== undefined,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    showsReferences: commandsOf(params.initializationOptions).includes(SHOW_REFERENCES),
    showsDocuments: window?.showDocument?.support === true,
    hints: textDocument?.inlayHint !== undefined,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
  };
}

/** `{ "commands": [..] }`: those that the editor itself carries out. */
function commandsOf(options: unknown): readonly unknown[] {
  if (typeof options !== 'object' || options === null || !('commands' in options)) return [];
  return Array.isArray(options.commands) ? options.commands : [];
}
