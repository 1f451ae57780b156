/** Operators' commands reach the daemon that holds the database, and do the same without one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../runtime/engine/verify.ts';
import { lockWriter } from '../runtime/store/lock.ts';
import { journey, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-daemon-'));
const workspace = join(folder, 'workspace');
const file = join(folder, 'live.db');
const source = join(workspace, 'care.journey');
const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
let daemon: ChildProcess;
let address = '';
let told = '';

const FILES = `
signal Asked { about: text }
signal Answered { about: text }
profile { stars: integer? }
purpose Service { consent assumed }
channel email { to "someone@example.org", via console }
message Hello for Service { on email { subject "Hello" text "Hello" } }
journey Help {
  for Service
  start on Asked as asked per asked.about every time
  wait for Answered up to 10 days { finish as answered } else { finish as open }
}
`;
const OTHER = `
journey Greet {
  for Service
  start on Answered every time
  wait 3 days
  send Hello on email
}
`;

async function start(): Promise<void> {
  told = '';
  daemon = spawn(process.execPath, [program, 'serve', workspace, '--db', file, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  address = await new Promise((resolve, reject) => {
    daemon.stderr?.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      const found = /listens on (\S+?);?(?:\s|$)/.exec(told);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    daemon.once('exit', (status) => reject(new Error(`the daemon ended with ${status}: ${told}`)));
  });
}

function stop(signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  daemon.kill(signal);
  return ended;
}

function send(type: string, customer: string, about: string): Promise<{ seq: number; decisions: { kind: string }[] }> {
  const data = JSON.stringify({ about });
  return journeyJson('send', type, '--customer', customer, '--data', data, '--workspace', workspace, '--db', file);
}

async function ok(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await journey(...args, '--db', file);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

const kinds = async (customer: string): Promise<string[]> =>
  (await journeyJson<{ decisions: { kind: string; outcome: string }[] }>('why', customer, '--db', file)).decisions.map(
    ({ kind, outcome }) => `${kind} ${outcome}`,
  );

beforeAll(async () => {
  mkdirSync(workspace, { recursive: true });
  writeFileSync(join(workspace, 'journey.json'), '{}');
  writeFileSync(source, FILES + OTHER);
  await start();
}, 60_000);
afterAll(async () => {
  await stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('with a daemon', () => {
  it('send, pause, cancel, move, resume; each stands in the audit', async () => {
    expect((await send('Asked', 'ada', 'a')).decisions.map(({ kind }) => kind)).toEqual(['started']);
    await ok('pause', 'Help', '--by', 'mia');
    expect((await send('Asked', 'bob', 'b')).decisions).toMatchObject([{ kind: 'not_started', outcome: 'paused' }]);
    expect(await journeyJson('status', '--db', file)).toMatchObject({ paused: [{ journey: 'Help', by: 'mia' }] });
    await ok('resume', 'Help', '--by', 'mia');
    await ok('move', '1-1', '--later', '2 days', '--by', 'zoe');
    await ok('cancel', '1-1', '--by', 'zoe');
    expect((await kinds('ada')).at(-1)).toBe('stopped cancelled');
    const again = await journey('cancel', '1-1', '--db', file);
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('No instance 1-1 is running.')]);
    const { acts } = await journeyJson<{ acts: { by: string; act: string; subject: string }[] }>('audit', '--db', file);
    expect(acts.map(({ by, act, subject }) => `${by} ${act} ${subject}`)).toEqual([
      'zoe cancel 1-1',
      'zoe move 1-1',
      'mia resume Help',
      'mia pause Help',
    ]);
  });

  it('shows its address and token to its owner alone', async () => {
    const announced = `${file}-daemon`;
    expect(statSync(announced).mode & 0o777).toBe(0o600);
    const { token } = JSON.parse(readFileSync(announced, 'utf8')) as { token: string };
    const ask = (key: string): Promise<Response> =>
      fetch(`${address}/v1/admin/operations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ act: 'pause' }),
      });
    expect((await ask('nobody')).status).toBe(401);
    expect((await fetch(`${address}/v1/admin/operations`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await ask(token)).status).toBe(400);
  });

  it('the first key that is made while it runs: says that it counts from the next start on', async () => {
    const first = await journey('keys', 'create', 'shop', '--db', file);
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('started again')]);
    expect((await journey('keys', 'create', 'desk', '--db', file)).stderr).toBe('');
    rmSync(`${file}-access`);
  });

  it('a key is shown, though nobody can be asked to note it: it opens all the same', async () => {
    const lost = join(folder, 'lost.db');
    writeFileSync(lost, '');
    writeFileSync(`${lost}-daemon`, JSON.stringify({ address, token: 'old' }));
    writeFileSync(`${lost}-writer`, 'no lock, but something else of this name');
    const { status, stdout, stderr } = await journey('keys', 'create', 'shop', '--db', lost);
    expect([status, stdout]).toEqual([0, expect.stringContaining('jk_')]);
    expect(stderr).toMatch(/the log does not say so[\s\S]*until it is started again/);
  });

  it('reload: new files for new instances; a removed journey runs on, or is cancelled by choice', async () => {
    await send('Answered', 'cem', 'c');
    writeFileSync(source, `${FILES}journey Broken {`);
    const refused = await journey('reload', '--db', file);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('The old graph goes on')]);
    // What is written meanwhile is not what the daemon runs on.
    expect((await send('Asked', 'pia', 'p')).decisions.map(({ kind }) => kind)).toEqual(['started']);
    const unknown = await journey('send', 'Nothing', '--customer', 'pia', '--workspace', workspace, '--db', file);
    expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('journey reload')]);
    writeFileSync(source, FILES.replace('via console', 'via file'));
    const unconnected = await journey('reload', '--db', file);
    expect([unconnected.status, unconnected.stderr]).toEqual([1, expect.stringContaining('via file')]);
    writeFileSync(source, FILES);
    expect(await journeyJson('reload', '--by', 'mia', '--db', file)).toMatchObject({
      ok: true,
      changed: true,
      removed: [{ journey: 'Greet', running: 1 }],
    });
    expect(await journeyJson('reload', '--db', file)).toMatchObject({ ok: true, changed: false });
    // A connector can be another one all the same.
    expect(await ok('reload', '--db', file)).toContain('are made anew, as journey.json says');
    expect((await send('Answered', 'dan', 'd')).decisions).toEqual([]);
    expect(await kinds('cem')).toEqual(['started null']);
    expect(await ok('cancel', '--journey', 'Greet', '--by', 'mia')).toContain('1 instance of Greet has ended');
    expect((await kinds('cem')).at(-1)).toBe('stopped cancelled');
    writeFileSync(source, FILES + OTHER);
    daemon.kill('SIGHUP');
    await expect.poll(() => told, { timeout: 5000 }).toContain('New instances start on graph');
    expect((await send('Answered', 'eva', 'e')).decisions.map(({ kind }) => kind)).toEqual(['started']);
  });

  it('a start with other files says what they leave behind, as a reload does', async () => {
    await stop('SIGTERM');
    writeFileSync(source, FILES);
    await start();
    expect(told).toContain('Greet starts no more, since it is not in these files; 1 instance still runs to its end');
    await stop('SIGTERM');
    await start();
    expect(told).not.toContain('Greet');
    await stop('SIGTERM');
    writeFileSync(source, FILES + OTHER);
    await start();
    expect(told).not.toContain('Greet');
    writeFileSync(source, FILES.replace('stars: integer?', 'stars: percent?') + OTHER);
    expect(await ok('reload', '--db', file)).toContain('`profile.stars` was `integer` and is `percent` now');
    writeFileSync(source, FILES + OTHER);
    await ok('reload', '--db', file);
  });

  it('is not looked for after it was killed; the same commands work without it', async () => {
    await stop('SIGKILL');
    expect(existsSync(`${file}-daemon`)).toBe(true);
    await ok('pause', 'Greet', '--by', 'mia');
    // Its port is another program's by now.
    const other = createServer((_, reply) => reply.writeHead(401).end('{"error": "who are you?"}'));
    await new Promise<void>((resolve) => other.listen(Number(new URL(address).port), '127.0.0.1', resolve));
    await ok('resume', 'Greet', '--by', 'mia');
    await ok('pause', 'Greet', '--by', 'mia');
    await new Promise((resolve) => other.close(resolve));
    await start();
    expect(await journeyJson('status', '--db', file)).toMatchObject({ paused: [{ journey: 'Greet' }] });
    await ok('resume', 'Greet', '--by', 'mia');
    await stop('SIGTERM');
    expect(existsSync(`${file}-daemon`)).toBe(false);
    expect((await journeyJson<ReplayReport>('replay', '--verify', '--db', file)).identical).toBe(true);
    const refused = await journey('reload', '--db', file);
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringContaining('No daemon holds')]);
    await start();
  });

  it('that ends before it has answered leaves open whether it was done, and that is said', async () => {
    const other = join(folder, 'cut.db');
    const lock = lockWriter(other, 'journey serve');
    const server = createServer((request, reply) =>
      request.url === '/healthz' ? reply.end('{}') : request.socket.destroy(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    writeFileSync(`${other}-daemon`, JSON.stringify({ address: `http://127.0.0.1:${port}`, token: 'jt_x' }));
    const asked = await journey('pause', 'Greet', '--db', other);
    server.close();
    lock.release();
    expect([asked.status, asked.stderr]).toEqual([
      3,
      expect.stringMatching(/has not answered: nobody knows whether it is done\.\nhint .*journey audit/),
    ]);
  });
});
