/** A disk that is full while messages leave: nothing leaves under two keys, nothing is lost, and what a try came to is written in the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { NOTING, openOffice, removeFolders } from './office.ts';
import { answer, openPeer } from './peer.ts';

afterAll(removeFolders);

const { graph } = compileTexts({ 'office.journey': NOTING });

it('everything that was accepted leaves once, under one key', async () => {
  const peer = await openPeer((call, response, nth) => {
    setTimeout(() => answer(200)(call, response, nth), 60);
  });
  const { database, take, outbox, close } = await openOffice({
    graph,
    connectors: { 'http push': { url: peer.url, allow_private: true, concurrency: 8 } },
  });
  const accepted = new Set<string>();
  const refused = new Set<string>();
  const post = async (subject: string): Promise<void> => {
    try {
      await take({ id: subject, type: 'Noted', subject, data: { about: 'x'.repeat(3000) } });
      accepted.add(subject);
      refused.delete(subject);
    } catch {
      refused.add(subject);
    }
  };
  for (let n = 0; n < 20; n++) await post(`c${n}`);
  database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 1}`);
  // Tries end while there is no room, together with signals that cannot be written.
  for (let n = 20; n < 120; n++) {
    void post(`c${n}`);
    await sleep(10);
  }
  expect(refused.size).toBeGreaterThan(10);
  database.pragma('max_page_count = 1000000');
  await expect
    .poll(async () => Promise.all([...refused].map(post)).then(() => refused.size), { timeout: 10_000, interval: 200 })
    .toBe(0);
  expect(accepted.size).toBe(120);
  const left = () => outbox().filter(({ status }) => status !== 'sent').length;
  await expect.poll(left, { timeout: 20_000, interval: 100 }).toBe(0);
  const keys = new Map<string, Set<string>>();
  for (const { key, body } of peer.calls) {
    const to = String(body.data.to);
    keys.set(to, (keys.get(to) ?? new Set()).add(key));
  }
  expect([...keys.keys()].sort()).toEqual([...accepted].sort());
  expect([...keys].filter(([, each]) => each.size !== 1)).toEqual([]);
  expect([...peer.counts()].filter(([, count]) => count > 1)).toEqual([]);
  await close();
  await peer.close();
}, 60_000);
