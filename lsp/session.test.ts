/**
 * A long morning of editing, by chance but always the same: typing, deleting, pasting and taking back, in the middle of words and of
 * letters that are two units long, while files come and go on disk. At every rest the server says what a new one would say of the same texts.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Diagnostic, Range, WorkspaceDiagnosticReport } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

const editors: TestEditor[] = [];
afterEach(async () => {
  for (const each of editors.splice(0)) await each.stop();
});

const started = async (files: Readonly<Record<string, string>>): Promise<TestEditor> => {
  const editor = await startEditor({ files, capabilities: rich });
  editors.push(editor);
  return editor;
};

const first: Readonly<Record<string, string>> = {
  ...shop,
  'mails/back.journey':
    'message Back(order: OrderReturned) for Service { on email { subject "🎈 é" body file "back.liquid" } }\n',
  'mails/back.liquid': 'We have {{ order.order }} 🎈.\n',
};

const pieces = [
  ...['{', '}', '"', '"""', '(', '.', ',', '\n', '\r\n', '\t', '\r', '\ufeff', '🎈', 'é', '\ud83c', '//', '{{ ', ' }}'],
  ...['journey X {', 'send ', 'wait 3 d', 'OrderPlaced', 'Thanks', ' as order', 'use mails\n', 'it.', '5 GBP', 'Tier'],
];

const requests = [
  ...['hover', 'definition', 'references', 'completion', 'prepareRename', 'documentSymbol', 'documentHighlight'],
  ...[
    'foldingRange',
    'semanticTokens/full',
    'signatureHelp',
    'codeAction',
    'formatting',
    'rangeFormatting',
    'diagnostic',
    'selectionRange',
    'codeLens',
    'onTypeFormatting',
  ],
];

/** Numbers below a limit, the same at every run (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** What is said of each file, by its path. */
async function saidBy(editor: TestEditor): Promise<Map<string, readonly Diagnostic[]>> {
  const { items } = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
  });
  const above = editor.uri('').length;
  return new Map(
    items
      .map((item): [string, readonly Diagnostic[]] => [item.uri.slice(above), item.kind === 'full' ? item.items : []])
      .map(([path, found]) => [path, found.map(({ relatedInformation, ...each }) => each)] as const)
      .filter(([, found]) => found.length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const openIn = (editor: TestEditor, path: string, text: string) =>
  editor.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: editor.uri(path), languageId: 'journey', version: 1, text },
  });

test.each([3, 14])(
  'what is said in the midst of editing is what is said of the texts (%i)',
  async (seed) => {
    const upTo = dice(seed);
    const oneOf = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
    const disk = new Map(Object.entries(first));
    const buffers = new Map<string, TextDocument>();
    const before: string[] = Object.values(first);
    const editor = await started(first);
    const tell = (method: string, params: object) => void editor.connection.sendNotification(method, params);

    const open = (path: string): void => {
      if (buffers.has(path)) return;
      const text = disk.get(path) ?? '';
      buffers.set(path, TextDocument.create(editor.uri(path), 'journey', 1, text));
      void openIn(editor, path, text);
    };
    const change = (path: string, document: TextDocument): void => {
      const text = document.getText();
      before.push(text);
      const start = upTo(text.length + 1);
      const written = [oneOf(pieces), '', oneOf(before).slice(upTo(200)).slice(0, upTo(120)), oneOf(before)];
      const how = upTo(12);
      const whole: Range = { start: document.positionAt(0), end: document.positionAt(text.length) };
      const here: Range = {
        start: document.positionAt(start),
        end: document.positionAt(start + (how < 6 ? 0 : upTo(9))),
      };
      const edit =
        how === 11 ? { range: whole, text: written[3] ?? '' } : { range: here, text: written[how % 3] ?? '' };
      const version = document.version + 1;
      buffers.set(path, TextDocument.update(document, [edit], version));
      tell('textDocument/didChange', { textDocument: { uri: document.uri, version }, contentChanges: [edit] });
    };
    const save = (path: string, text: string | undefined): void => {
      if (text === undefined) rmSync(join(editor.folder, path), { force: true });
      else editor.write(path, text);
      const type = text === undefined ? 3 : disk.has(path) ? 2 : 1;
      if (text === undefined) disk.delete(path);
      else disk.set(path, text);
      tell('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri(path), type }] });
    };
    const step = (): void => {
      const [path, document] = oneOf([...buffers]) ?? [];
      const how = path === undefined || document === undefined ? 15 : upTo(16);
      if (path === undefined || document === undefined || how === 15) open(oneOf([...disk.keys()].slice(1)));
      else if (how < 12) change(path, document);
      else if (how === 12) save(path, document.getText());
      else if (how === 13) {
        buffers.delete(path);
        tell('textDocument/didClose', { textDocument: { uri: document.uri } });
      } else
        save(
          oneOf(['care.journey', 'new/one.journey', 'mails/back.liquid']),
          upTo(2) === 0 ? undefined : oneOf(before),
        );
    };
    const ask = async (): Promise<void> => {
      const [, document] = oneOf([...buffers]) ?? [];
      if (document === undefined) return;
      const position = document.positionAt(upTo(document.getText().length + 1));
      const range = { start: position, end: position };
      const context = { diagnostics: [], includeDeclaration: true, triggerKind: 1 };
      const options = { tabSize: 2, insertSpaces: true };
      const about = {
        textDocument: { uri: document.uri },
        position,
        positions: [position],
        ch: '}',
        range,
        context,
        options,
      };
      await editor.connection.sendRequest(`textDocument/${oneOf(requests)}`, about);
    };

    for (let rest = 0; rest < 4; rest++) {
      const answers: Promise<void>[] = [];
      for (let at = 0; at < 25; at++) {
        step();
        answers.push(ask());
      }
      await Promise.all(answers);
      const fresh = await started(Object.fromEntries(disk));
      for (const [path, document] of buffers) await openIn(fresh, path, document.getText());
      expect(await saidBy(editor)).toEqual(await saidBy(fresh));
    }
  },
  20_000,
);
