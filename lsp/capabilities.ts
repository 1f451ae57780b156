/** What the server offers, as one table: each line with its reason. */
import {
  CodeActionKind,
  FileOperationPatternKind,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { Client } from './client.ts';
import { RUN_TEST } from './features/run-test.ts';
import { legend } from './features/semantic-tokens.ts';

interface Line {
  readonly offers: ServerCapabilities;
  readonly why: string;
  /** absent: for every editor */
  readonly when?: (client: Client) => boolean;
}

const lines: readonly Line[] = [
  {
    offers: { positionEncoding: PositionEncodingKind.UTF16 },
    why: 'The one encoding that every editor must know, and the one of the strings that we read.',
  },
  {
    offers: { textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false } },
    why: 'Only what was typed crosses the pipe. Saving tells nothing new: the buffer is what we read.',
  },
  {
    offers: { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true, identifier: 'journey' } },
    why: 'Editors that ask for diagnostics get them when they want them, also of files that are not open.',
    when: (client) => client.pulls,
  },
  {
    offers: { completionProvider: { triggerCharacters: ['.', ' ', '{', '"'] } },
    why: 'A dot lists fields, a blank what may come next, a brace the fields to fill in.',
  },
  {
    offers: { hoverProvider: true },
    why: 'What a name stands for, its type and its doc comment, without going there.',
  },
  {
    offers: { signatureHelpProvider: { triggerCharacters: ['(', ','] } },
    why: 'What a message, an action or a decision is given, while its brackets are being filled.',
  },
  { offers: { definitionProvider: true }, why: 'Signals, messages and teams live in other files than the journeys.' },
  { offers: { referencesProvider: true }, why: 'Who listens to this signal? Asked before every change of it.' },
  { offers: { documentHighlightProvider: true }, why: 'All places of the name under the caret, as one looks at it.' },
  {
    offers: { renameProvider: { prepareProvider: true } },
    why: 'A name is changed everywhere at once; what cannot be renamed is refused before one types.',
    when: (client) => client.preparesRename,
  },
  {
    offers: { renameProvider: true },
    why: 'The same for editors that do not ask first.',
    when: (client) => !client.preparesRename,
  },
  { offers: { documentSymbolProvider: true }, why: 'The outline of a file, and breadcrumbs.' },
  { offers: { workspaceSymbolProvider: true }, why: 'Going to a journey by a few letters of its name.' },
  {
    offers: { callHierarchyProvider: true },
    why: 'Which journeys does this one start, and which start it? They lie in many files.',
  },
  {
    offers: { inlayHintProvider: true },
    why: 'In which zone 10:00 is, and what a message says: a reader would have to look it up.',
    when: (client) => client.hints,
  },
  {
    offers: { foldingRangeProvider: true },
    why: 'Editors that fold by indentation leave comments and `use` lines open.',
  },
  {
    offers: { selectionRangeProvider: true },
    why: 'Growing a selection by what the words mean: value, sentence, block, journey.',
  },
  {
    offers: { semanticTokensProvider: { legend, full: true } },
    why: 'Only we know that a word is a signal, a message or an outcome; and some editors have no other colours.',
    when: (client) => client.colours,
  },
  {
    offers: { codeLensProvider: {}, executeCommandProvider: { commands: [RUN_TEST] } },
    why: 'A test is run where it stands, on what is in the buffers; and how many places a change of a name would reach.',
    when: (client) => client.lenses,
  },
  { offers: { documentFormattingProvider: true }, why: 'One style for all, no options.' },
  { offers: { documentRangeFormattingProvider: true }, why: 'The same style for what is selected or pasted.' },
  {
    offers: { documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] } },
    why: 'Editors that know no braces open a line where the last one began.',
  },
  {
    offers: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
    why: 'Every diagnostic that knows its remedy offers it.',
    when: (client) => client.actions,
  },
  {
    offers: { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } },
    why: 'Each folder may hold workspaces of its own.',
    when: (client) => client.folders,
  },
  {
    offers: {
      workspace: {
        fileOperations: {
          willRename: {
            filters: [
              { scheme: 'file', pattern: { glob: '**/*.{journey,liquid}', matches: FileOperationPatternKind.file } },
              { scheme: 'file', pattern: { glob: '**', matches: FileOperationPatternKind.folder } },
            ],
          },
        },
      },
    },
    why: 'A folder is named by `use` lines and a template by messages: where one moves, they move with it.',
    when: (client) => client.asksBeforeMoves,
  },
];

export function serverCapabilities(client: Client): ServerCapabilities {
  const offered = lines.filter((line) => line.when?.(client) ?? true).map((line) => line.offers);
  // Two lines say something of `workspace`.
  const workspace = Object.assign({}, ...offered.map((each) => each.workspace));
  return Object.assign({}, ...offered, Object.keys(workspace).length === 0 ? {} : { workspace });
}
