/** The daemon as a process of its own: killed in the middle of sending, set up wrongly, and what `run` has made of a database before. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { journeyIn } from '../command.ts';
import { until } from '../until.ts';
import { newFolder, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'journey.js');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
let daemon: ChildProcess | undefined;
let peer: Peer | undefined;
afterEach(async () => {
  daemon?.kill('SIGKILL');
  daemon = undefined;
  await peer?.close();
});
afterAll(removeFolders);

function workspace(url: string, more: object = {}): string {
  const root = join(newFolder(), 'office');
  mkdirSync(root);
  copyFileSync(join(import.meta.dirname, 'workspace', 'office.journey'), join(root, 'office.journey'));
  const push = {
    url,
    allow_private: true,
    signing: { env: 'PUSH' },
    retry: { times: 20, over: '30 seconds' },
    ...more,
  };
  writeFileSync(join(root, 'journey.json'), JSON.stringify({ connectors: { 'http push': push } }));
  return root;
}

interface Served {
  readonly address: string;
  readonly ended: Promise<void>;
  /** what it has said until now */
  said(): string;
}

async function serve(root: string): Promise<Served> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', PUSH: SECRET },
  });
  daemon = child;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let told = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      const found = /listens on (\S+?);?(?:\s|$)/.exec(told);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('exit', (status) => reject(new Error(`the daemon ended with ${status}: ${told}`)));
  });
  return { address, ended, said: () => told };
}

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
}

interface Decided {
  readonly kind: string;
  readonly subject: string | null;
  readonly outcome: string | null;
  readonly because: readonly { readonly rule: string }[];
}

async function outbox(root: string, ...more: string[]): Promise<Shown[]> {
  const { stdout } = await journeyIn(root, ['outbox', '--json', '--limit', '5000', ...more]);
  return (JSON.parse(stdout) as { messages: Shown[] }).messages;
}

const noted = (id: string): object => ({
  id,
  type: 'Noted',
  time: new Date().toISOString(),
  subject: id,
  data: { about: 'tea' },
});

describe('killed in the middle of sending', () => {
  it('it sends everything in the end, each under one key', async () => {
    const SIGNALS = 300;
    peer = await openPeer((call, response, nth) => {
      // Slow enough that a kill meets tries under way; every fifth answer is lost after the work was taken.
      const lost = call.key.length > 0 && Number(/^m-(\d+)/.exec(call.key)?.[1]) % 5 === 0 && nth === 1;
      setTimeout(() => (lost ? response.destroy() : answer(200)(call, response, nth)), 20);
    });
    const root = workspace(peer.url);
    let { address, ended } = await serve(root);
    const signals = Array.from({ length: SIGNALS }, (_, index) => noted(`n${index}`));
    const post = (body: object): Promise<Response> =>
      fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post(signals)).status).toBe(200);
    for (let kill = 0; kill < 5; kill++) {
      await sleep(60 + kill * 37);
      daemon?.kill('SIGKILL');
      await ended;
      ({ address, ended } = await serve(root));
    }
    await expect
      .poll(async () => (await outbox(root, '--status', 'sent')).length, { timeout: 45_000, interval: 300 })
      .toBe(SIGNALS);
    const ids = new Set((await outbox(root)).map(({ id }) => id));
    expect(ids.size).toBe(SIGNALS);
    expect(peer.counts().size).toBe(SIGNALS);
    expect([...peer.counts().keys()].every((key) => ids.has(key.split('.')[0] ?? ''))).toBe(true);
    // What was under way at a kill came again; what had gone did not.
    const repeated = [...peer.counts().values()].filter((count) => count > 1).length;
    expect(repeated).toBeGreaterThan(0);
    expect(repeated).toBeLessThan(SIGNALS / 2);
    daemon?.kill('SIGTERM');
    await ended;
    expect((await journeyIn(root, ['replay', '--verify'])).status).toBe(0);
    for (const file of ['journey.db', 'journey.db-wal']) {
      const path = join(root, file);
      const bytes = (() => {
        try {
          return readFileSync(path);
        } catch {
          return Buffer.alloc(0);
        }
      })();
      expect(bytes.includes(SECRET)).toBe(false);
    }
  }, 90_000);
});

