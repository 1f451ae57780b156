/** What a server meets on a bad day: nonsense on the wire, huge and broken files, editors that go away. */
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  type CompletionList,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { type At, plain, rich, serverFile, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeEach(async () => {
  editor = await startEditor({ files: shop, capabilities: rich });
});
afterEach(() => editor.stop());

const complete = async (at: At) =>
  (await editor.connection.sendRequest<CompletionList>('textDocument/completion', at)).items.map(({ label }) => label);
const pull = async ({ textDocument }: At) => {
  const report = await editor.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument,
  });
  return report.kind === 'full' ? report.items : [];
};
const lives = async () =>
  expect(await complete(editor.open('x.journey', 'condition A = any OrderPl|'))).toContain('OrderPlaced');

describe('nonsense', () => {
  test.each([
    ['a request without parameters', 'textDocument/hover', {}],
    ['a request about no document', 'textDocument/completion', { position: { line: 0, character: 0 } }],
    ['a place outside of the file', 'textDocument/hover', { at: { line: 1e9, character: -5 } }],
    ['an unknown method', 'journey/dance', { steps: 3 }],
  ])('%s is refused or answered, and the server lives on', async (_, method, params) => {
    const about = 'at' in params ? { textDocument: { uri: editor.uri('shop.journey') }, position: params.at } : params;
    await editor.connection.sendRequest(method, about).catch(() => undefined);
    await lives();
  });

  test('notifications without sense', async () => {
    for (const method of ['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose', 'journey/x']) {
      await editor.connection.sendNotification(method, { nothing: true });
    }
    const uri = editor.uri('never-opened.journey');
    const contentChanges = [{ range: { start: { line: 9, character: 9 }, end: { line: 1, character: 1 } }, text: 'x' }];
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 1 },
      contentChanges,
    });
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'http://a/b', type: 3 }],
    });
    await lives();
  });

  test('a message that is not JSON', async () => {
    editor.process.stdin?.write('Content-Length: 9\r\n\r\n{"broken"');
    await lives();
  });

  test('files that are not files', async () => {
    const textDocument = { uri: 'untitled:Untitled-1', languageId: 'journey', version: 1, text: 'journey {' };
    await editor.connection.sendNotification('textDocument/didOpen', { textDocument });
    expect((await pull({ textDocument, position: { line: 0, character: 0 } })).length).toBeGreaterThan(0);
  });
});

describe('files', () => {
  test('completion works at every place of a half-typed file', async () => {
    const text = shop['care.journey'] ?? '';
    const at = editor.open('care.journey', text);
    for (let cut = 0; cut < text.length; cut += 7) {
      const { position } = editor.type('care.journey', `${text.slice(0, cut)}|`);
      await complete({ ...at, position });
    }
    await lives();
  });

  test('a file of a megabyte', async () => {
    const one = (index: number) =>
      `journey J${index} {\n  for Service\n  start on OrderPlaced as order once\n  wait 3 days\n}\n`;
    const text = Array.from({ length: 12_000 }, (_, index) => one(index)).join('\n');
    expect(text.length).toBeGreaterThan(1_000_000);
    const at = editor.open('huge.journey', `${text}\njourney Last {\n  start on Order|`);
    expect(await complete(at)).toContain('OrderPlaced');
    expect((await pull(at)).length).toBeGreaterThan(0);
  }, 60_000);

  test('lines end as Windows has them, and letters are counted as UTF-16', async () => {
    const marked = '// 🎈 a balloon\r\nsignal A { "🎈": text }\r\ncondition B = any Order|';
    expect(await complete(editor.open('win.journey', marked))).toContain('OrderPlaced');
    const [first] = await pull(editor.open('b.journey', 'purpose P { consent asked }\ntest "🎈🎈" { exqect sent X }'));
    expect(first?.range.start).toEqual({ line: 1, character: 14 });
  });
});

test('a request that is no longer wanted is not answered', async () => {
  const source = new CancellationTokenSource();
  const at = editor.open('x.journey', 'condition A = any OrderPl|');
  const answer = editor.connection.sendRequest('textDocument/completion', at, source.token);
  source.cancel();
  await answer.then(
    () => undefined,
    (error: unknown) => expect(String(error)).toMatch(/cancel/i),
  );
  await lives();
});

describe('goes away', () => {
  test('when told so, with status 0', async () => {
    const other = await startEditor({ files: shop, capabilities: plain });
    expect(await other.stop()).toBe(0);
  });

  test('when the editor is gone, with status 1', async () => {
    const child = spawn(process.execPath, [serverFile, '--stdio'], { stdio: ['pipe', 'ignore', 'inherit'] });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.stdin.end();
    expect(await ended).toBe(1);
  });
});
