/** Messages to another customer and to a team leave by the real clock, and what becomes of them comes back to the journey that sent them. */
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { NOTING, newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer } from './peer.ts';

const { graph } = compileTexts({
  'a.journey': `
signal Ordered { order: id, payer: id }
signal Known { name: text }
purpose Service { consent assumed }
channel app { to profile.user_id, via console }
message ToPay(order: text) for Service { on app { text "pay {order}" } }
team desk { via console, cleared for pii }
journey Buying {
  start on Ordered as ordered per ordered.order every time
  send ToPay(ordered.order) to team desk
  send ToPay(ordered.order) to customer(ordered.payer) as asked on app, else finish as unpaid
  wait {
    on opened of asked { finish as seen }
    on failed of asked { finish as lost }
    after 3 days { finish as unseen }
  }
}`,
});

let office: Office | undefined;
afterEach(async () => await office?.close());
afterAll(removeFolders);

it('both leave, and the buyer hears what the payer did', async () => {
  const open = await openOffice({ graph, connectors: {} });
  office = open;
  await open.signal('Known', 'bob', { name: 'Bob' });
  await open.signal('Ordered', 'ada', { order: 'o1', payer: 'bob' });
  await until(() =>
    open
      .outbox()
      .map(({ way, address, status }) => `${way} ${address} ${status}`)
      .toSorted(),
  ).toEqual(['app bob sent', 'team desk desk sent']);
  expect(open.printed).toHaveLength(2);
  expect(open.decided('bob')).toEqual(['sent ToPay app']);
  const toBob = open.outbox().find(({ way }) => way === 'app');
  expect(await open.take({ type: 'message.opened', data: { message: toBob?.id ?? '' } })).toBe('accepted');
  expect(open.decided('ada')).toContain('finished null seen');
});

it('a message to a team leaves also where no journey of the newest files writes to it any more', async () => {
  const desk = 'team desk { via http push }\n';
  const told = NOTING.replace('send Note(n) on push', 'send Note(n) to team desk');
  const peer = await openPeer(answer(500));
  const file = join(newFolder(), 'office.db');
  const retry = { times: 3, over: '2 seconds' };
  const open = (text: string): Promise<Office> =>
    openOffice({
      graph: compileTexts({ 'a.journey': desk + text }).graph,
      connectors: { 'http push': { url: peer.url, allow_private: true, retry } },
      file,
    });
  office = await open(told);
  await office.signal('Noted', 'ada', { about: 'x' });
  await until(() => peer.calls.length).toBe(1);
  await office.close();
  peer.behave(answer(200));
  office = await open(NOTING);
  const reopened = office;
  await until(() => reopened.outbox().map(({ way, status }) => [way, status])).toEqual([['team desk', 'sent']]);
  await peer.close();
});