it('new files that come while it stops are taken, or left to the next start, and it says which', async () => {
  peer = await openPeer(() => undefined);
  const root = workspace(peer.url, { timeout: '2 seconds' });
  const { address, ended, said } = await serve(root);
  await fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(noted('ada')) });
  await until(() => peer?.calls.length).toBe(1);
  daemon?.kill('SIGHUP');
  await sleep(500);
  daemon?.kill('SIGTERM');
  await until(said).toContain('stopping');
  daemon?.kill('SIGHUP');
  await ended;
  expect(daemon?.exitCode).toBe(0);
  expect(said()).toContain('The journeys are as they were.');
  expect(said()).toContain('SIGHUP comes too late: the next start reads the files.');
  expect(said()).not.toContain('The files were not taken');
}, 30_000);

it('a connector of one’s own that fails where nobody waits for it ends nothing, and its secret is not told', async () => {
  const root = workspace('');
  const file = join(root, 'office.journey');
  writeFileSync(file, readFileSync(file, 'utf8').replace('via http push', 'via own'));
  writeFileSync(
    join(root, 'own.mjs'),
    `export default ({ secrets }) => ({
  async send({ id }) {
    if (id === 'm-2-0') void Promise.reject(new Error('forgotten ' + secrets.token));
    else if (id === 'm-3-0') setTimeout(() => { throw new Error('late ' + secrets.token); }, 1);
    else void Promise.reject(Object.create(null));
    return { kind: 'taken' };
  },
});`,
  );
  const own = { module: 'own.mjs', secrets: { token: { env: 'PUSH' } } };
  writeFileSync(join(root, 'journey.json'), JSON.stringify({ connectors: { own } }));
  const { address, ended, said } = await serve(root);
  await fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(['ada', 'bob', 'cat'].map(noted)) });
  await expect.poll(said, { timeout: 10_000 }).toContain('all else goes on. what was thrown cannot be told');
  await expect.poll(said, { timeout: 10_000 }).toContain('own.mjs:3: Error: forgotten (secret)');
  await expect.poll(said, { timeout: 10_000 }).toContain('own.mjs:4: Error: late (secret)');
  expect((await outbox(root)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
  daemon?.kill('SIGTERM');
  await ended;
  expect([daemon?.exitCode, said().includes(SECRET)]).toEqual([0, false]);
}, 30_000);

describe('a dead letter', () => {
  it('is seen, and leaves when it is retried', async () => {
    peer = await openPeer(answer(400, { why: 'unknown template' }));
    const root = workspace(peer.url);
    let { address, ended } = await serve(root);
    await fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(noted('ada')) });
    await expect.poll(() => outbox(root, '--status', 'dead'), { timeout: 10_000, interval: 200 }).toHaveLength(1);
    daemon?.kill('SIGTERM');
    await ended;
    const [dead] = await outbox(root, '--status', 'dead');
    expect(dead?.error).toBe('HTTP 400: {"why":"unknown template"}');
    expect((await journeyIn(root, ['retry'])).status).toBe(2);
    expect((await journeyIn(root, ['retry', 'm-99-0'])).stderr).toContain('Nothing in the outbox has the id m-99-0');
    expect((await journeyIn(root, ['retry', dead?.id ?? ''])).stdout).toContain(`${dead?.id} will be tried at once`);
    ({ address, ended } = await serve(root));
    await expect.poll(() => outbox(root, '--status', 'dead'), { timeout: 10_000, interval: 200 }).toHaveLength(1);
    // Mended while the daemon runs.
    peer.behave(answer(200));
    const id = dead?.id ?? '';
    expect((await journeyIn(root, ['retry', id, '--data', '[1]'])).stderr).toContain('--data is no JSON object');
    expect((await journeyIn(root, ['retry', '--all', '--to', 'x'])).status).toBe(2);
    const mended = await journeyIn(root, ['retry', id, '--to', 'bob', '--data', '{"body": "coffee"}', '--by', 'mia']);
    expect([mended.status, mended.stderr]).toEqual([0, '']);
    await expect.poll(() => outbox(root, '--status', 'sent'), { timeout: 10_000, interval: 200 }).toHaveLength(1);
    expect(peer.counts().size).toBe(1);
    expect(peer.calls.at(-1)?.body.data).toMatchObject({ to: 'bob', content: { body: 'coffee' } });
    const shown = JSON.parse((await journeyIn(root, ['outbox', id, '--json'])).stdout) as object;
    const { key, body } = peer.calls.at(-1) ?? {};
    expect(shown).toMatchObject({ message: { id, status: 'sent', address: 'bob' }, key, payload: body });
  }, 40_000);
});

