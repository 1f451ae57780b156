/** Which journeys start which, as an editor shows it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
} from 'vscode-languageserver-protocol/node';
import { type At, rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

const asking = `use shop
journey Asking(order: id) {
  wait 2 days
  emit Asked { order: order }
}
`;
const buying = `use shop
journey Buying {
  for Service
  start on OrderPlaced as order every time
  choose order.tier {
    gold { run Asking(order.order) }
    standard {
      emit Asked { order: order.order }
      start Asking(order.order)
    }
  }
}
`;
const answering = `use shop
journey Answering {
  start on OrderPlaced as order then Asked as asked within 2 days where asked.order == order.order every time
  wait 1 day
}
`;
const files = {
  'journey.json': shop['journey.json'] ?? '',
  'shop/shop.journey': `${shop['shop.journey']}signal Asked { order: id }\n`,
  'care/buying.journey': buying,
  'care/answering.journey': answering,
  'care/asking.journey': asking,
};

let editor: TestEditor;
beforeEach(async () => {
  editor = await startEditor({ files, capabilities: rich });
});
afterEach(() => editor.stop());

const prepared = (at: At) =>
  editor.connection.sendRequest<CallHierarchyItem[] | null>('textDocument/prepareCallHierarchy', at);
const said = (name: string, ranges: readonly { readonly start: { readonly line: number } }[]): string =>
  `${name} ${ranges.map(({ start }) => start.line).join()}`;
const incoming = async (item: CallHierarchyItem | undefined) =>
  (await editor.connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item })).map(
    ({ from, fromRanges }) => said(from.name, fromRanges),
  );
const outgoing = async (item: CallHierarchyItem | undefined) =>
  (await editor.connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item })).map(
    ({ to, fromRanges }) => said(to.name, fromRanges),
  );

test('a journey starts those that it runs, and those that start on what it gives out', async () => {
  expect(editor.server.capabilities).toMatchObject({ callHierarchyProvider: true });
  const [item] =
    (await prepared(editor.open('care/buying.journey', buying.replace('run Asking', 'run As|king')))) ?? [];
  expect(item).toMatchObject({ name: 'Asking', detail: 'care', uri: editor.uri('care/asking.journey') });
  expect(await incoming(item)).toEqual(['Buying 5,8']);
  expect(await outgoing(item)).toEqual(['Answering 3']);
});

test('anywhere in a journey it is asked of that one, and its lines may have moved since', async () => {
  const [item] = (await prepared(editor.open('care/answering.journey', answering.replace('wait 1', 'wait |1')))) ?? [];
  editor.type('care/answering.journey', `// before it\n${answering}`);
  expect(await incoming(item)).toEqual(['Asking 3', 'Buying 7']);
  expect(await outgoing(item)).toEqual([]);
});

test('outside of journeys there is nothing to ask', async () => {
  expect(await prepared(editor.open('care/buying.journey', buying.replace('use', 'u|se')))).toBeNull();
});
