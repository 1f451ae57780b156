/** What the other side says: when it wants to be asked again, and where its words may stand. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { MessageWork } from '../../runtime/channels/connector.ts';
import { makeConnectors } from '../../runtime/channels/connectors.ts';
import { judge } from '../../runtime/channels/http.ts';
import { createSecrets } from '../../runtime/channels/secrets.ts';
import { settingsOf } from '../../runtime/channels/settings.ts';
import { openView } from '../../runtime/engine/view.ts';
import { exportOf } from '../../runtime/insight/export.ts';
import { why } from '../../runtime/insight/history.ts';
import { leftAlone } from '../../runtime/store/asked.ts';
import { readRejects } from '../../runtime/store/rejects.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({
  'office.journey': `
signal Noted { about: text }
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
message Note(n: Noted) for Service { on push { body "hello {n.about}" } }
journey Noting { start on Noted as n every time
  send Note(n) on push, else finish as unreachable {
    on failed { finish as lost }
    after 10 days { finish as silent }
  }
}
`,
});

let push: Peer;
let office: Office;

beforeEach(async () => {
  push = await openPeer();
  const connectors = {
    'http push': { url: push.url, allow_private: true, timeout: '300 ms', retry: { times: 1, over: '300 ms' } },
  };
  office = await openOffice({ graph, connectors });
});
afterEach(async () => {
  await office.close();
  await push.close();
});
afterAll(removeFolders);

const HOUR = 3_600_000;
const WORK: MessageWork = {
  kind: 'message',
  key: 'm-1-0.abc',
  id: 'm-1-0',
  target: null,
  time: 0,
  journey: null,
  instance: null,
  name: 'Note',
  channel: 'push',
  to: 'ada',
  content: {},
};

it.each([
  ['30', 30_000],
  ['7200', 2 * HOUR],
  ['Wed, 04 Mar 2026 15:00:00 GMT', 3 * HOUR],
  ['2026-03-04T15:00:00Z', 3 * HOUR],
  ['Wed, 04 Mar 2026 09:00:00 GMT', 0],
  ['99999999999', 24 * HOUR],
  ['1.5', 5_000],
  ['-1', 5_000],
  ['soon', 5_000],
  ['in 2 hours', 5_000],
  ['', 5_000],
])('429 with Retry-After: %s', (header, afterMs) => {
  const answered = { status: 429, headers: { 'retry-after': header }, body: '' };
  expect(judge(WORK, answered, Date.UTC(2026, 2, 4, 12))).toMatchObject({ kind: 'failed', afterMs });
});

it('what is too large for now, and says until when, is not refused for good', () => {
  const answered = { status: 413, headers: { 'retry-after': '30' }, body: '' };
  expect(judge(WORK, answered, 0)).toMatchObject({ kind: 'failed', afterMs: 30_000 });
  expect(judge(WORK, { ...answered, headers: {} }, 0)).toMatchObject({ kind: 'refused' });
});

function make(name: string, given: object, KEY = 'tok-very-secret\n') {
  const secrets = createSecrets({ KEY });
  const options = { root: '.', secrets, now: Date.now, print: () => undefined };
  return makeConnectors(new Map([[name, settingsOf(name, given)]]), options);
}

it.each([
  ['http push', { url: 'https://push.example.org/', bearer: { env: 'KEY' } }, 'authorization'],
  ['http push', { url: 'https://push.example.org/', headers: { 'X-Api-Key': { env: 'KEY' } } }, 'x-api-key'],
  ['ai letters', { url: 'https://ai.example.org/', model: 'm', prompt: 'p', key: { env: 'KEY' } }, 'authorization'],
])(
  '%s is not made with a variable that no header can hold, such as one with a line break',
  async (name, given, header) => {
    await expect(make(name, given)).rejects.toThrow(
      `The connector \`${name}\` cannot be made: its header \`${header}\` has a character that no header can have, such as a line break.`,
    );
  },
);

it.each(['correct horse', 'whsec_a', '!!!!'])('%s is no secret that could sign', async (secret) => {
  const given = { url: 'https://push.example.org/', signing: { env: 'KEY' } };
  await expect(make('http push', given, secret)).rejects.toThrow(
    'The connector `http push` cannot be made: its secret for `signing` is not of Standard Webhooks: `whsec_` and base64.',
  );
  const made = await make('http push', given, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n');
  await made.get('http push')?.connector.close();
});

it.each([
  ['http push', { url: 'http://127.0.0.1:9/', allow_private: ['desk.internal'] }, '127.0.0.1'],
  ['http push', { url: 'https://10.2.3.4/hooks' }, '10.2.3.4'],
  ['http push', { url: 'http://[::1]:9/', allow_private: false }, '::1'],
  ['http push', { url: 'http://0x7f000001/' }, '127.0.0.1'],
  ['http push', { url: 'http://LocalHost:9/' }, 'localhost'],
  ['ai letters', { url: 'http://model.localhost:9', model: 'm', prompt: 'p' }, 'model.localhost'],
])('%s that is to go to %j is not made: no try could reach it', async (name, given, host) => {
  await expect(make(name, given)).rejects.toThrow(
    `The connector \`${name}\` cannot be made: ${host} is inside a private network; a service of your own needs "allow_private": ["${host}"] beside its "url".`,
  );
  await (await make(name, { ...given, allow_private: [host] })).get(name)?.connector.close();
});

it('a name is judged when it is looked up, not before', async () => {
  const made = await make('http push', { url: 'https://desk.internal/' });
  await made.get('http push')?.connector.close();
});

it.each([0, 1, 2])(
  'a secret is hidden also where it stands in the middle of what was encoded: %i bytes past a whole group',
  (past) => {
    const secrets = createSecrets({ KEY: 'correct horse' });
    secrets.get({ env: 'KEY' });
    const login = (secret: string): string =>
      Buffer.from(`\0${'u'.repeat(past + 1)}\0${secret}\0 and more`).toString('base64');
    expect(secrets.clean(`no such command: AUTH PLAIN ${login('correct horse')}`)).toMatch(
      /^no such command: AUTH PLAIN [^(]{2,8}\(secret\)[^(]{10,20}$/,
    );
    // Nothing else is.
    expect(secrets.clean(login('wrong donkeys'))).toBe(login('wrong donkeys'));
  },
);

const SECRET = 'a/b"c\\d&<é~?~>\n';
const told = (text: string): string => JSON.stringify(text).slice(1, -1);
it.each([
  ['as it is', SECRET],
  ['without the line break that ends the variable', SECRET.trim()],
  ['in JSON', told(SECRET)],
  ['in JSON, trimmed', told(SECRET.trim())],
  ['in JSON by PHP', told(SECRET.trim()).replaceAll('/', '\\/')],
  ['in JSON by Python', told(SECRET.trim()).replace('é', '\\u00e9')],
  ['in a URL, with small letters', encodeURIComponent(SECRET.trim()).replaceAll(/%../g, (code) => code.toLowerCase())],
  ['in HTML', SECRET.trim().replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')],
  ['in base64 of a URL', Buffer.from(SECRET.trim()).toString('base64url')],
  ['where another secret begins like it', 'another one'],
])('a secret is hidden %s', (_, written) => {
  const secrets = createSecrets({ SHORT: 'another', LONG: 'another one', KEY: SECRET });
  for (const env of ['SHORT', 'LONG', 'KEY']) secrets.get({ env });
  expect(secrets.clean(`the key ${written} is wrong`)).toBe('the key (secret) is wrong');
});

it('what it wrote stands in the outbox, and not in the log of the daemon', async () => {
  push.behave(answer(500, 'Ada Lovelace of 12 Tea Street cannot be reached'));
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(() => office.outbox()[0]?.status).toBe('dead');
  const [row] = office.outbox();
  expect(row?.error).toBe('HTTP 500: Ada Lovelace of 12 Tea Street cannot be reached');
  expect(office.told).toEqual([
    `connector http push did not take ${row?.id}, which is tried again: HTTP 500 (more: journey outbox ${row?.id})`,
  ]);
});

it.each([400, 500])(
  'of somebody who was forgotten during a try nothing is told, and no report is rejected: HTTP %i',
  async (status) => {
    let settle: (() => void) | undefined;
    push.behave((call, response, nth) => {
      settle = () => answer(status)(call, response, nth);
    });
    await office.signal('Noted', 'ada', { about: 'tea' });
    await until(() => settle).toBeDefined();
    await office.live.ask((engine, now) => engine.operate({ act: 'forget', customer: 1, by: 'mia' }, now));
    settle?.();
    await until(() => office.worker.states()[0]?.underWay).toBe(0);
    expect(office.told).toEqual([]);
    expect(readRejects(office.database, 10)).toEqual([]);
  },
);

it('of what is not tried again it says that it is given up', async () => {
  const asking = compileTexts({
    'asking.journey': `
signal Noted { about: text }
action Ask(about: text) -> text { via http push, timeout 1 minute }
journey Asking { start on Noted as n every time
  call Ask(n.about) as answer { on failed { finish as lost } }
  finish as asked
}
`,
  });
  await office.close();
  office = await openOffice({
    graph: asking.graph,
    connectors: { 'http push': { url: push.url, allow_private: true } },
  });
  push.behave(answer(500));
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(() => office.outbox()[0]?.status).toBe('dead');
  expect(office.told).toEqual([
    `connector http push did not take ${office.outbox()[0]?.id}, which is given up: HTTP 500`,
  ]);
});

it('who wants to be left alone is, also by a daemon that starts again; other settings may be somebody else', async () => {
  const file = join(newFolder(), 'alone.db');
  const house = { url: push.url, allow_private: true, retry: { times: 3, over: '1 day' } };
  const open = (settings: object) =>
    openOffice({ graph, file, connectors: { 'http push': { ...house, ...settings } } });
  push.behave(answer(429, '', { 'retry-after': '600' }));
  const before = await open({});
  await before.signal('Noted', 'ada', { about: 'tea' });
  await until(() => before.outbox()[0]?.error).toContain('HTTP 429');
  await before.signal('Noted', 'bob', { about: 'tea' });
  // Who asks why it has not come is told that it has not left.
  const view = openView(before.database);
  const waits = [1, 2].map((number) => why(before.database, view, number).map((each) => each.waits));
  const time = expect.stringMatching(/^\d{4}-.*Z$/);
  expect(waits).toEqual([
    [undefined, { id: 'm-2-0', status: 'pending', nextAt: time, error: expect.stringContaining('HTTP 429') }],
    [undefined, { id: 'm-3-0', status: 'pending', nextAt: time, error: null }],
  ]);
  const known = exportOf(before.database, view, 1);
  expect(known).toMatchObject({ customer: 'ada', number: 1 });
  expect([...known.messages]).toEqual([expect.objectContaining({ channel: 'push', nextAt: time })]);
  await before.close();
  push.behave(answer(200));
  const after = await open({});
  await pause(200);
  expect(push.calls).toHaveLength(1);
  expect(leftAlone(after.database, Date.now())).toEqual([{ connector: 'http push', until: expect.any(Number) }]);
  expect(leftAlone(after.database, Date.now() + HOUR)).toEqual([]);
  await after.close();
  const other = await open({ timeout: '400 ms' });
  await until(() => push.calls.length).toBe(2);
  expect(leftAlone(other.database, Date.now())).toEqual([]);
  await until(() => why(other.database, openView(other.database), 2).at(-1)?.waits).toBe(undefined);
  await other.close();
});

it.each([
  ['answer', () => undefined, 'dead', 'no answer within 300 ms'],
  ['http', answer(500, 'no http for HTTP'), 'dead', 'HTTP 500: no (address) for (address)'],
] as const)(
  'an address that is an ordinary word (%s) is taken out of its words, not of ours',
  async (name, behaviour, status, error) => {
    push.behave(behaviour);
    await office.signal('Noted', name, { about: 'tea' });
    await until(() => office.outbox()[0]?.status).toBe(status);
    expect(office.outbox()[0]?.error).toBe(error);
  },
);

it('what was given up since no answer came, and has arrived as a report tells, is not sent again', async () => {
  push.behave((_call, response) => response.destroy());
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(() => office.outbox()[0]?.status).toBe('dead');
  const { id = '' } = office.outbox()[0] ?? {};
  expect(await office.take({ type: 'message.delivered', data: { message: id } })).toBe('accepted');
  expect(office.outbox()[0]).toMatchObject({ status: 'sent', error: null });
  const retried = await office.live.ask((engine, now) => engine.operate({ act: 'retry', id, by: 'mia' }, now));
  expect(retried).toEqual({ ok: false, reason: `${id} has been sent.` });
});
