/** What a growing selection takes, step by step: each test says the steps from inside, with their white space drawn together. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeEach(async () => {
  editor = await startEditor({ files: shop, capabilities: rich });
});
afterEach(() => editor.stop());

const wait = `wait {
    on OrderReturned as back where it.order == order.order { finish as gone, wait 2 days }
    after 3 days { finish as late }
  }`;
const text = `// 🎈
journey Other {
  for Service
  start on OrderPlaced as order
    when order.total > 5 GBP and order.tier == gold
    once
  send Thanks(order) on email, else finish as unreachable // 🎈 "not now"
  ${wait}
}
message Late for Service { on email { subject "🎈 It was {profile.name or "you"}" body """
  now
""" } }
profile { name: text? }
`;

async function grown(marked: string, written = text, path = 'other.journey'): Promise<string[]> {
  const at = editor.open(path, written.replace(marked.replace('|', ''), marked));
  const [innermost] = await editor.connection.sendRequest<SelectionRange[]>('textDocument/selectionRange', {
    textDocument: at.textDocument,
    positions: [at.position],
  });
  const document = TextDocument.create('', '', 1, written);
  const steps: string[] = [];
  for (let step = innermost; step !== undefined; step = step.parent) steps.push(document.getText(step.range));
  return steps.map((step) => step.replace(/\s+/g, ' '));
}

test.each([
  [
    'order.tot|al',
    [
      'total',
      'order.total',
      'order.total > 5 GBP',
      'order.total > 5 GBP and order.tier == gold',
      'OrderPlaced as order',
    ],
  ],
  [
    '2| days',
    ['2', '2 days', 'wait 2 days', 'finish as gone, wait 2 days', '{ finish as gone, wait 2 days }', 'on Ord'],
  ],
  [
    'as la|te',
    ['late', 'finish as late', '{ finish as late }', 'after 3 days {', 'on OrderReturned', '{ on', 'wait {'],
  ],
  [
    'else fin|ish',
    ['finish', 'finish as unreachable', 'send Thanks(order) on email, else finish as unreachable', 'for Se'],
  ],
  ['not n|ow', ['now', '// 🎈 "not now"', 'for Service']],
  ['It w|as', ['was', '🎈 It was {profile.name or "you"}', '"🎈 It was {profile.name or "you"}"', 'subject "🎈']],
  ['profile.na|me or', ['name', 'profile.name', 'profile.name or "you"', '{profile.name or "you"}', '🎈 It was']],
])('%s', async (marked, steps) => {
  const found = await grown(marked);
  expect(found.slice(0, steps.length).map((step, index) => step.slice(0, steps[index]?.length))).toEqual(steps);
  expect(found.at(-1)).toBe(text.replace(/\s+/g, ' '));
  expect(await grown(marked, text.replaceAll('\n', '\r\n'), 'windows.journey')).toEqual(found);
});

test('in a file that is broken there, and in an empty one', async () => {
  expect((await grown('or|d', 'journey Other {\n  start on ord\n  wait {\n')).slice(0, 1)).toEqual(['ord']);
  expect(await grown('|', '', 'empty.journey')).toEqual(['']);
});
