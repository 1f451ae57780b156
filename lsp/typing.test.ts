/** How lines begin while somebody types: `|` is the caret behind what was typed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeAll(async () => {
  editor = await startEditor({ files: shop, capabilities: rich });
});
afterAll(() => editor.stop());

let count = 0;
async function typed(marked: string): Promise<string> {
  const at = editor.open(`typed${count++}.journey`, marked);
  const text = marked.replace('|', '');
  const ch = marked.charAt(marked.indexOf('|') - 1) === '}' ? '}' : '\n';
  const options = { tabSize: 8, insertSpaces: false };
  const edits = await editor.connection.sendRequest<TextEdit[]>('textDocument/onTypeFormatting', {
    ...at,
    ch,
    options,
  });
  return TextDocument.applyEdits(TextDocument.create('', '', 1, text), edits);
}

test.each([
  ['the first line of a block', 'journey A {\n|', 'journey A {\n  '],
  ['also behind a comment', 'journey A { // 🎈 now\n|', 'journey A { // 🎈 now\n  '],
  ['in a block of a block', 'journey A {\n  wait {\n  |', 'journey A {\n  wait {\n    '],
  ['where the editor indents by tabs', 'journey A {\n\t|', 'journey A {\n  '],
  ['before the brace that closes it', 'journey A {\n  |}', 'journey A {\n}'],
  ['an editor that begins every line at its start', 'journey A {\n  wait 1 day\n|', 'journey A {\n  wait 1 day\n  '],
  ['a sentence that goes on', 'journey A {\n  start on B\n    |', undefined],
  ['after the block', 'journey A {\n}\n|', undefined],
  ['a closing brace', 'journey A {\n  wait {\n    }|', 'journey A {\n  wait {\n  }'],
  ['the last closing brace', 'journey A {\n  wait { }\n  }|', 'journey A {\n  wait { }\n}'],
  ['a brace within a line', 'journey A {\n     wait { }|', undefined],
  ['a brace too many', '    }|', '}'],
  ['a brace that is missing before', 'journey A {\n  wait {\njourney B {\n|', 'journey A {\n  wait {\njourney B {\n  '],
  ['in a text', 'message A { on email { body """\n|', undefined],
  ['a brace in a text', 'message A { on email { body """\n   }|\n""" } }', undefined],
  ['in a hole of a text', 'message A { on email { body "{profile.a\n|', undefined],
  [
    'a journey in a text',
    'message A { on email { body """\njourney on\n"""\n|',
    'message A { on email { body """\njourney on\n"""\n    ',
  ],
])('%s', async (_, marked, wanted) => {
  const windows = marked.replaceAll('\n', '\r\n');
  expect(await typed(marked)).toBe(wanted ?? marked.replace('|', ''));
  expect(await typed(windows)).toBe(wanted?.replaceAll('\n', '\r\n') ?? windows.replace('|', ''));
});
