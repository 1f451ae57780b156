/** What the editor can do, from what it said at the start. Nothing is assumed: the plainest editor says nothing. */
import type { ClientCapabilities } from 'vscode-languageserver/node';

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
}

export function clientOf({ textDocument, workspace }: ClientCapabilities): Client {
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
    symbolTree: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    actions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    colours: textDocument?.semanticTokens !== undefined,
    hints: textDocument?.inlayHint !== undefined,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
  };
}
