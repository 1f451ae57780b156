/** Files and folders that are moved in an editor: what names them is rewritten in the same act. */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { WorkspaceDiagnosticReport, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { plain, rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
afterEach(() => editor.stop());

const files: Readonly<Record<string, string>> = {
  'journey.json':
    '{ "currency": "GBP", "timezone": "Europe/London", "locale": "en-GB", "connectors": { "own": { "module": "./out/own.mjs" } } }\n',
  'shop/basics/shop.journey': shop['shop.journey'] ?? '',
  'shop/mails.journey':
    'use shop.basics\nmessage Back(order: OrderReturned) for Service { on email { subject "Back" body file "mails/back.liquid" } }\n',
  'shop/mails/back.liquid': 'We have {{ order.order }}.\n',
  'care/care.journey':
    'use shop\nuse shop.basics\njourney Care {\n  owner desk\n  start on OrderReturned as back once\n  send Back(back) on email, else go on\n}\n',
};

/** Does as an editor does; what the rewritten files say, and what is wrong in the workspace then. */
async function moved(...moves: readonly (readonly [from: string, to: string])[]) {
  const edit = await editor.connection.sendRequest<WorkspaceEdit | null>('workspace/willRenameFiles', {
    files: moves.map(([from, to]) => ({ oldUri: editor.uri(from), newUri: editor.uri(to) })),
  });
  const written: Record<string, string> = {};
  for (const [uri, edits] of Object.entries(edit?.changes ?? {})) {
    const path = uri.slice(editor.uri('').length).replace(/^\//, '');
    const text = TextDocument.applyEdits(
      TextDocument.create(uri, 'journey', 1, readFileSync(join(editor.folder, path), 'utf8')),
      edits,
    );
    written[path] = text;
    editor.write(path, text);
  }
  for (const [from, to] of moves) {
    mkdirSync(dirname(join(editor.folder, to)), { recursive: true });
    renameSync(join(editor.folder, from), join(editor.folder, to));
  }
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [
      ...Object.keys(written).map((path) => ({ uri: editor.uri(path), type: 2 })),
      ...moves.flatMap(([from, to]) => [
        { uri: editor.uri(from), type: 3 },
        { uri: editor.uri(to), type: 1 },
      ]),
    ],
  });
  const report = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
  });
  const wrong = report.items.flatMap((each) => ('items' in each ? each.items : []));
  return { written, errors: wrong.filter(({ severity }) => severity === 1).map(({ message }) => message) };
}

test.each<[string, [string, string][], Record<string, [string, string][]>]>([
  [
    'a folder is renamed',
    [['shop/basics', 'shop/first']],
    { 'shop/mails.journey': [['shop.basics', 'shop.first']], 'care/care.journey': [['shop.basics', 'shop.first']] },
  ],
  [
    'a folder with folders in it moves',
    [['shop', 'stores/shop']],
    {
      'shop/mails.journey': [['shop.basics', 'stores.shop.basics']],
      'care/care.journey': [
        ['use shop\n', 'use stores.shop\n'],
        ['use shop.basics', 'use stores.shop.basics'],
      ],
    },
  ],
  [
    'a folder of templates is renamed',
    [['shop/mails', 'shop/texts']],
    { 'shop/mails.journey': [['mails/', 'texts/']] },
  ],
  [
    'a template is renamed',
    [['shop/mails/back.liquid', 'shop/it is back.liquid']],
    { 'shop/mails.journey': [['mails/back.', 'it is back.']] },
  ],
  [
    'a file moves away from its template, which it has below it still',
    [['shop/mails.journey', 'mails.journey']],
    {
      'shop/mails.journey': [['"mails/', '"shop/mails/']],
      'care/care.journey': [['use shop\n', '']],
    },
  ],
  [
    'a file goes to a folder whose names it used',
    [
      ['shop/mails.journey', 'shop/basics/mails.journey'],
      ['shop/mails', 'shop/basics/mails'],
    ],
    { 'shop/mails.journey': [['use shop.basics\n', '']], 'care/care.journey': [['use shop\n', '']] },
  ],
  [
    'a file leaves the others of its folder',
    [['shop/basics/shop.journey', 'all/shop.journey']],
    { 'shop/mails.journey': [['shop.basics', 'all']], 'care/care.journey': [['shop.basics', 'all']] },
  ],
  ['a folder of connectors moves', [['out', 'ways/out']], { 'journey.json': [['./out/', './ways/out/']] }],
  ['only a file is called otherwise', [['care/care.journey', 'care/returns.journey']], {}],
  ['all moves at once', [['.', '../elsewhere']], {}],
])('where %s, nothing is left that names what was', async (_, moves, changes) => {
  editor = await startEditor({ files: { ...files, 'out/own.mjs': '' }, capabilities: rich });
  if (moves[0]?.[0] === '.') {
    const [from, to] = [editor.folder, `${editor.folder}-moved`];
    const asked = { files: [{ oldUri: `file://${from}`, newUri: `file://${to}` }] };
    expect(await editor.connection.sendRequest('workspace/willRenameFiles', asked)).toBeNull();
    return;
  }
  const { written, errors } = await moved(...moves);
  const expected = Object.entries(changes).map(([path, replaced]) => [
    path,
    replaced.reduce((text, [from, to]) => text.replace(from, to), files[path] ?? ''),
  ]);
  expect(written).toEqual(Object.fromEntries(expected));
  expect(errors).toEqual([]);
});

test('what parts from the files around it uses their folder', async () => {
  const more = 'condition Many = count of OrderReturned in last 7 days > 3\n';
  editor = await startEditor({ files: { ...files, 'shop/basics/many.journey': more }, capabilities: rich });
  const { written, errors } = await moved(['shop/basics/many.journey', 'many.journey']);
  expect(written).toEqual({ 'shop/basics/many.journey': `use shop.basics\n${more}` });
  expect(errors).toEqual([]);
});

test('`journey.json` in the middle of being written stays as it is; the others are rewritten all the same', async () => {
  const broken = '{ "connectors": { "own": { "module": "./out/own.mjs';
  editor = await startEditor({ files: { ...files, 'journey.json': broken }, capabilities: rich });
  const [oldUri, newUri] = ['shop/basics', 'shop/first'].map((path) => editor.uri(path));
  const edit = await editor.connection.sendRequest<WorkspaceEdit | null>('workspace/willRenameFiles', {
    files: [{ oldUri, newUri }],
  });
  expect(Object.keys(edit?.changes ?? {}).sort()).toEqual([
    editor.uri('care/care.journey'),
    editor.uri('shop/mails.journey'),
  ]);
});

test('a folder that no `use` line can name leaves them as they are', async () => {
  editor = await startEditor({ files, capabilities: rich });
  const { written } = await moved(['shop/basics', 'shop/first steps']);
  expect(written).toEqual({});
});

test('is offered to editors that ask before they move', async () => {
  editor = await startEditor({ files, capabilities: rich });
  expect(editor.server.capabilities.workspace?.fileOperations?.willRename?.filters).toHaveLength(2);
  expect(editor.server.capabilities.workspace?.workspaceFolders?.supported).toBe(true);
  await editor.stop();
  editor = await startEditor({ files, capabilities: plain });
  expect(editor.server.capabilities.workspace).toBeUndefined();
});
