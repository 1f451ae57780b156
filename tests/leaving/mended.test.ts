/** Dead letters that are mended before they leave again: another address, another content, other arguments. */
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { preview } from '../../runtime/channels/preview.ts';
import type { Operated, Operation } from '../../runtime/engine/operation.ts';
import { openView } from '../../runtime/engine/view.ts';
import { timeline, why } from '../../runtime/insight/history.ts';
import { readActs } from '../../runtime/store/acts.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({
  'bills.journey': `
signal Billed { amount: money }
signal Priced { most: money }
signal Unsubscribed {}
purpose Service { consent assumed }
on Unsubscribed { withdraw consent for Service }
channel push { to profile.user_id, via http push }
message Bill(b: Billed) for Service { on push { title "Your bill" text "It is {b.amount}" } }
action Price(most: money) -> { price: money } { via http push, timeout 1 second }
journey Billing { start on Billed as b every time
  send Bill(b) on push
  wait 10 days
}
journey Pricing { start on Priced as p every time
  call Price(p.most) as offer { on failed { finish as unknown } }
  finish as known
}
`,
});

let peer: Peer;
let office: Office;
const status = () => office.outbox()[0]?.status;

beforeEach(async () => {
  peer = await openPeer(answer(422, 'no'));
  office = await openOffice({ graph, connectors: { 'http push': { url: peer.url, allow_private: true } } });
});
afterEach(async () => {
  await office.close();
  await peer.close();
});
afterAll(removeFolders);

const retry = (more: Omit<Operation & { readonly act: 'retry' }, 'act' | 'by' | 'id'>): Promise<Operated> =>
  office.live.ask((engine, now) =>
    engine.operate({ act: 'retry', id: office.outbox()[0]?.id ?? '', by: 'mia', ...more }, now),
  );

async function billed(): Promise<void> {
  await office.signal('Billed', 'ada', { amount: 12.5 });
  await until(status).toBe('dead');
  peer.behave(answer(200));
}

it('a message leaves to another address with another content, under the same key; who did it stands in the log', async () => {
  await billed();
  const id = office.outbox()[0]?.id ?? '';
  const shown = preview(office.database, graph, id, Date.now());
  expect(peer.calls[0]).toMatchObject({ key: shown?.key, body: shown?.payload });
  expect(await retry({ mending: { to: 'ada-lovelace', data: { title: 'The bill' } } })).toMatchObject({ ok: true });
  await until(status).toBe('sent');
  const [first, second] = peer.calls;
  expect(second?.key).toBe(first?.key);
  expect(second?.body.data).toEqual({
    ...first?.body.data,
    to: 'ada-lovelace',
    content: { title: 'The bill', text: 'It is £12.50' },
  });
  const view = openView(office.database);
  expect(timeline(office.database, view, 1).find(({ kind }) => kind === 'act')?.act).toMatchObject({
    act: 'retry',
    by: 'mia',
    mended: { to: 'ada-lovelace' },
  });
  expect(readActs(office.database, { act: 'retry', limit: 1 })).toMatchObject([
    { by: 'mia', subject: id, detail: 'mended: its address, title' },
  ]);
});

it('where no part is named it leaves as it was, and the audit says no more', async () => {
  await billed();
  await retry({ mending: { data: {} } });
  await until(status).toBe('sent');
  expect(readActs(office.database, { act: 'retry', limit: 1 })).toMatchObject([{ detail: '' }]);
});

it('what was mended is erased with the customer', async () => {
  await billed();
  await retry({ mending: { to: 'ada-lovelace' } });
  await until(status).toBe('sent');
  const bytes = () => office.database.serialize().includes('ada-lovelace');
  expect(bytes()).toBe(true);
  await office.live.ask((engine, now) => engine.operate({ act: 'forget', customer: 1, by: 'mia' }, now));
  expect(bytes()).toBe(false);
});

it('is judged as what leaves late: without consent it stays', async () => {
  await billed();
  await office.signal('Unsubscribed', 'ada');
  await retry({ mending: { to: 'ada-lovelace' } });
  await until(status).toBe('cancelled');
  expect(office.outbox()[0]?.error).toBe('consent for Service was withdrawn');
  const told = why(office.database, openView(office.database), 1).find(({ kind }) => kind === 'delivery');
  expect(told).toMatchObject({
    outcome: 'failed: HTTP 422',
    since: { status: 'cancelled', error: 'consent for Service was withdrawn' },
  });
  const id = office.outbox()[0]?.id ?? '';
  expect(await retry({})).toEqual({ ok: false, reason: `${id} was cancelled: consent for Service was withdrawn.` });
  expect(peer.calls).toHaveLength(1);
});

