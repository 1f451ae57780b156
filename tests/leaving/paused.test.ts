/** What waits because its journey is paused takes nothing from the others: no place in the rate of a channel. */
import { afterAll, afterEach, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const graphOf = (rate: string) =>
  compileTexts({
    'notes.journey': `
signal Noted {}
signal Billed {}
purpose Service { consent assumed }
channel push { to profile.user_id, via http push${rate} }
message Note for Service { on push { body "a note" } }
message Bill for Service { on push { body "a bill" } }
journey Noting {
  start on Noted every time
  send Note on push
}
journey Billing {
  start on Billed every time
  send Bill on push
}
`,
  }).graph;

const graph = graphOf(', at most 2 per 1 hour');
const resting = graphOf('');

let peer: Peer | undefined;
let office: Office | undefined;
afterEach(async () => {
  await office?.close();
  await peer?.close();
});
afterAll(removeFolders);

it('others leave by the same channel, though many of a paused journey are looked at before', async () => {
  peer = await openPeer(answer(503, '', { 'retry-after': '1' }));
  const open = await openOffice({
    graph,
    connectors: { 'http push': { url: peer.url, allow_private: true, concurrency: 1 } },
  });
  office = open;
  for (const customer of ['ada', 'bob', 'cem', 'dan']) await open.signal('Noted', customer);
  await until(() => peer?.calls.length).toBe(1);
  await open.live.ask((engine, now) => engine.operate({ act: 'pause', journey: 'Noting', by: 'mia' }, now));
  const of = (message: string) => open.outbox().filter((row) => row.message === message);
  await until(() => of('Note').filter(({ error }) => error === 'journey Noting is paused').length).toBeGreaterThan(2);
  peer.behave(answer(200));
  await open.signal('Billed', 'eve');
  await until(() => of('Bill').map(({ status }) => status)).toEqual(['sent']);
});

it('it keeps what came of its last try, and goes at once when its journey goes on', async () => {
  peer = await openPeer(answer(500));
  const connectors = { 'http push': { url: peer.url, allow_private: true, retry: { times: 9, over: '20 seconds' } } };
  const open = await openOffice({ graph: resting, connectors });
  office = open;
  const operate = (act: 'pause' | 'resume') =>
    open.live.ask((engine, now) => engine.operate({ act, journey: 'Noting', by: 'mia' }, now));
  await open.signal('Noted', 'ada');
  await until(() => open.outbox()[0]?.error).toContain('500');
  const tried = open.outbox()[0]?.error;
  await operate('pause');
  await until(() => open.outbox()[0]?.error).toBe(`journey Noting is paused; the last try: ${tried}`);
  peer.behave(answer(200));
  await operate('resume');
  await until(() => open.outbox()[0]?.status).toBe('sent');
});

it('what is only looked at says nothing of a connector that rests: neither that it works nor that it fails', async () => {
  peer = await openPeer(answer(500));
  const { url } = peer;
  const connectors = {
    'http push': { url, allow_private: true, concurrency: 1, retry: { times: 20, over: '20 seconds' } },
  };
  const open = await openOffice({ graph: resting, connectors });
  office = open;
  for (let n = 0; n < 8; n++) await open.signal('Billed', `bill-${n}`);
  for (let n = 0; n < 8; n++) await open.signal('Noted', `note-${n}`);
  await open.live.ask((engine, now) => engine.operate({ act: 'pause', journey: 'Noting', by: 'mia' }, now));
  const rests = 'connector http push fails too often: it rests, and is probed now and then';
  await until(() => open.told).toContain(rests);
  const of = (message: string) => open.outbox().filter((row) => row.message === message);
  await until(() => of('Note').filter(({ error }) => error === 'journey Noting is paused').length).toBe(8);
  expect(open.told.filter((line) => line.includes('works again'))).toEqual([]);
  peer.behave(answer(200));
  await until(() => of('Bill').filter(({ status }) => status === 'sent').length).toBe(8);
  expect(open.told.filter((line) => line.includes('works again'))).toHaveLength(1);
}, 30_000);
