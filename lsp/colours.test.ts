/** What an editor colours each word as. */
import { afterEach, expect, test } from 'vitest';
import type { SemanticTokens } from 'vscode-languageserver-protocol/node';
import { plain, rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
afterEach(() => editor.stop());

/** `word type`, with `*` behind what declares it. */
async function coloured(text: string): Promise<string[]> {
  editor = await startEditor({ files: shop, capabilities: rich });
  const { textDocument } = editor.open('other.journey', text);
  const { data } = await editor.connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', {
    textDocument,
  });
  const names = editor.server.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
  const lines = text.split(/\r?\n/);
  const found: string[] = [];
  let line = 0;
  let character = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, declares = 0] = data.slice(at, at + 5);
    line += down;
    character = down > 0 ? right : character + right;
    const word = (lines[line] ?? '').slice(character, character + length);
    found.push(`${word} ${names[type] ?? ''}${declares === 1 ? '*' : ''}`);
  }
  return found;
}

const words = `/// Somebody was late.
signal Late { order: id, time: text? } // so
message Nudge(late: Late) for Service {
  on email { text """
    Is {late.order or "it"} there?
    Soon.
    """ }
}
`;

test.each([
  ['\n', words],
  ['\r\n', words.replaceAll('\n', '\r\n')],
])('names by what they stand for, texts without their holes, line by line (%j)', async (_, written) => {
  expect(await coloured(written)).toEqual([
    '/// Somebody was late. comment',
    ...['signal keyword', 'Late event*', 'order property*', 'id type', 'time property*', 'text type', '// so comment'],
    ...['message keyword', 'Nudge function*', 'late variable*', 'Late event', 'for keyword', 'Service interface'],
    ...['on keyword', 'email interface', 'text keyword', '""" string', '    Is  string'],
    ...['late variable', 'order property', 'or keyword', '"it" string', ' there? string', '    Soon. string'],
    '    """ string',
  ]);
});

test('what is not whole yet has its colours', async () => {
  const found = await coloured(
    'journey A {\n  start on OrderPlaced as o once\n  if o.tier == gold and "{o.total {\n  wait 3 days\n',
  );
  expect(found).toEqual(
    expect.arrayContaining(['A class*', 'OrderPlaced event', 'gold enumMember', '3 number', 'wait keyword']),
  );
});

test('editors that do not ask for colours are not offered any', async () => {
  editor = await startEditor({ files: shop, capabilities: plain });
  expect(editor.server.capabilities.semanticTokensProvider).toBeUndefined();
});
