/** What stands above declarations, and what comes of a click there. */
import { afterEach, expect, test } from 'vitest';
import type { CodeLens, Location } from 'vscode-languageserver-protocol/node';
import { plain, rich, type Start, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
afterEach(() => editor.stop());

const start = async (more: Partial<Start> = {}): Promise<void> => {
  editor = await startEditor({ files: shop, capabilities: rich, commands: ['journey.showReferences'], ...more });
};
const ask = <R>(method: string, params: object): Promise<R> => editor.connection.sendRequest<R>(method, params);
const lensesOf = async (path: string): Promise<CodeLens[]> =>
  ask('textDocument/codeLens', { textDocument: { uri: editor.uri(path) } });
const titles = async (path: string): Promise<string[]> =>
  (await lensesOf(path)).map(({ range, command }) => `${range.start.line}: ${command?.title}`);

const bought = (expected: string): string => `test "thanked \\"at once\\"" {
  given customer ada { }
  OrderPlaced { order: "o", total: 5 GBP, tier: gold }
  expect ${expected}
}
test "asked" { OrderReturned { order: "o" }, expect not started Care }
`;
const run = (path: string, name: string): Promise<unknown> =>
  ask('workspace/executeCommand', { command: 'journey.runTest', arguments: [editor.uri(path), name] });

test('how many places use a signal, a message, a journey: as many as a click opens', async () => {
  await start();
  editor.open('shop.journey', `${shop['shop.journey']}signal Unheard { }\n`);
  expect(await titles('shop.journey')).toEqual([
    ...['1: used in 2 places', '2: used in 1 place', '9: used in 1 place', '12: used nowhere'],
  ]);
  expect(await titles('care.journey')).toEqual([]);
  const refreshes = (): number => editor.asked.filter((method) => method === 'workspace/codeLens/refresh').length;
  const before = refreshes();
  editor.open('bought.journey', bought('sent Thanks'));
  await expect.poll(refreshes).toBe(before + 1);
  expect(await titles('care.journey')).toEqual(['0: used in 1 place']);
  for (const { command } of await lensesOf('shop.journey')) {
    if (command?.command === '') continue;
    const [uri, position] = command?.arguments ?? [];
    const context = { includeDeclaration: false };
    const found = await ask<Location[]>('textDocument/references', { textDocument: { uri }, position, context });
    expect(command?.title).toContain(`in ${found.length} place`);
  }
});

test('a test is run on what is in the buffers, and it is said what came of it', async () => {
  await start();
  editor.open('bought.journey', bought('not sent Thanks'));
  expect(await titles('bought.journey')).toEqual(['0: Run test', '5: Run test']);
  const [lens] = await lensesOf('bought.journey');
  const name = 'thanked "at once"';
  expect(lens?.command).toMatchObject({ command: 'journey.runTest', arguments: [editor.uri('bought.journey'), name] });
  expect(await run('bought.journey', name)).toMatchObject({ passed: 0, failed: 1 });
  await expect.poll(() => editor.asked).toContain('window/showDocument bought.journey:3');
  expect(editor.told.join('\n')).toMatch(/^Failed: thanked "at once"\n(?:.*\n)*.*\[Go there\]$/m);
  expect(editor.told.join('\n')).toContain('Decisions that led there, by the clock of Europe/London:');
  editor.type('bought.journey', bought('sent Thanks'));
  expect(await run('bought.journey', name)).toMatchObject({ passed: 1, failed: 0, tests: [{ name, ok: true }] });
  expect(editor.told.at(-1)).toBe(`Passed: ${name}`);
});

test('why no test can run is said, too', async () => {
  await start();
  editor.open('bought.journey', bought('sent Thank'));
  expect(await run('bought.journey', 'asked')).toBeNull();
  expect(editor.told.at(-1)).toMatch(/^No test can run while there are errors in the files\. bought\.journey:4 /);
  editor.type('bought.journey', bought('sent Thanks'));
  expect(await run('bought.journey', 'gone')).toBeNull();
  expect(editor.told.at(-1)).toBe('There is no test "gone" in bought.journey.');
  expect(await run('nowhere.txt', 'asked')).toBeNull();
  expect(editor.asked).not.toContain('window/showMessageRequest');
});

test('an editor is shown only what it can carry out', async () => {
  await start({ commands: [] });
  expect(await titles('shop.journey')).toEqual([]);
  await editor.stop();
  await start({ capabilities: plain });
  expect(editor.server.capabilities).not.toHaveProperty('codeLensProvider');
  await editor.stop();
  await start({ capabilities: { textDocument: { codeLens: {} } } });
  editor.open('bought.journey', bought('not sent Thanks'));
  expect(await run('bought.journey', 'thanked "at once"')).toMatchObject({ failed: 1 });
  expect(editor.told.at(-1)).toMatch(/^Failed: thanked "at once"\n/);
  expect(editor.asked).not.toContain('window/showMessageRequest');
});
