/** What a stop or a goal takes back: messages that have been decided and have not left. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { journeyJson } from '../command.ts';
import { compileTexts } from '../compile.ts';
import { accept, openEngine } from '../engine.ts';
import { until } from '../until.ts';
import { newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({
  'bills.journey': `
signal Billed {}
signal Told {}
signal Paid {}
signal Left {}
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
message Remind for Service { on push { body "please pay" } }
policy Once for Service { at most 1 per 10 days }
journey Dunning {
  goal Paid within 30 days
  stop on Left as left
  start on Billed every time
  send Remind on push
  wait 10 days
}
journey Telling {
  start on Told every time
  send Remind on push
}
`,
});

let peer: Peer;
let office: Office;
let file = '';

beforeEach(async () => {
  peer = await openPeer(answer(500));
  file = join(newFolder(), 'office.db');
  office = await openOffice({ graph, file, connectors: { 'http push': { url: peer.url, allow_private: true } } });
});
afterEach(async () => {
  await office.close();
  await peer.close();
});
afterAll(removeFolders);

const message = () => {
  const [newest] = office.outbox();
  return [newest?.status, newest?.error];
};
const TAKEN_BACK = ['cancelled', 'its journey was stopped, or reached its goal, before it left'];

it.each(['Paid', 'Left'])(
  '%s: the message does not leave any more, and its place in the caps is free',
  async (signal) => {
    await office.signal('Billed', 'ada');
    await until(() => message()).toEqual(['pending', expect.stringContaining('HTTP 500')]);
    await office.signal(signal, 'ada');
    await until(message).toEqual(TAKEN_BACK);
    // Its instance has ended; why the message never left is told under its name all the same.
    const why = (await journeyJson<{ decisions: object[] }>('why', 'ada', 'Remind', '--db', file)).decisions;
    expect(why.at(-1)).toMatchObject({ kind: 'delivery', journey: 'Dunning', outcome: `failed: ${TAKEN_BACK[1]}` });
    peer.behave(answer(200));
    await office.signal('Told', 'ada');
    await until(message).toEqual(['sent', null]);
    // The one that failed, and the one after it.
    expect(peer.calls.length).toBe(2);
  },
);

it('also where it is decided and taken back at once, and where a try is under way', async () => {
  let end: () => void = () => undefined;
  peer.behave((_call, response) => {
    end = () => response.writeHead(500).end();
  });
  await office.signal('Billed', 'ada');
  await until(() => peer.calls.length).toBe(1);
  await office.signal('Paid', 'ada');
  expect(message()[0]).toBe('sending');
  end();
  await until(message).toEqual(TAKEN_BACK);
  expect(peer.calls.length).toBe(1);
}, 30_000);

it('also where the daemon is down, and a file of signals brings the stop', async () => {
  await office.signal('Billed', 'ada');
  await until(() => message()).toEqual(['pending', expect.stringContaining('HTTP 500')]);
  await office.close();
  const { engine, release } = openEngine(graph, file);
  const left = { id: 'left', type: 'Left', subject: 'ada', time: new Date().toISOString(), data: {} };
  expect(accept(engine, left).status).toBe('accepted');
  engine.close();
  release();
  peer.behave(answer(200));
  office = await openOffice({ graph, file, connectors: { 'http push': { url: peer.url, allow_private: true } } });
  await until(message).toEqual(TAKEN_BACK);
  expect(peer.calls.length).toBe(1);
});

it('a journey that has come to its end takes nothing back', async () => {
  await office.signal('Told', 'ada');
  await until(() => message()).toEqual(['pending', expect.stringContaining('HTTP 500')]);
  await office.signal('Paid', 'ada');
  peer.behave(answer(200));
  await until(message).toEqual(['sent', null]);
}, 30_000);
