/** A dead letter has given its place in the caps back: it leaves again where it finds one, and not beyond. */
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { playAgain } from '../../runtime/engine/play-again.ts';
import { openWriter } from '../../runtime/store/open.ts';
import { type OutboxRow, readOutbox } from '../../runtime/store/outbox.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const graphOf = (policy: string) =>
  compileTexts({
    'news.journey': `
signal Noted {}
signal Complained {}
signal Known { user: id key user_id, mail: email key email }
identity { strong user_id, email }
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
message Note for Service { on push { body "a note" } }
team care {}
${policy}
journey Noting {
  start on Noted every time
  send Note on push, else finish as unreachable
}
journey Caring {
  start on Complained every time
  handoff to care { because "complained" share contacts in last 30 days on resolved { } on returned { } }
}
`,
  }).graph;

let peer: Peer;
let office: Office;
afterEach(async () => {
  await office.close();
  await peer.close();
});
afterAll(removeFolders);

const statuses = () => [...office.outbox()].reverse().map(({ status }: OutboxRow) => status);
const retryAll = () => office.live.ask((engine, now) => engine.operate({ act: 'retry', id: null, by: 'mia' }, now));

async function open(cap: string | null): Promise<void> {
  peer = await openPeer(answer(422, 'no'));
  office = await openOffice({
    graph: graphOf(cap === null ? '' : `policy Calm for Service { at most ${cap} }`),
    connectors: { 'http push': { url: peer.url, allow_private: true } },
  });
}

async function twoDead(): Promise<void> {
  for (let count = 1; count <= 2; count++) {
    await office.signal('Noted', 'ada');
    await until(() => statuses().filter((status) => status === 'dead').length).toBe(count);
  }
  peer.behave(answer(200));
}

it('what is retried takes its place again: what comes after it waits', async () => {
  await open('2 messages per 10 days');
  await twoDead();
  await retryAll();
  await until(statuses).toEqual(['sent', 'sent']);
  expect(office.decided('ada').slice(-2)).toEqual(['resent Note push', 'resent Note push']);
  await office.signal('Noted', 'ada');
  expect(office.decided('ada').at(-1)).toBe('held Note Calm');
  expect(peer.calls).toHaveLength(4);
});

it('where its place is taken meanwhile it waits for one, and dies as often as it dies', async () => {
  await open('2 messages per 2 seconds');
  await twoDead();
  await office.signal('Noted', 'ada');
  await office.signal('Noted', 'ada');
  await until(statuses).toEqual(['dead', 'dead', 'sent', 'sent']);
  peer.behave(answer(422, 'no'));
  await retryAll();
  const [second, first] = office.outbox().slice(2);
  await until(() => office.outbox().filter(({ error }) => error === 'policy Calm').length).toBe(2);
  await until(statuses).toEqual(['dead', 'dead', 'sent', 'sent']);
  expect([first?.id, second?.id].map((id) => peer.calls.filter(({ key }) => key.startsWith(`${id}.`)).length)).toEqual([
    2, 2,
  ]);
  // It has given its place back once more.
  expect(office.decided('ada').filter((what) => what.startsWith('delivery'))).toHaveLength(4);
  peer.behave(answer(200));
  await office.signal('Noted', 'ada');
  await office.signal('Noted', 'ada');
  await until(statuses).toEqual(['dead', 'dead', 'sent', 'sent', 'sent', 'sent']);
}, 30_000);

it('where the policy drops what finds no place it does not leave, and the log says so', async () => {
  await open('2 messages per 10 days, then drop');
  await twoDead();
  await office.signal('Noted', 'ada');
  await office.signal('Noted', 'ada');
  await until(statuses).toEqual(['dead', 'dead', 'sent', 'sent']);
  await retryAll();
  await until(statuses).toEqual(['cancelled', 'cancelled', 'sent', 'sent']);
  expect(office.decided('ada').slice(-2)).toEqual(['dropped Note Calm', 'dropped Note Calm']);
  expect(office.outbox().at(-1)?.error).toBe('policy Calm');
});

it('what was given up before its customer joined another one takes a place of theirs', async () => {
  await open('2 messages per 10 days');
  await twoDead();
  await office.take({ type: 'Noted', keys: { email: 'a@example.org' }, data: {} });
  await office.take({ type: 'Known', keys: { email: 'a@example.org' }, data: { user: 'ada', mail: 'a@example.org' } });
  await retryAll();
  await until(statuses).toEqual(['sent', 'sent']);
  await office.signal('Noted', 'ada');
  expect(office.decided('ada').at(-1)).toBe('held Note Calm');
});

it('where no policy counts it is known again to have been sent', async () => {
  await open(null);
  await twoDead();
  await retryAll();
  await until(statuses).toEqual(['sent', 'sent']);
  await office.signal('Complained', 'ada');
  const [task] = readTasks(office.database, { team: null, closed: false, limit: 1 });
  expect(JSON.parse(task?.context ?? '{}')).toMatchObject({ contacts: [{ what: 'Note' }, { what: 'Note' }] });
});

it('a backtest gives the place back and takes it again where the log did', async () => {
  await open('2 messages per 10 days');
  await twoDead();
  await retryAll();
  await until(statuses).toEqual(['sent', 'sent']);
  await office.signal('Noted', 'ada');
  const { database, lock } = openWriter(join(newFolder(), 'trial.db'), 'test');
  const last = Number.MAX_SAFE_INTEGER;
  playAgain(office.database, database, { change: null, last, until: Date.now() });
  expect(readOutbox(database, { status: null, limit: 10 })).toHaveLength(2);
  database.close();
  lock.release();
});
