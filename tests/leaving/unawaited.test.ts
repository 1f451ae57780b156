/** Calls that were given up after their journeys went on: whoever lets all leave again at night does not do twice what was done otherwise meanwhile. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { Operated } from '../../runtime/engine/operation.ts';
import { readActs } from '../../runtime/store/acts.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({
  'refunds.journey': `
signal Returned { order: text }
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
message Sorry(r: Returned) for Service { on push { body "sorry for {r.order}" } }
action Refund(order: text) -> { done: boolean } { via http bank, timeout 1 second, retry 1 times over 1 second }
journey Refunding { start on Returned as r every time
  call Refund(r.order) as refund {
    on failed {
      send Sorry(r) on push
      finish as by_hand
    }
  }
  finish
}
`,
});

let peer: Peer;
let office: Office;

beforeEach(async () => {
  peer = await openPeer(answer(422));
  const reach = { url: peer.url, allow_private: true };
  office = await openOffice({ graph, connectors: { 'http bank': reach, 'http push': reach } });
  await office.signal('Returned', 'ada', { order: 'o1' });
});
afterEach(async () => {
  await office.close();
  await peer.close();
});
afterAll(removeFolders);

const statuses = (): string[] => office.outbox().map(({ kind, status }) => `${kind} ${status}`);

const retry = (unawaited?: true): Promise<Operated> =>
  office.live.ask((engine, now) =>
    engine.operate({ act: 'retry', id: null, ...(unawaited === undefined ? {} : { unawaited }), by: 'mia' }, now),
  );

it('they stay, and it is said how many, while messages leave; where they are asked for they leave, too', async () => {
  await until(() => statuses().sort()).toEqual(['call dead', 'message dead']);
  peer.behave(answer(200, '{"done": true}'));
  expect(await retry()).toMatchObject({ ok: true, count: 1, unawaited: 1 });
  await until(() => statuses().sort()).toEqual(['call dead', 'message sent']);

  expect(await retry()).toEqual({
    ok: false,
    reason: expect.stringContaining('1 call that no journey awaits any more'),
  });
  const done = await retry(true);
  expect(done).toMatchObject({ ok: true, count: 1 });
  expect(done).not.toHaveProperty('unawaited');
  await until(() => statuses().sort()).toEqual(['call sent', 'message sent']);
  expect(readActs(office.database, { act: 'retry', limit: 5 })).toHaveLength(2);
});
