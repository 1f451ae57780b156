/** An editor for tests: starts the real server process and talks the protocol with it over its pipes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type FileSystemWatcher,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type RegistrationParams,
  type ShowDocumentParams,
  type ShowMessageParams,
  type ShowMessageRequestParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

export interface TestEditor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly server: InitializeResult;
  /** absolute folder that holds the files of the test */
  readonly folder: string;
  uri(path: string): string;
  /** Writes to disk, without a word to the server. */
  write(path: string, text: string): void;
  /** Opens a buffer; the first `|` of the text, if any, is the caret and is taken out. Returns where it is. */
  open(path: string, marked: string): At;
  /** Replaces the whole buffer, and finds the caret likewise. */
  type(path: string, marked: string): At;
  close(path: string): void;
  /** The next diagnostics pushed for a file that fulfil the condition. */
  pushed(path: string, until?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** Files that diagnostics were pushed for so far. */
  readonly pushes: readonly PublishDiagnosticsParams[];
  /** What the server asked of the editor. */
  readonly asked: readonly string[];
  /** Messages that it showed, and what it logged, in order. */
  readonly told: readonly string[];
  /** What it wants to be told of. */
  readonly watched: readonly FileSystemWatcher[];
  stop(): Promise<number | null>;
}

export interface At {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** The server as it is shipped, which `npm run build` made. */
export const serverFile = join(import.meta.dirname, '..', '..', 'dist', 'lsp.js');

export interface Start {
  readonly files: Readonly<Record<string, string>>;
  readonly capabilities: ClientCapabilities;
  /** what the editor carries out itself */
  readonly commands?: readonly string[];
  /** folders that the editor has open, below the test's own; default: that itself */
  readonly folders?: readonly string[];
}

export async function startEditor({ files, capabilities, commands, folders = [''] }: Start): Promise<TestEditor> {
  const folder = mkdtempSync(join(tmpdir(), 'journey-editor-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const child = spawn(process.execPath, [serverFile, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const pushes: PublishDiagnosticsParams[] = [];
  const asked: string[] = [];
  const told: string[] = [];
  const watched: FileSystemWatcher[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    pushes.push(params);
    for (const look of waiting) look();
  });
  connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
    asked.push('client/registerCapability');
    for (const { registerOptions } of registrations) watched.push(...(registerOptions?.watchers ?? []));
    return null;
  });
  for (const method of ['window/showMessage', 'window/logMessage'])
    connection.onNotification(method, ({ message }: ShowMessageParams) => void told.push(message));
  connection.onRequest('window/showMessageRequest', ({ message, actions = [] }: ShowMessageRequestParams) => {
    asked.push('window/showMessageRequest');
    told.push([message, ...actions.map(({ title }) => `[${title}]`)].join(' '));
    return actions[0] ?? null;
  });
  connection.onRequest('window/showDocument', ({ uri, selection }: ShowDocumentParams) => {
    asked.push(`window/showDocument ${uri.slice(uri.lastIndexOf('/') + 1)}:${selection?.start.line ?? 0}`);
    return { success: true };
  });
  for (const method of [
    ...['workspace/diagnostic/refresh', 'workspace/inlayHint/refresh', 'workspace/codeLens/refresh'],
    'workspace/workspaceFolders',
  ]) {
    connection.onRequest(method, () => {
      asked.push(method);
      return null;
    });
  }
  connection.listen();
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  const server = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: uri(folders[0] ?? ''),
    capabilities,
    ...(commands === undefined ? {} : { initializationOptions: { commands } }),
    workspaceFolders: folders.map((path) => ({ uri: uri(path), name: path })),
  });
  await connection.sendNotification('initialized', {});

  let version = 0;
  const at = (path: string, marked: string): { text: string; at: At } => {
    const offset = marked.indexOf('|');
    const before = offset < 0 ? [''] : marked.slice(0, offset).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return { text: marked.replace('|', ''), at: { textDocument: { uri: uri(path) }, position } };
  };

  return {
    connection,
    process: child,
    server,
    folder,
    uri,
    write,
    open(path, marked) {
      const { text, at: where } = at(path, marked);
      const textDocument = { uri: uri(path), languageId: 'journey', version: ++version, text };
      void connection.sendNotification('textDocument/didOpen', { textDocument });
      return where;
    },
    type(path, marked) {
      const { text, at: where } = at(path, marked);
      const textDocument = { uri: uri(path), version: ++version };
      void connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
      return where;
    },
    close(path) {
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(path) } });
    },
    pushed(path, until = () => true) {
      const from = pushes.length;
      return new Promise((resolve) => {
        const look = (): void => {
          const found = pushes.slice(from).find((push) => push.uri === uri(path) && until(push.diagnostics));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found.diagnostics);
        };
        waiting.add(look);
      });
    },
    pushes,
    asked,
    told,
    watched,
    async stop() {
      if (child.exitCode === null) {
        await connection.sendRequest('shutdown');
        await connection.sendNotification('exit');
      }
      const code = await ended;
      connection.dispose();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** What Neovim 0.7 and Eglot say of themselves, as far as it matters: nothing is pulled, no snippets, no symbol trees. */
export const plain: ClientCapabilities = {
  textDocument: {
    synchronization: { didSave: true },
    completion: { completionItem: { snippetSupport: false } },
    hover: { contentFormat: ['plaintext'] },
    publishDiagnostics: { relatedInformation: true },
  },
};

/** As VS Code. */
export const rich: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    fileOperations: { willRename: true },
  },
  window: { showDocument: { support: true } },
  textDocument: {
    codeLens: {},
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true },
    diagnostic: { dynamicRegistration: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    rename: { prepareSupport: true },
    inlayHint: {},
    semanticTokens: { requests: { full: true }, tokenTypes: [], tokenModifiers: [], formats: ['relative'] },
  },
};
