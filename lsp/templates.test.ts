/** What a template names is explained, and found, from within the template. */
import { afterEach, expect, test } from 'vitest';
import type { Hover, Location } from 'vscode-languageserver-protocol/node';
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
      },
    },
  });
  await expect.poll(() => editor.asked.filter((each) => each === 'client/registerCapability')).toHaveLength(6);
});
