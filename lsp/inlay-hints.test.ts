/** What is not written and still holds: `«..»` stands where an editor shows it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InlayHint, Range } from 'vscode-languageserver-protocol/node';
import { rich, startEditor, type TestEditor } from './testing/client.ts';
import { shop } from './testing/shop.ts';

let editor: TestEditor;
beforeEach(async () => {
  editor = await startEditor({ files: shop, capabilities: rich });
});
afterEach(() => editor.stop());

const everything: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function shown(text: string, range: Range = everything): Promise<string> {
  const { textDocument } = editor.open('other.journey', text);
  const hints = await editor.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
  const lines = text.split('\n');
  for (const { position, label } of [...hints].reverse()) {
    const line = lines[position.line] ?? '';
    lines[position.line] = `${line.slice(0, position.character)}«${label}»${line.slice(position.character)}`;
  }
  return lines.join('\n');
}

const waiting = `journey Waiting {
  start every monday at 09:00
  wait until 10:00 on weekdays
  wait until 10:00 in "Europe/Paris"
  wait until time_of(2026-03-02, 12:00), if past go on
  wait until time_of(2026-03-02, 12:00, "Europe/Paris"), if past go on
  wait {
    at 11:00 { finish }
    after 3 days { finish }
  }
}
team night { open 18:00..23:00 on weekdays }
policy Calm { quiet 21:00..08:00 }
`;

test('the zone of the workspace, where nobody has one of their own', async () => {
  expect(editor.server.capabilities).toMatchObject({ inlayHintProvider: true });
  const said = await shown(waiting);
  expect(said).toBe(
    waiting
      .replace('09:00\n', '09:00«in Europe/London»\n')
      .replace('10:00 on', '10:00«in Europe/London» on')
      .replace('12:00)', '12:00«in Europe/London»)')
      .replace('11:00', '11:00«in Europe/London»')
      .replace('23:00', '23:00«in Europe/London»')
      .replace('08:00', '08:00«in Europe/London»'),
  );
});

test('the zone of the customer, but for teams', async () => {
  const said = await shown(`profile { timezone: timezone? }\n${waiting}`);
  expect(said).toContain('monday at 09:00«in profile.timezone»\n');
  expect(said).toContain('21:00..08:00«in profile.timezone»');
  expect(said).toContain('18:00..23:00«in Europe/London»');
});

test('the moments of a countdown, unless it says the zone for all', async () => {
  const countdown = (zone: string) => `journey Counting {
  start on OrderPlaced as order once
  countdown to order.at${zone} { at 1 day after at 10:00 { finish } }
}
`;
  expect(await shown(countdown(''))).toContain('at 10:00«in Europe/London» {');
  expect(await shown(countdown(' in "Europe/Paris"'))).not.toContain('«');
});

test('what a message says, as far as it fits', async () => {
  const said = await shown(`message Long for Service { on email { body """
  A very long letter, in which
  there is much to say.
  """ } }
journey Sending {
  start on OrderPlaced as order once
  send Thanks(order) on email, else go on
  send Long on email, else go on
}
`);
  expect(said).toContain('send Thanks(order)«“Thank you”» on');
  expect(said).toContain('send Long«“A very long letter, in which there is m…”» on');
});

test('are asked for again where another file changed what they tell', async () => {
  const refreshes = () => editor.asked.filter((method) => method === 'workspace/inlayHint/refresh').length;
  const sending = `journey Sending {
  start on OrderPlaced as order once
  send Thanks(order) on email, else go on
}
`;
  expect(await shown(sending)).toContain('«“Thank you”»');
  editor.open('shop.journey', shop['shop.journey'] ?? '');
  editor.type('shop.journey', (shop['shop.journey'] ?? '').replace('Thank you', 'Many thanks'));
  await expect.poll(refreshes).toBe(1);
  expect(await shown(sending)).toContain('«“Many thanks”»');
});

test('only what is on the screen', async () => {
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 80 } };
  expect((await shown(waiting, range)).match(/«/g)).toHaveLength(1);
});
