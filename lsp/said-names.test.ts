/** Names that no declaration of their own declares: kinds of journeys, variants of experiments, customers of tests. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Hover, Location, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeEach(async () => {
  editor = await startEditor({ files: { ...shop, 'offers.journey': offers }, capabilities: rich });
});
afterEach(() => editor.stop());

const offers = `journey Offers {
  kind promotion
  start on OrderReturned as back once
  experiment Tone { holdout 20%, variant warm 40% { wait 1 day } variant plain 40% { wait 2 days } }
}
`;
const text = `journey More {
  kind promotion
  start on OrderPlaced as order once
  experiment Tone { variant warm 50% { wait 1 day } variant plain 50% { wait 2 days } }
}
journey Quiet { kind service, start on OrderPlaced as order once, wait 1 day }
policy OneVoice { at most 1 journey of kind promotion at a time }
test "given" {
  given customer ada { }
  given variant warm of Tone for ada
  given customer bob { }
  OrderPlaced from ada { order: "o", total: 5 GBP, tier: gold }
  expect started More for ada
  expect not started More for bob
}
test "not given" {
  OrderPlaced from ada { order: "o", total: 5 GBP, tier: gold }
  given variant holdout of Tone for ada
  expect started More for ada
}
`;

const ask = <R>(method: string, marked: string, more: object = {}): Promise<R> =>
  editor.connection.sendRequest<R>(`textDocument/${method}`, {
    ...editor.open('more.journey', text.replace(marked.replace('|', ''), marked)),
    ...more,
  });
const lines = (found: readonly Location[]): string[] =>
  found.map(({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line}`);

test.each([
  ['of kind promo|tion', 'offer', ['more.journey:1', 'offers.journey:1'], ['more.journey:6'], 'service'],
  ['variant wa|rm of', 'kind', ['more.journey:3', 'offers.journey:3'], ['more.journey:9'], 'plain'],
  ['for a|da', 'eve', ['more.journey:8'], ['more.journey:9', 'more.journey:11', 'more.journey:12'], 'bob'],
])('%s is found, and renamed to %s', async (marked, newName, declared, used, taken) => {
  expect(lines(await ask<Location[]>('definition', marked))).toEqual(declared);
  const context = { includeDeclaration: false };
  expect(lines(await ask<Location[]>('references', marked, { context }))).toEqual(used);
  const { changes = {} } = await ask<WorkspaceEdit>('rename', marked, { newName });
  expect(Object.values(changes).flat()).toHaveLength(declared.length + used.length);
  await expect(ask('rename', marked, { newName: taken })).rejects.toThrow(
    /stands for something else here already|is there twice/,
  );
});

test('a customer whom nobody gave is declared where the test first speaks of them', async () => {
  const marked = 'of Tone for a|da\n  expect';
  expect(lines(await ask<Location[]>('definition', marked))).toEqual(['more.journey:16']);
  expect(lines(await ask<Location[]>('references', marked, { context: { includeDeclaration: true } }))).toEqual([
    ...['more.journey:16', 'more.journey:17', 'more.journey:18'],
  ]);
});

test('what they are is said; `holdout` is a word of the language', async () => {
  const said = async (marked: string): Promise<unknown> => (await ask<Hover>('hover', marked)).contents;
  expect(await said('kind pro|motion')).toMatchObject({ value: expect.stringContaining('A kind of journeys') });
  expect(await said('variant wa|rm of')).toMatchObject({ value: expect.stringContaining('A variant of Tone.') });
  expect(await said('for a|da')).toMatchObject({ value: expect.stringContaining('A customer of this test.') });
  expect(await ask('prepareRename', 'variant hold|out')).toBeNull();
});
