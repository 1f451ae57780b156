/** A mistake of ours, or of the disk, while messages leave: what it does not concern goes on, and all goes on when it is over. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { NOTING, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({ 'office.journey': NOTING });

let push: Peer;
let office: Office;

beforeEach(async () => {
  push = await openPeer();
  const connectors = {
    'http push': { url: push.url, allow_private: true, concurrency: 1, retry: { times: 3, over: '1 second' } },
  };
  office = await openOffice({ graph, connectors });
});
afterEach(async () => {
  await office.close();
  await push.close();
});
afterAll(removeFolders);

const statuses = () => office.outbox().map(({ address, status }) => `${address} ${status}`);

it('one that cannot be made ready is tried again and given up; the others leave', async () => {
  push.behave(answer(429, '', { 'retry-after': '1' }));
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(() => push.calls.length).toBe(1);
  push.behave(answer(200));
  // What no code of ours writes.
  office.database.prepare("UPDATE outbox SET content = '{' WHERE address = 'ada'").run();
  await office.signal('Noted', 'bob', { about: 'tea' });
  await until(() => statuses().sort()).toEqual(['ada dead', 'bob sent']);
  expect(office.outbox().find(({ address }) => address === 'ada')?.error).toMatch(/^it cannot be made ready: .*JSON/);
});

it('an outbox that cannot be read for a while: somebody is told, once, and then all leaves', async () => {
  push.behave(answer(429, '', { 'retry-after': '1' }));
  await office.signal('Noted', 'ada', { about: 'tea' });
  await until(() => push.calls.length).toBe(1);
  push.behave(answer(200));
  await until(() => statuses()).toEqual(['ada pending']);
  office.database.exec('ALTER TABLE outbox RENAME TO gone');
  await until(() => office.told.filter((line) => line.includes('no such table')).length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(office.told.filter((line) => line.includes('no such table')).length).toBe(1);
  office.database.exec('ALTER TABLE gone RENAME TO outbox');
  await until(() => statuses()).toEqual(['ada sent']);
});
