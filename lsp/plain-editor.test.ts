/** Editors that know only pushed diagnostics and no snippets: Neovim 0.7, Eglot. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompletionList, Hover, SymbolInformation } from 'vscode-languageserver-protocol/node';
import { plain, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeAll(async () => {
  editor = await startEditor({ files: shop, capabilities: plain });
});
afterAll(() => editor.stop());

const journey = (body: string) => `journey Care {\n  for Service\n  start on OrderPlaced as order once\n${body}\n}\n`;

test('is not told to pull, nor offered what it cannot use', () => {
  expect(editor.server.capabilities.diagnosticProvider).toBeUndefined();
  expect(editor.server.capabilities.positionEncoding).toBe('utf-16');
});

test('gets diagnostics pushed as it types, in the buffer and in files that are closed', async () => {
  const first = editor.pushed('care.journey');
  editor.open('care.journey', shop['care.journey'] ?? '');
  expect(await first).toEqual([]);

  const wrong = editor.pushed('care.journey', (found) => found.length > 0);
  editor.type('care.journey', journey('  send Thank(order) on email, else finish'));
  expect(await wrong).toMatchObject([
    { severity: 1, source: 'journey', range: { start: { line: 3, character: 7 }, end: { line: 3, character: 12 } } },
  ]);

  const right = editor.pushed('care.journey', (found) => found.length === 0);
  editor.type('care.journey', journey('  send Thanks(order) on email, else finish'));
  await right;

  // The message is used in another file, which is open nowhere but on disk.
  const elsewhere = editor.pushed('care.journey', (found) => found.length > 0);
  editor.open('shop.journey', (shop['shop.journey'] ?? '').replace('message Thanks', 'message Welcome'));
  expect(await elsewhere).toMatchObject([{ severity: 1 }]);
  editor.close('shop.journey');
  await editor.pushed('care.journey', (found) => found.length === 0);
});

test('completes with plain text only', async () => {
  const at = editor.type('care.journey', journey('  sen|'));
  const { items } = await editor.connection.sendRequest<CompletionList>('textDocument/completion', at);
  const [send] = items;
  expect(send).toMatchObject({ label: 'send', textEdit: { newText: 'send' } });
  expect(items.every((item) => item.insertTextFormat !== 2 && !(item.textEdit?.newText ?? '').includes('$'))).toBe(
    true,
  );
});

test('shows plain text on hover, and symbols as a list', async () => {
  const at = editor.type('care.journey', journey('  if order.to|tal > 3 GBP { finish }'));
  const hover = await editor.connection.sendRequest<Hover>('textDocument/hover', at);
  expect(hover.contents).toEqual({ kind: 'plaintext', value: 'total: money\n\nA field of OrderPlaced.' });
  const symbols = await editor.connection.sendRequest<SymbolInformation[]>('textDocument/documentSymbol', at);
  expect(symbols).toMatchObject([{ name: 'Care', location: { uri: editor.uri('care.journey') } }]);
});
