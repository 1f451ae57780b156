/** Editors that pull diagnostics and know snippets, as VS Code does. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  DocumentDiagnosticReport,
  DocumentSymbol,
  Hover,
  Location,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type At, rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeEach(async () => {
  editor = await startEditor({ files: shop, capabilities: rich });
});
afterEach(() => editor.stop());

const journey = (body: string) => `journey Other {\n  for Service\n  start on OrderPlaced as order once\n${body}\n}\n`;
const ask = <R>(method: string, params: object): Promise<R> => editor.connection.sendRequest<R>(method, params);

describe('diagnostics', () => {
  const pull = (at: At, previousResultId?: string) =>
    ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: at.textDocument, previousResultId });

  test('are pulled with what was typed a moment ago, and not sent twice', async () => {
    const at = editor.open('other.journey', journey('  send Thank(order) on email, else finish'));
    const report = await pull(at);
    expect(report).toMatchObject({ kind: 'full', items: [{ code: expect.stringMatching(/^J\d+$/), severity: 1 }] });
    expect(await pull(at, report.resultId)).toEqual({ kind: 'unchanged', resultId: report.resultId });
    editor.type('other.journey', journey('  send Thanks(order) on email, else finish'));
    expect(await pull(at, report.resultId)).toMatchObject({ kind: 'full', items: [] });
    expect(editor.pushes).toEqual([]);
  });

  test('of the whole workspace, also of files that are not open and of journey.json', async () => {
    editor.write('broken.journey', 'journey {');
    editor.write('journey.json', '{ "currency": "GBP", "colour": "red" }');
    const changes = ['broken.journey', 'journey.json'].map((path) => ({ uri: editor.uri(path), type: 1 }));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const { items } = await ask<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    expect(items.map(({ uri }) => uri).sort()).toEqual([editor.uri('broken.journey'), editor.uri('journey.json')]);
    const previousResultIds = items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
    const again = await ask<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    expect(again.items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
  });

  test('are asked for again in files that another one broke, and in no others', async () => {
    const refreshes = () => editor.asked.filter((method) => method === 'workspace/diagnostic/refresh').length;
    const care = editor.open('care.journey', shop['care.journey'] ?? '');
    editor.open('shop.journey', shop['shop.journey'] ?? '');
    expect(await pull(care)).toMatchObject({ items: [] });
    await expect.poll(refreshes).toBe(1);
    editor.type('shop.journey', `${shop['shop.journey']}purpose Another { consent asked }`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(refreshes()).toBe(1);
    editor.type('shop.journey', (shop['shop.journey'] ?? '').replace('message Thanks', 'message Welcome'));
    await expect.poll(refreshes).toBe(2);
  });

  test('come with their remedies', async () => {
    const at = editor.open('other.journey', journey('  send Th|ank(order) on email, else finish'));
    const range = { start: at.position, end: at.position };
    const actions = await ask<CodeAction[]>('textDocument/codeAction', {
      textDocument: at.textDocument,
      range,
      context: { diagnostics: [] },
    });
    expect(actions).toMatchObject([
      {
        title: 'Change to `Thanks`',
        kind: 'quickfix',
        isPreferred: true,
        edit: { changes: { [at.textDocument.uri]: [{ newText: 'Thanks' }] } },
      },
    ]);
  });
});

test('a name of another folder: the remedy writes the `use` line, and the error is gone', async () => {
  editor.write('telco/signals.journey', 'signal CallStarted { queue: text }\n');
  const changes = [{ uri: editor.uri('telco/signals.journey'), type: 1 }];
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  const text = '/// Asked lately?\ncondition Called = any CallStarted in last 3 days\n';
  const at = editor.open('care/called.journey', text.replace('Started', 'Start|ed'));
  const pull = () => ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: at.textDocument });
  const before = await pull();
  const errors = (report: DocumentDiagnosticReport) =>
    report.kind === 'full' ? report.items.filter(({ severity }) => severity === 1) : [];
  expect(errors(before)).toMatchObject([{ code: 'J2003' }]);
  const actions = await ask<CodeAction[]>('textDocument/codeAction', {
    textDocument: at.textDocument,
    range: { start: at.position, end: at.position },
    context: { diagnostics: errors(before) },
  });
  expect(actions.map(({ title }) => title)).toEqual(['Add `use telco`']);
  const edits = actions[0]?.edit?.changes?.[at.textDocument.uri] ?? [];
  editor.type('care/called.journey', TextDocument.applyEdits(TextDocument.create('', '', 1, text), edits));
  expect(errors(await pull())).toEqual([]);
});

test.each([
  ['  choose order.tier {\n    standard { wait 1 day }\n  }\n  wait 1 day', 'Add a case for `gold`'],
  ['  choose order.tier { standard { wait 1 day } }\n  wait 1 day', 'Add a case for `gold`'],
  ['  wait until order.at + 3 days', 'Write `if past go on`'],
  ['  wait for OrderReturned as back up to 3 days', 'Remove `as back`'],
  ['  wait 1 day;', 'Take it out'],
  ['  if order.total > 100 { wait 1 day }', 'Change to `100 GBP`'],
])('what is missing or too much is mended at a click: %j', async (body, title) => {
  const at = editor.open('other.journey', journey(`  send Thanks(order) on email\n${body}`));
  const pull = () => ask<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: at.textDocument });
  const before = await pull();
  const [found] = before.kind === 'full' ? before.items : [];
  const context = { diagnostics: found === undefined ? [] : [found] };
  const actions = await ask<CodeAction[]>('textDocument/codeAction', { ...at, range: found?.range, context });
  const action = actions.find((each) => each.title === title);
  const edits = action?.edit?.changes?.[at.textDocument.uri] ?? [];
  const text = journey(`  send Thanks(order) on email\n${body}`);
  editor.type('other.journey', TextDocument.applyEdits(TextDocument.create('', '', 1, text), edits));
  expect(await pull()).toMatchObject({ kind: 'full', items: [] });
});

describe('completion', () => {
  const complete = async (marked: string, path = 'other.journey') =>
    (await ask<CompletionList>('textDocument/completion', editor.open(path, marked))).items;

  test('offers what was named in other files, with snippets', async () => {
    const items = await complete(journey('  send Th|'));
    expect(items).toMatchObject([
      { label: 'Thanks', insertTextFormat: 2, textEdit: { newText: expect.stringContaining('Thanks(') } },
    ]);
    expect(items[0]?.textEdit).toMatchObject({ range: { start: { line: 3, character: 7 }, end: { character: 9 } } });
  });

  test('writes the use line for names of other folders', async () => {
    const [first] = await complete('condition Bought = any OrderPl|', 'care/asked.journey');
    expect(first?.label).toBe('OrderPlaced');
    editor.write('telco/signals.journey', 'signal CallStarted { queue: text }');
    const changes = [{ uri: editor.uri('telco/signals.journey'), type: 1 }];
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const [far] = await complete('condition Called = any Call|', 'care/called.journey');
    expect(far).toMatchObject({ label: 'CallStarted', additionalTextEdits: [{ newText: 'use telco\n' }] });
  });

  test('says what is wanted in brackets', async () => {
    const at = editor.open('other.journey', journey('  send Thanks(|) on email, else finish'));
    expect(await ask<SignatureHelp>('textDocument/signatureHelp', at)).toMatchObject({
      signatures: [{ label: 'Thanks(order: OrderPlaced)', parameters: [{ label: 'order: OrderPlaced' }] }],
      activeParameter: 0,
    });
  });

  test('keeps quiet after a blank where no name is asked for', async () => {
    const at = editor.open('other.journey', journey('  wait 3 days |'));
    const context = { triggerKind: 2, triggerCharacter: ' ' };
    expect((await ask<CompletionList>('textDocument/completion', { ...at, context })).items).toEqual([]);
  });
});

describe('places', () => {
  test('a definition in another file', async () => {
    const at = editor.open('other.journey', journey('  send Tha|nks(order) on email, else finish'));
    expect(await ask<Location[]>('textDocument/definition', at)).toMatchObject([
      { uri: editor.uri('shop.journey'), range: { start: { line: 9, character: 8 } } },
    ]);
    const hover = await ask<Hover>('textDocument/hover', at);
    expect(hover.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('message Thanks') });
  });

  test('references in files that are closed, with and without the declaration', async () => {
    const at = editor.open('shop.journey', (shop['shop.journey'] ?? '').replace('signal OrderR', 'signal Order|R'));
    const find = (includeDeclaration: boolean) =>
      ask<Location[]>('textDocument/references', { ...at, context: { includeDeclaration } });
    expect(await find(true)).toHaveLength(2);
    expect(await find(false)).toMatchObject([{ uri: editor.uri('care.journey'), range: { start: { line: 6 } } }]);
  });

  test('renaming a signal everywhere; words of the language stay', async () => {
    const text = shop['care.journey'] ?? '';
    const at = editor.open('care.journey', text.replace('on OrderPl', 'on OrderPl|'));
    expect(await ask('textDocument/prepareRename', at)).toMatchObject({ placeholder: 'OrderPlaced' });
    const { changes } = await ask<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'Bought' });
    expect(Object.entries(changes ?? {}).map(([uri, edits]) => [uri, edits.length])).toEqual([
      [editor.uri('care.journey'), 1],
      [editor.uri('shop.journey'), 2],
    ]);
    await expect(ask('textDocument/rename', { ...at, newName: 'not a name' })).rejects.toThrow('is not a name');
    await expect(ask('textDocument/rename', { ...at, newName: '9x' })).rejects.toThrow('begins with a letter');
    await expect(ask('textDocument/rename', { ...at, newName: 'Käufe' })).rejects.toThrow('from a to z');
    expect(await ask('textDocument/prepareRename', { ...at, position: { line: 4, character: 3 } })).toBeNull();
  });

  test('a name is found and renamed in the templates of messages, too', async () => {
    const content = 'mails/refund.liquid';
    const text = `signal Refunded { amount: money, lines: list of text }
message Refund(paid: Refunded) for Service { on email { body file "refund.liquid" } }
message Again(back: Refunded) for Service { on email { body file "again.liquid" } }
message Twice(back: Refunded) for Service { on email { body file "again.liquid" } }
`;
    for (const [path, said] of [
      [content, '{% for line in paid.lines %}{{ line | upcase }}{% endfor %}\n{{ paid.amount | abs }}'],
      ['mails/again.liquid', 'Hello.\n{{ back.amount | round }}'],
    ] as const) {
      editor.write(path, said);
      await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: editor.uri(path), type: 1 }],
      });
    }
    const renamed = async (caret: string, newName: string): Promise<[string, string[]][]> => {
      const at = editor.open('mails/refund.journey', text.replace(caret.replace('|', ''), caret));
      const { changes } = await ask<WorkspaceEdit>('textDocument/rename', { ...at, newName });
      return Object.entries(changes ?? {}).map(([uri, edits]) => [
        uri.slice(uri.lastIndexOf('/') + 1),
        edits.map(({ range }) => `${range.start.line}:${range.start.character}`),
      ]);
    };
    expect(await renamed('pa|id: Ref', 'refund')).toEqual([
      ['refund.journey', ['1:15']],
      ['refund.liquid', ['0:15', '1:3']],
    ]);
    expect(await renamed('lin|es', 'rows')).toEqual([
      ['refund.journey', ['0:33']],
      ['refund.liquid', ['0:20']],
    ]);
    expect(await renamed('amou|nt', 'total')).toEqual([
      ['refund.journey', ['0:18']],
      ['refund.liquid', ['1:8']],
      ['again.liquid', ['1:8']],
    ]);
    const named = editor.open('mails/refund.journey', text.replace('refund.li', 'refund|.li'));
    expect(await ask('textDocument/definition', named)).toMatchObject([{ uri: editor.uri(content) }]);
    expect(await ask('textDocument/prepareRename', named)).toBeNull();
    await expect(renamed('ba|ck: Ref', 'refund')).rejects.toThrow(
      '`mails/again.liquid` is the text of several messages: in another of them `back` is a name of its own.',
    );
  });

  test('a team is renamed where it owns a journey, too', async () => {
    const at = editor.open('care.journey', (shop['care.journey'] ?? '').replace('owner desk', 'owner de|sk'));
    const { changes } = await ask<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'front_desk' });
    expect(Object.keys(changes ?? {})).toEqual([editor.uri('care.journey'), editor.uri('shop.journey')]);
  });

  test.each([
    ['care.journey', 'start on OrderPl|aced', 'OrderReturned', 'There are two signals called `OrderReturned`.'],
    ['care.journey', 'start on OrderPl|aced', 'Tier', 'There are two signals called `Tier`.'],
    ['care.journey', 'as unreach|able', 'done', '`done` stands for something else here already.'],
    ['shop.journey', 'total|: money', 'order', 'The field `order` is there twice.'],
    ['shop.journey', 'stand|ard', 'gold', 'The value `gold` is there twice.'],
    ['other.journey', 'tier: go|ld', 'true', '`true` stands for something else here already.'],
    ['other.journey', 'as fir|st', 'second', 'The name `second` is there twice.'],
  ])('in %s, %s is not renamed to %s, which is there already', async (path, caret, newName, why) => {
    const other = journey(
      '  wait for OrderReturned as first\n  wait for OrderReturned as second where it.order == first.order',
    );
    const story = 'test "gold" { OrderPlaced { order: "o", total: 5 GBP, tier: gold } }\n';
    const text = shop[path] ?? other + story;
    const at = editor.open(path, text.replace(caret.replace('|', ''), caret));
    await expect(ask('textDocument/rename', { ...at, newName })).rejects.toThrow(why);
    const { changes } = await ask<WorkspaceEdit>('textDocument/rename', { ...at, newName: 'quite_new' });
    expect(changes).toHaveProperty([editor.uri(path)]);
  });

  test('outlines and a search through the workspace', async () => {
    const at = editor.open('shop.journey', shop['shop.journey'] ?? '');
    const symbols = await ask<DocumentSymbol[]>('textDocument/documentSymbol', at);
    expect(symbols[0]).toMatchObject({ name: 'OrderPlaced', children: [{ name: 'order' }, { name: 'total' }, {}] });
    const found = await ask<SymbolInformation[]>('workspace/symbol', { query: 'cre' });
    expect(found).toMatchObject([{ name: 'Care', location: { uri: editor.uri('care.journey') } }]);
  });
});

test.each(['\n', '\r\n'])('formatting moves only what is out of place, and no line end (%j)', async (lineEnd) => {
  const at = editor.open(
    'other.journey',
    `purpose  Marketing   { consent asked }${lineEnd}purpose Other { }${lineEnd}`,
  );
  const options = { tabSize: 2, insertSpaces: true };
  const edits = await ask<TextEdit[]>('textDocument/formatting', { textDocument: at.textDocument, options });
  expect(edits).toEqual([
    { range: { start: { line: 0, character: 7 }, end: { line: 0, character: 9 } }, newText: ' ' },
    { range: { start: { line: 0, character: 18 }, end: { line: 0, character: 21 } }, newText: ' ' },
  ]);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 12 } };
  expect(
    await ask<TextEdit[]>('textDocument/rangeFormatting', { textDocument: at.textDocument, range, options }),
  ).toHaveLength(1);
});