it('a reply with STOP withdraws consent: the next message is dropped, and why says so', async () => {
  peer = await openPeer();
  const root = workspace(peer.url);
  writeFileSync(
    join(root, 'office.journey'),
    `
signal Noted { about: text }
signal Replied { text: text }
purpose News { consent assumed }
on Replied as replied when upper(trim(replied.text)) == "STOP" { withdraw consent for News }
channel push { to profile.user_id, via http push }
message Note(noted: Noted) for News { on push { body "hello {noted.about}" } }
journey Noting {
  start on Noted as noted every time
  send Note(noted) on push, else finish as unreachable
}
`,
  );
  const { address } = await serve(root);
  const post = async (signal: object): Promise<void> => {
    const answered = await fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(signal) });
    expect(await answered.json()).toMatchObject({ accepted: 1 });
  };
  const ada = { subject: 'ada', time: new Date().toISOString() };
  await post({ ...ada, id: 'n1', type: 'Noted', data: { about: 'tea' } });
  await expect.poll(() => peer?.calls.length, { timeout: 10_000 }).toBe(1);
  const message = peer.calls[0]?.body.data.message;
  await post({ id: 'r1', type: 'message.replied', time: ada.time, data: { message } });
  await post({ ...ada, id: 'r2', type: 'Replied', data: { text: ' Stop ' } });
  await post({ ...ada, id: 'n2', type: 'Noted', data: { about: 'coffee' } });
  const { stdout } = await journeyIn(root, ['why', 'ada', '--json']);
  const { decisions } = JSON.parse(stdout) as { decisions: Decided[] };
  expect(decisions.map(({ kind, subject, outcome }) => `${kind} ${subject} ${outcome}`)).toEqual([
    'started null null',
    'sent Note push',
    'finished null finished',
    'consent News withdraw',
    'started null null',
    'dropped Note no consent',
    'finished null unreachable',
  ]);
  expect(decisions.find(({ kind }) => kind === 'consent')?.because[0]?.rule).toContain('== "STOP"');
  expect((await outbox(root)).map(({ status }) => status)).toEqual(['sent']);
  expect(peer.calls.length).toBe(1);
}, 30_000);

it('what `run` has sent in virtual time never leaves', async () => {
  peer = await openPeer();
  const root = workspace(peer.url);
  const past = { ...noted('old'), time: '2026-01-01T00:00:00Z' };
  await journeyIn(root, ['run', '--input', '-'], `${JSON.stringify(past)}\n`);
  expect(await outbox(root)).toMatchObject([{ status: 'sent' }]);
  const { address } = await serve(root);
  await fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(noted('new')) });
  await expect.poll(() => peer?.calls.length, { timeout: 10_000 }).toBe(1);
  expect(peer.calls[0]?.body.data.to).toBe('new');
}, 30_000);

it('a connector of somebody’s own that holds something open, and never closes, does not keep it from ending', async () => {
  const root = workspace('https://push.example.org/');
  const file = join(root, 'office.journey');
  writeFileSync(file, readFileSync(file, 'utf8').replace('via http push', 'via own'));
  writeFileSync(join(root, 'journey.json'), JSON.stringify({ connectors: { own: { module: 'own.mjs' } } }));
  writeFileSync(
    join(root, 'own.mjs'),
    `setInterval(() => undefined, 1000);
export default () => ({ send: async () => ({ kind: 'taken' }), close: () => new Promise(() => undefined) });`,
  );
  const { ended, said } = await serve(root);
  daemon?.kill('SIGTERM');
  await ended;
  expect(said()).toContain('connector own does not end, and is left behind');
  expect(daemon?.exitCode).toBe(0);
}, 30_000);

describe('set up wrongly', () => {
  it('it does not begin, and says what is missing', async () => {
    const root = workspace('https://push.example.org/');
    const unset = await journeyIn(root, ['serve', '--port', '0']);
    expect([unset.status, unset.stderr]).toEqual([
      2,
      expect.stringMatching(
        /`connectors\.http push` reads the environment variable PUSH, which is not set\.\nhint {2}Set PUSH where `journey serve` is started, or/,
      ),
    ]);
    writeFileSync(join(root, 'journey.json'), '{}');
    const none = await journeyIn(root, ['serve', '--port', '0']);
    expect([none.status, none.stderr]).toEqual([
      2,
      expect.stringContaining('channel push goes out `via http push` (office.journey:6)'),
    ]);
  });
});
