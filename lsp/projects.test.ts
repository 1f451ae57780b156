/** Which files belong together, and whose text counts. */

import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type {
  CompletionList,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { type At, rich, type Start, startEditor, type TestEditor } from './testing/client.ts';

let editor: TestEditor;
afterEach(() => editor.stop());

const start = async (files: Start['files'], folders?: readonly string[]) => {
  editor = await startEditor({ files, capabilities: rich, ...(folders === undefined ? {} : { folders }) });
};
const signal = (name: string) => `signal ${name} { amount: money }\n`;
const settings = (currency: string) => JSON.stringify({ currency, timezone: 'UTC', locale: 'en' });
const offered = async (at: At) =>
  (await editor.connection.sendRequest<CompletionList>('textDocument/completion', at)).items.map(({ label }) => label);
const messages = async ({ textDocument }: At) => {
  const report = await editor.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument,
  });
  return report.kind === 'full' ? report.items.map(({ message }) => message) : [];
};
const changed = (path: string, type: 1 | 2 | 3) =>
  editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: editor.uri(path), type }] });

test('each journey.json has a workspace of its own, with its own settings', async () => {
  await start({
    'shop/journey.json': settings('GBP'),
    'shop/a.journey': signal('Bought'),
    'bank/journey.json': settings('CHF'),
    'bank/a.journey': signal('Lent'),
  });
  const shop = editor.open('shop/b.journey', 'condition C = any |');
  expect(await offered(shop)).toEqual(['Bought']);
  expect(await offered(editor.open('bank/b.journey', 'condition C = any |'))).toEqual(['Lent']);
  const inPounds = 'condition C = any Bought where it.amount > 5 GBP in last 2 days';
  editor.type('shop/b.journey', inPounds);
  expect(await messages(shop)).not.toContainEqual(expect.stringContaining('GBP'));
  const inFrancs = editor.type('shop/b.journey', inPounds.replace('GBP', 'CHF'));
  expect(await messages(inFrancs)).toContainEqual(expect.stringContaining('CHF'));
});

test('without a journey.json the open folder is the workspace', async () => {
  await start({ 'a.journey': signal('Bought'), 'deep/b.journey': signal('Deep') });
  expect(await offered(editor.open('c.journey', 'condition C = any Bou|'))).toContain('Bought');
});

test('a file outside of every workspace stands by itself', async () => {
  await start({ 'open/a.journey': signal('Bought'), 'outside/b.journey': signal('Near') }, ['open']);
  expect(await offered(editor.open('outside/c.journey', `${signal('Own')}condition C = any |`))).toEqual(['Own']);
});

test('`journey.json` and templates are no journeys, wherever an editor opens them', async () => {
  await start({ 'open/a.journey': signal('Bought'), 'outside/journey.json': settings('EUR') }, ['open']);
  for (const path of ['outside/journey.json', 'open/journey.json', 'elsewhere/mail.liquid']) {
    expect(await messages(editor.open(path, '{ "currency": "EUR" }'))).toEqual([]);
    editor.close(path);
  }
});

test('a workspace above the open folder is read as a whole', async () => {
  await start({ 'journey.json': settings('EUR'), 'a.journey': signal('Above'), 'sub/b.journey': '' }, ['sub']);
  expect(await offered(editor.open('sub/b.journey', 'condition C = any |'))).toEqual(['Above']);
});

test('what is in a buffer counts, not what is on disk, until it is closed', async () => {
  await start({ 'journey.json': settings('EUR'), 'a.journey': signal('OnDisk') });
  editor.open('a.journey', signal('Typed'));
  const at = editor.open('b.journey', 'condition C = any |');
  expect(await offered(at)).toEqual(['Typed']);
  editor.write('a.journey', signal('DiskAgain'));
  await changed('a.journey', 2);
  expect(await offered(at)).toEqual(['Typed']);
  editor.close('a.journey');
  expect(await offered(at)).toEqual(['DiskAgain']);
});

test('files that the command line passes over are none here either: hidden ones, links, those of others', async () => {
  const files = { 'journey.json': settings('EUR'), 'a.journey': signal('First'), '._a.journey': signal('Hidden') };
  await start({ ...files, 'node_modules/x/b.journey': signal('Foreign') });
  symlinkSync('a.journey', join(editor.folder, 'link.journey'));
  await changed('journey.json', 2);
  const at = editor.open('c.journey', `${signal('Own')}condition C = any |`);
  expect(await offered(at)).toEqual(['First', 'Own']);
  for (const path of ['._a.journey', 'link.journey', 'node_modules/x/b.journey']) await changed(path, 2);
  expect(await offered(at)).toEqual(['First', 'Own']);
  const hidden = editor.open('._a.journey', `${signal('Hidden')}condition D = any |`);
  expect(await offered(hidden)).toEqual(['First', 'Hidden', 'Own']);
  editor.close('._a.journey');
  expect(await offered(at)).toEqual(['First', 'Own']);
});

