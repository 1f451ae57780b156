/** A machine whose clock is set back while the daemon runs: the log stands still until it has caught up, and nobody else does. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { leftAlone } from '../../runtime/store/asked.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { NOTING, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const DAYS = 86_400_000;

let push: Peer;
let office: Office;
/** by how much the machine's clock has been set back, in milliseconds */
let back = 0;

beforeEach(async () => {
  push = await openPeer();
  back = 0;
});
afterEach(async () => {
  await office.close();
  await push.close();
});
afterAll(removeFolders);

async function open(channel = '', noting = NOTING): Promise<void> {
  office = await openOffice({
    graph: compileTexts({ 'noting.journey': noting.replace('via http push', `via http push${channel}`) }).graph,
    connectors: { 'http push': { url: push.url, allow_private: true, retry: { times: 3, over: '3 seconds' } } },
    now: () => Date.now() - back,
  });
}

const statuses = (): string[] => office.outbox().map(({ status }) => status);

it('what is decided then leaves, and what is tried again waits for its time', async () => {
  await open();
  back = 3 * DAYS;
  push.behave((call, response, nth) => answer(nth === 1 ? 500 : 200)(call, response, nth));
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(statuses).toEqual(['sent']);
  expect((push.calls[1]?.at ?? 0) - (push.calls[0]?.at ?? 0)).toBeGreaterThan(500);
});

it('the rate of a channel holds from there on', async () => {
  await open(', at most 2 per second');
  await office.signal('Noted', 'ada', { about: 'tea' });
  await office.signal('Noted', 'ada', { about: 'milk' });
  await until(statuses).toEqual(['sent', 'sent']);
  back = 3 * DAYS;
  for (const about of ['one', 'two', 'three']) await office.signal('Noted', 'ben', { about });
  await until(statuses).toEqual(Array.from({ length: 5 }, () => 'sent'));
  const times = push.calls.map(({ at }) => at);
  expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
  expect((times[4] ?? 0) - (times[2] ?? 0)).toBeGreaterThan(900);
});

it('who has asked to be left alone for a second is, and no longer', async () => {
  await open();
  push.behave(answer(429, '', { 'retry-after': '1' }));
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(() => office.worker.states()[0]?.state).toBe('left alone');
  push.behave(answer(200));
  back = 3 * DAYS;
  await office.signal('Noted', 'ben', { about: 'tea' });
  await until(() => office.outbox().find(({ customer }) => customer === 2)?.status).toBe('sent');
  expect((push.calls[1]?.at ?? 0) - (push.calls[0]?.at ?? 0)).toBeGreaterThan(900);
  expect(leftAlone(office.database, Date.now() - back)).toEqual([]);
});

it('what a stop takes back while it waits for its turn does not leave', async () => {
  const stopped = NOTING.replace('every time', 'every time\n  stop on Left').replace(
    'on push\n}',
    'on push\n  wait 9 days\n}',
  );
  await open(', at most 1 per second', `signal Left {}\n${stopped}`);
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(statuses).toEqual(['sent']);
  back = 3 * DAYS;
  await office.signal('Noted', 'ben', { about: 'tea' });
  await office.signal('Left', 'ben');
  await until(statuses).toEqual(['cancelled', 'sent']);
});
