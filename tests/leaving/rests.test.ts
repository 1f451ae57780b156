/** What rests a whole connector: the other side is down or has too much to do. What is about one message or one question does not. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { NOTING, newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, type Behaviour, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({ 'noting.journey': NOTING });
const ownWay = compileTexts({ 'noting.journey': NOTING.replace('http push', 'own') }).graph;
const asking = compileTexts({
  'asking.journey': `
signal Noted { about: text }
action Mood(text: text) -> integer { via ai mood, timeout 1 second, retry 8 times over 20 seconds }
journey Asking { start on Noted as n every time
  call Mood(n.about) as mood { on failed { finish as unknown } }
  finish as known
}
`,
}).graph;
const RESTS = 'fails too often: it rests, and is probed now and then';

let peer: Peer | undefined;
let office: Office | undefined;
afterEach(async () => {
  await office?.close();
  await peer?.close();
});
afterAll(removeFolders);

/** Ten of them fail in one way, before anything else leaves. */
async function tenFail(
  behaviour: Behaviour,
  more: { readonly ai?: boolean; readonly concurrency?: number; readonly restMs?: number } = {},
): Promise<Office> {
  peer = await openPeer(behaviour);
  const common = { url: peer.url, allow_private: true, timeout: '500 ms', concurrency: more.concurrency ?? 10 };
  const retry = { times: 8, over: '20 seconds' };
  office = await openOffice({
    graph: more.ai === true ? asking : graph,
    connectors: { 'http push': { ...common, retry }, 'ai mood': { ...common, model: 'small', prompt: 'How?' } },
    ...(more.restMs === undefined ? {} : { restMs: more.restMs }),
  });
  for (let n = 0; n < 10; n++) await office.signal('Noted', `c${n}`, { about: 'tea' });
  const { outbox } = office;
  await until(() => outbox().filter(({ error }) => error !== null).length).toBe(10);
  return office;
}

const completion = (message: object, finish_reason = 'stop') =>
  answer(200, { choices: [{ message: { role: 'assistant', ...message }, finish_reason }] });

describe('does not rest', () => {
  it.each([403, 404, 409, 423, 425, 428])('where it answers HTTP %i to one message', async (status) => {
    const { told, worker } = await tenFail(answer(status));
    expect(told.filter((line) => line.includes(RESTS))).toEqual([]);
    expect(worker.states()).toMatchObject([{ state: 'working' }]);
  });

  it.each([
    ['is cut off', completion({ content: '4' }, 'length')],
    ['is held back by a filter', completion({ content: '4' }, 'content_filter')],
    ['is a refusal', completion({ content: null, refusal: 'I cannot' })],
    ['is empty', completion({ content: '' })],
    ['is no JSON', completion({ content: 'four' })],
    ['is no completion', answer(200, { fine: true })],
    ['is too large', answer(200, 'x'.repeat(1024 * 1024 + 1))],
  ])('where the answer to one question %s', async (_what, behaviour) => {
    const { told, worker } = await tenFail(behaviour, { ai: true });
    expect(told.filter((line) => line.includes(RESTS))).toEqual([]);
    expect(worker.states()).toMatchObject([{ state: 'working' }]);
  });
});

it.each([
  ['', 'resting'],
  [', only: true', 'working'],
])('a connector of one’s own says by `only` whether it is about one work: failed%s', async (more, state) => {
  const root = newFolder();
  writeFileSync(
    join(root, 'own.mjs'),
    `export default () => ({ send: async () => ({ kind: 'failed', reason: 'later'${more} }) });`,
  );
  const own = { module: 'own.mjs', retry: { times: 8, over: '20 seconds' } };
  office = await openOffice({ graph: ownWay, root, connectors: { own } });
  const { signal, outbox, worker } = office;
  for (let n = 0; n < 10; n++) await signal('Noted', `c${n}`, { about: 'tea' });
  await until(() => outbox().filter(({ error }) => error !== null).length).toBe(10);
  await until(() => worker.states()[0]?.state).toBe(state);
});

describe('rests', () => {
  it.each([301, 401, 402, 407, 408, 500, 503])('where it answers HTTP %i', async (status) => {
    const { told } = await tenFail(answer(status));
    await until(() => told).toContain(`connector http push ${RESTS}`);
  });

  it('until something has gone well: what is about one message is not enough, and is no reason to rest longer', async () => {
    const { told, worker, signal } = await tenFail(answer(500), { concurrency: 4 });
    await until(() => worker.states()[0]?.state).toBe('resting');
    let underWay = 0;
    let most = 0;
    peer?.behave((call, response, nth) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        answer(404)(call, response, nth);
      }, 20);
    });
    const probed = peer?.calls.length ?? 0;
    for (let n = 0; n < 6; n++) await signal('Noted', `d${n}`, { about: 'tea' });
    await until(() => (peer?.calls.length ?? 0) - probed).toBeGreaterThan(6);
    expect([most, worker.states()[0]?.state]).toEqual([1, 'resting']);
    peer?.behave(answer(200));
    await until(() => told).toContain('connector http push works again');
  });

  it('and what an operator lets leave meanwhile is a probe at once, and only one of them where that fails', async () => {
    const { told, worker, live } = await tenFail(answer(500), { restMs: 60_000 });
    await until(() => worker.states()[0]?.state).toBe('resting');
    const retryAll = () => live.ask((engine, now) => engine.operate({ act: 'retry', id: null, by: 'mia' }, now));
    const before = peer?.calls.length ?? 0;
    await retryAll();
    await until(() => (peer?.calls.length ?? 0) - before).toBe(1);
    await pause(200);
    expect([(peer?.calls.length ?? 0) - before, worker.states()[0]?.state]).toEqual([1, 'resting']);
    peer?.behave(answer(200));
    await retryAll();
    await until(() => told).toContain('connector http push works again');
  });

  it('when it is closed while it rests, that is no news that it works again', async () => {
    const { told, worker } = await tenFail(answer(500));
    await until(() => worker.states()[0]?.state).toBe('resting');
    peer?.behave(answer(410));
    await until(() => worker.states()[0]?.state).toBe('closed');
    expect(told.filter((line) => line.includes('works again'))).toEqual([]);
  });
});