test('files that come, change and go on disk', async () => {
  await start({ 'journey.json': settings('EUR'), 'a.journey': signal('First') });
  const at = editor.open('b.journey', 'condition C = any |');
  await expect.poll(() => editor.asked).toContain('client/registerCapability');
  editor.write('new/c.journey', signal('Second'));
  await changed('new/c.journey', 1);
  expect(await offered(at)).toEqual(['First', 'Second']);
  editor.write('a.journey', signal('Changed'));
  await changed('a.journey', 2);
  expect(await offered(at)).toEqual(['Changed', 'Second']);
  rmSync(`${editor.folder}/new`, { recursive: true });
  await changed('new', 3);
  expect(await offered(at)).toEqual(['Changed']);
  rmSync(`${editor.folder}/a.journey`);
  await changed('a.journey', 3);
  expect(await offered(at)).toEqual([]);
});

test('a folder that goes or comes, of which editors tell nothing but its own name', async () => {
  await start({
    'journey.json': settings('EUR'),
    'a.journey': signal('First'),
    'sub/deep/b.journey': signal('Second'),
  });
  await expect.poll(() => editor.watched).toContainEqual({ globPattern: '**', kind: 5 });
  const at = editor.open('c.journey', 'use sub.deep\nuse moved.deep\ncondition C = any |');
  renameSync(`${editor.folder}/sub`, `${editor.folder}/moved`);
  await changed('sub', 3);
  expect(await offered(at)).toContain('First');
  editor.write('moved/deep/b.journey', signal('Third'));
  await changed('moved', 1);
  expect(await offered(at)).toContain('Third');
  expect(await offered(at)).not.toContain('Second');
});

test('a `journey.json` is checked before there are any journeys, and after the last one is gone', async () => {
  await start({ 'journey.json': '{ "timezone": "Mars" }', 'deep/a.journey': signal('First') }, ['sub', '']);
  editor.write('sub/journey.json', '{ "timezone": "Venus" }');
  await changed('sub/journey.json', 1);
  rmSync(join(editor.folder, 'deep/a.journey'));
  await changed('deep/a.journey', 3);
  const { items } = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
  });
  expect(items.map(({ uri }) => uri).sort()).toEqual([editor.uri('journey.json'), editor.uri('sub/journey.json')]);
});

test('while there is a mistake in `journey.json`, the files are judged by what it said before', async () => {
  const asked = 'condition C = any Bought where it.amount > 5 CHF in last 2 days';
  await start({ 'journey.json': settings('CHF'), 'a.journey': signal('Bought'), 'b.journey': asked });
  const at = editor.open('b.journey', asked);
  const before = await messages(at);
  for (const broken of ['{ "currency": "CHF", "tim', settings('francs')]) {
    editor.write('journey.json', broken);
    await changed('journey.json', 2);
    expect(await messages(at)).toEqual(before);
  }
  editor.write('journey.json', settings('EUR'));
  await changed('journey.json', 2);
  expect(await messages(at)).toContainEqual(expect.stringContaining('CHF'));
});

test('of files that are none of ours nothing is read again', async () => {
  await start({ 'journey.json': settings('EUR'), 'a.journey': signal('First') });
  const at = editor.open('c.journey', 'condition C = any |');
  expect(await offered(at)).toEqual(['First']);
  editor.write('a.journey', signal('Unsaid'));
  for (const path of ['notes.txt', '.git/index.lock', 'node_modules/x', 'empty']) await changed(path, 1);
  expect(await offered(at)).toEqual(['First']);
});

test('a journey.json that comes later divides what was one', async () => {
  await start({ 'a.journey': signal('Mine'), 'other/b.journey': signal('Yours') });
  const at = editor.open('other/c.journey', 'condition C = any |');
  expect(await offered(at)).toEqual(['Mine', 'Yours']);
  editor.write('other/journey.json', settings('EUR'));
  await changed('other/journey.json', 1);
  expect(await offered(at)).toEqual(['Yours']);
});

test('templates beside the journeys are read, and read again when they change on disk', async () => {
  const journeys = `signal Paid { amount: money }
purpose Service { consent assumed }
channel email { to profile.user_id, via console }
message Thanks(paid: Paid) for Service { on email { body file "mails/thanks.liquid" } }
journey Thanking {
  start on Paid as paid every time
  send Thanks(paid) on email, else go on
}
`;
  const thanks = 'mails/thanks.liquid';
  await start({ 'journey.json': settings('EUR'), 'a.journey': journeys, [thanks]: 'Thank you for {{ paid.amount }}.' });
  const at = editor.open('a.journey', journeys);
  expect(await messages(at)).toEqual([]);
  editor.write(thanks, 'Thank you for {{ paid.amuont }}.');
  await changed(thanks, 2);
  expect(await messages(at)).toEqual([expect.stringContaining('`amuont`')]);
  rmSync(join(editor.folder, thanks));
  await changed(thanks, 3);
  expect(await messages(at)).toEqual([expect.stringContaining('There is no template')]);
});

test('only folders that the command line passes over are passed over', async () => {
  await start({
    'journey.json': settings('EUR'),
    'dist/a.journey': signal('Distributed'),
    'node_modules/b.journey': signal('Foreign'),
    '.hidden/c.journey': signal('Hidden'),
  });
  expect(await offered(editor.open('b.journey', 'use dist\ncondition C = any |'))).toEqual(['Distributed']);
});
