/** What a template names is explained, and found, from within the template. */
import { afterEach, expect, test } from 'vitest';
import type { Hover, Location, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { type At, rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
afterEach(() => editor.stop());

const back = 'Dear {{ profile.name }},\n{% if back.order == "1" %}we have {{ back.order }}.{% endif %}\n';
const files: Readonly<Record<string, string>> = {
  ...shop,
  'mails.journey': `profile {
  /// As people are called.
  name: text = "you"
}
message Back(back: OrderReturned) for Service { on email { subject "Back" body file "back.liquid" } }
message Again(back: OrderPlaced) for Service { on email { subject "Again" body file "back.liquid" } }
`,
  'back.liquid': back,
  'unnamed.liquid': '{{ back.order }}',
};

const code = async (at: At): Promise<string | undefined> => {
  const hover = await editor.connection.sendRequest<Hover | null>('textDocument/hover', at);
  return hover === null ? undefined : JSON.stringify(hover.contents);
};
const definitions = async (at: At): Promise<string[]> =>
  (await editor.connection.sendRequest<Location[]>('textDocument/definition', at)).map(
    ({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line}`,
  );

test('fields of the profile, parameters of the messages and their fields are known', async () => {
  editor = await startEditor({ files, capabilities: rich });
  const name = editor.open('back.liquid', back.replace('profile.name', 'profile.na|me'));
  expect(await code(name)).toContain('As people are called.');
  expect(await definitions(name)).toEqual(['mails.journey:2']);
  const given = editor.type('back.liquid', back.replace('have {{ back', 'have {{ ba|ck'));
  expect(await code(given)).toContain('back: OrderReturned');
  expect(await definitions(given)).toEqual(['mails.journey:4', 'mails.journey:5']);
  const order = editor.type(
    'back.liquid',
    `A line that is not saved.\n${back.replace('if back.order', 'if back.or|der')}`,
  );
  expect(await code(order)).toContain('order: id');
  expect(await definitions(order)).toEqual(['shop.journey:2', 'shop.journey:1']);
});

const listed = '{% for line in listed.lines %}{{ line.sku }}, {{ line.sku }}{% endfor %} {{ listed.order }}\n';
const basket: Readonly<Record<string, string>> = {
  ...shop,
  'listed.journey': `type Line { sku: id }
signal Listed { order: id, lines: list of Line }
message List(listed: Listed) for Service { on email { body file "listed.liquid" } }
`,
  'listed.liquid': listed,
};

test('a name that a loop binds is explained and found', async () => {
  editor = await startEditor({ files: basket, capabilities: rich });
  const line = editor.open('listed.liquid', listed.replace('line.sku', 'li|ne.sku'));
  expect(await code(line)).toContain('line: Line');
  expect(await definitions(line)).toEqual(['listed.liquid:0']);
});

test.each([
  ['li|ne.sku', 'row', ['listed.liquid 7 33 49']],
  ['for li|ne', 'row', ['listed.liquid 7 33 49']],
  ['line.s|ku', 'item', ['listed.journey 12', 'listed.liquid 38 54']],
  ['list|ed.lines', 'basket', ['listed.journey 13', 'listed.liquid 15 76']],
])('a name is renamed from within the template: %s', async (caret, newName, expected) => {
  editor = await startEditor({ files: basket, capabilities: rich });
  const at = editor.open('listed.liquid', listed.replace(caret.replace('|', ''), caret));
  expect(await editor.connection.sendRequest('textDocument/prepareRename', at)).not.toBeNull();
  const { changes = {} } = await editor.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
    ...at,
    newName,
  });
  const places = Object.entries(changes).map(([uri, edits]) =>
    [uri.slice(uri.lastIndexOf('/') + 1), ...edits.map(({ range }) => range.start.character)].join(' '),
  );
  expect(places).toEqual(expected);
});

test('of plain words and of a template that no message names nothing is said', async () => {
  editor = await startEditor({ files, capabilities: rich });
  for (const at of [editor.open('unnamed.liquid', '{{ ba|ck.order }}'), editor.open('back.liquid', `De|ar${back}`)]) {
    expect(await code(at)).toBeUndefined();
    expect(await definitions(at)).toEqual([]);
  }
});

test('editors that let themselves be told are told to send templates, and to ask of them', async () => {
  const { textDocument } = rich;
  const dynamicRegistration = true;
  editor = await startEditor({
    files,
    capabilities: {
      ...rich,
      textDocument: {
        ...textDocument,
        synchronization: { dynamicRegistration },
        hover: { ...textDocument?.hover, dynamicRegistration },
        definition: { dynamicRegistration },
        rename: { dynamicRegistration },
      },
    },
  });
  await expect.poll(() => editor.asked.filter((each) => each === 'client/registerCapability')).toHaveLength(7);
});