it('what waits for its next try is tried now, also by --all; what nobody waits for is refused', async () => {
  await office.close();
  const retry = { times: 3, over: '20 days' };
  office = await openOffice({ graph, connectors: { 'http push': { url: peer.url, allow_private: true, retry } } });
  const again = (id: string | null): Promise<Operated> =>
    office.live.ask((engine, now) => engine.operate({ act: 'retry', id, by: 'mia' }, now));
  expect(await again(null)).toEqual({ ok: false, reason: expect.stringContaining('Nothing was given up') });
  peer.behave(answer(500));
  await office.signal('Billed', 'ada', { amount: 12.5 });
  const waits = (tries: number): Promise<unknown> =>
    until(() => [status(), office.outbox()[0]?.tries, office.outbox()[0]?.error === null]).toEqual([
      'pending',
      tries,
      false,
    ]);
  await waits(1);
  expect(await again(office.outbox()[0]?.id ?? '')).toMatchObject({ ok: true, count: 1 });
  await waits(2);
  peer.behave(answer(200));
  expect(await again(null)).toMatchObject({ ok: true, count: 1 });
  await until(status).toBe('sent');
  expect(new Set(peer.calls.map(({ key }) => key)).size).toBe(1);
  const [act] = readActs(office.database, { act: 'retry', limit: 1 });
  expect(act?.subject).toBe('all that were given up or tried in vain');
});

it('goes at once where the other side has asked to be left alone, and the audit says what was overruled', async () => {
  const bill = async (customer: string): Promise<string> => {
    await office.signal('Billed', customer, { amount: 12.5 });
    return office.outbox()[0]?.id ?? '';
  };
  const again = (id: string | null): Promise<Operated> =>
    office.live.ask((engine, now) => engine.operate({ act: 'retry', id, by: 'mia' }, now));
  const tried = (id: string) => office.outbox().find((row) => row.id === id);
  const dead = await bill('ada');
  await until(() => tried(dead)?.status).toBe('dead');
  const busy = answer(503, '', { 'retry-after': '3000' });
  peer.behave(busy);
  const first = await bill('ben');
  await until(() => tried(first)?.error).toContain('HTTP 503');
  const due = tried(first)?.nextAt ?? 0;
  expect(due - Date.now()).toBeGreaterThan(2_000_000);
  const second = await bill('cem');
  // Asked anew it waits anew; what nobody has let leave waits all the time.
  expect(await again(first)).toMatchObject({ ok: true });
  await until(() => tried(first)?.tries).toBe(2);
  await until(() => tried(first)?.status).toBe('pending');
  peer.behave(answer(200));
  expect(await again(first)).toMatchObject({ ok: true });
  expect(await again(dead)).toMatchObject({ ok: true });
  await until(() => [tried(first)?.status, tried(dead)?.status]).toEqual(['sent', 'sent']);
  expect(tried(second)).toMatchObject({ status: 'pending', tries: 0 });
  const acts = readActs(office.database, { act: 'retry', limit: 10 });
  expect(acts.map(({ subject, detail }) => [subject, detail])).toEqual([
    [dead, ''],
    [first, expect.stringMatching(/^overrules the wait until 20\d\d-/)],
    [first, `overrules the wait until ${new Date(due).toISOString()}`],
  ]);
});

it('a call leaves with other arguments, as on the wire', async () => {
  await office.signal('Priced', 'ada', { most: 5 });
  await until(status).toBe('dead');
  peer.behave(answer(200, { price: 4 }));
  expect(await retry({ mending: { data: { most: 'a lot' } } })).toEqual({
    ok: false,
    reason: '`most` should be an amount of GBP, but is "a lot".',
  });
  await retry({ mending: { data: { most: { amount: 7, currency: 'GBP' } } } });
  await until(status).toBe('sent');
  expect(peer.calls.at(-1)?.body.data.arguments).toEqual({ most: { amount: 7, currency: 'GBP' } });
});

it.each([
  ['a part that it has not', { data: { html: 'x' } }, /has no `html`; it has: title, text/],
  ['a part that is no text', { data: { title: 5 } }, /`title` should be a text/],
  ['an address of two lines', { to: 'a\nb' }, /An address is a text/],
])('is refused with its reason, and changes nothing: %s', async (_, mending, reason) => {
  await billed();
  const before = office.outbox();
  expect(await retry({ mending })).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  expect(office.outbox()).toEqual(before);
});
