/** What an editor folds, with whole blocks, comments and `use` lines. */
import { afterEach, expect, test } from 'vitest';
import type { FoldingRange } from 'vscode-languageserver-protocol/node';
import { rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
afterEach(() => editor.stop());

const folded = async (text: string): Promise<string[]> => {
  editor = await startEditor({ files: shop, capabilities: rich });
  const { textDocument } = editor.open('other.journey', text);
  const ranges = await editor.connection.sendRequest<FoldingRange[]>('textDocument/foldingRange', { textDocument });
  return ranges.map(({ startLine, endLine, kind = 'block' }) => `${kind} ${startLine}..${endLine}`);
};

const text = `use mails
use texts.far

// What follows is
// for everybody.
journey Other { // now
  start on OrderPlaced as order once
  wait {
    on OrderReturned { finish as back }
    after 3 days {
      finish as "{ { {"
    }
  }
  if order.total > 5 GBP {
    wait 1 day
  } else {
    wait 2 days
  }
}
`;

test.each([
  ['\n', text],
  ['\r\n', text.replaceAll('\n', '\r\n')],
])('blocks without their last line, comments and `use` lines as a whole (%j)', async (_, written) => {
  expect(await folded(written)).toEqual([
    ...['block 5..17', 'block 7..11', 'block 9..10', 'block 13..14', 'block 15..16'],
    ...['comment 3..4', 'imports 0..1'],
  ]);
});

test('what is not closed yet is not folded, and takes nothing down', async () => {
  expect(await folded('signal A {\n  x: text\n}\njourney B {\n  wait {\n')).toEqual(['block 0..1']);
});
