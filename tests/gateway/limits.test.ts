/** What the gateway takes at once. Whoever brings more is asked to come again, and loses nothing by it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createLive } from '../../runtime/engine/live.ts';
import type { Limits } from '../../runtime/gateway/limits.ts';
import { createGateway } from '../../runtime/gateway/server.ts';
import { readLog } from '../../runtime/store/log.ts';
import { compileTexts } from '../compile.ts';
import { openEngine } from '../engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-limits-'));
const { graph } = compileTexts({ 'a.journey': 'signal Paid { total: money }\n' });
let files = 0;
let close: () => Promise<void> = () => Promise.resolve();

afterEach(() => close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Gateway {
  readonly port: number;
  /** `count` signals in one request, with ids from `first` on */
  send(key: string, count: number, first?: number): Promise<Response>;
  /** the same as it stands on the wire */
  request(key: string, count: number, first: number): string;
  stored(): number;
}

async function open(limits: Partial<Limits>): Promise<Gateway> {
  const file = join(folder, `${++files}.db`);
  const { database, engine, release } = openEngine(graph, file, 'real');
  const live = createLive(engine);
  const mayWrite = (key: string): boolean => key !== '';
  const server = createGateway({ live, mayWrite, mayReport: null, now: Date.now, log: false, limits });
  const address = await server.listen({ port: 0, host: '127.0.0.1' });
  close = async () => {
    await server.close();
    await live.stop();
    release();
  };
  let ids = 0;
  return {
    port: Number(new URL(address).port),
    send(key, count, first = ids) {
      ids = Math.max(ids, first + count);
      const headers = { authorization: `Bearer ${key}` };
      return fetch(`${address}/v1/signals`, { method: 'POST', headers, body: paid(count, first) });
    },
    request(key, count, first) {
      const body = paid(count, first);
      const head = `POST /v1/signals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}`;
      return `${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    },
    stored: () => [...readLog(database)].filter(({ kind }) => kind === 'signal').length,
  };
}

function paid(count: number, first: number): string {
  const signals = Array.from({ length: count }, (_, index) => ({
    id: `s${first + index}`,
    type: 'Paid',
    time: '2026-03-02T10:00:00.000Z',
    subject: `c${index % 7}`,
    data: { total: 1 },
  }));
  return JSON.stringify(signals);
}

/** What comes back on a connection until it is closed. */
function heard(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
  });
}

describe('limits', () => {
  it('a key has its rate, and others have theirs', async () => {
    const { send, stored } = await open({ rate: 10 });
    expect((await send('one', 8)).status).toBe(200);
    const refused = await send('one', 8);
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      429,
      '1',
      { error: 'This key may send 10 signals a second.' },
    ]);
    // A page of another origin reads no header but those that are shown to it.
    expect(refused.headers.get('access-control-expose-headers')).toBe('retry-after');
    expect((await send('other', 8)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    // A request that alone is larger than the rate gets through, too.
    expect((await send('one', 50)).status).toBe(200);
    expect(stored()).toBe(66);
  });

  it('when the writer is behind, senders are asked to come again, and lose nothing', async () => {
    const { port, request, send, stored } = await open({ rate: null, waiting: 10 });
    // Five requests that come in one piece: the first is not written yet when the second is looked at.
    const socket = connect(port, '127.0.0.1');
    const answers = heard(socket);
    socket.end(Array.from({ length: 5 }, (_, index) => request('one', 50, index * 50)).join(''));
    const statuses = [...(await answers).matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '429', '429', '429', '429']);
    expect(await answers).toContain('retry-after: 1');
    expect(stored()).toBe(50);
    for (let first = 0; first < 250; first += 50) expect((await send('one', 50, first)).status).toBe(200);
    expect(stored()).toBe(250);
  });

  it.each([
    ['with its length', 'content-length: 4000000', (piece: string) => piece, ''],
    [
      'in chunks',
      'transfer-encoding: chunked',
      (piece: string) => `${piece.length.toString(16)}\r\n${piece}\r\n`,
      '0\r\n\r\n',
    ],
  ])(
    'who is still sending a body that is too large, %s, can send it to its end and reads the answer',
    async (_, head, framed, last) => {
      const { port } = await open({});
      const socket = connect(port, '127.0.0.1');
      const failures: Error[] = [];
      socket.on('error', (error) => failures.push(error));
      const answer = heard(socket);
      socket.write(`POST /v1/signals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer one\r\n${head}\r\n\r\n`);
      for (let sent = 0; sent < 40; sent++) {
        socket.write(framed('x'.repeat(100_000)));
        await new Promise((resolve) => setTimeout(resolve, 5));
        expect(socket.writable).toBe(true);
      }
      socket.end(last);
      expect(await answer).toContain(' 413 ');
      expect(failures).toEqual([]);
    },
  );

  it('a body that does not come to its end is given up, and others go on', async () => {
    const { port, send } = await open({ requestMs: 300, lookMs: 50 });
    const slow = connect(port, '127.0.0.1');
    const answer = heard(slow);
    slow.write('POST /v1/signals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer one\r\ncontent-length: 1000\r\n\r\n[');
    const drip = setInterval(() => slow.write(' '), 50);
    const silent = connect(port, '127.0.0.1');
    const nothing = heard(silent);
    silent.write('POST /v1/signals HT');
    expect((await send('one', 1)).status).toBe(200);
    expect(await answer).toContain(' 408 ');
    clearInterval(drip);
    expect(await nothing).toContain(' 408 ');
    expect((await send('one', 1)).status).toBe(200);
  });

  it('the rest of a body that is too large is not waited for longer than for any other', async () => {
    const { port, send } = await open({ requestMs: 300, lookMs: 50 });
    const endless = connect(port, '127.0.0.1');
    const answer = heard(endless);
    endless.write(
      'POST /v1/signals HTTP/1.1\r\nhost: x\r\nauthorization: Bearer one\r\ncontent-length: 9000000\r\n\r\n[',
    );
    const drip = setInterval(() => endless.write(' '), 50);
    expect(await answer).toContain(' 413 ');
    clearInterval(drip);
    expect((await send('one', 1)).status).toBe(200);
  });

  it('who says nothing, or does not come to an end, does not keep it from stopping', async () => {
    const { port, send } = await open({ stopMs: 100 });
    const sockets = ['', 'POST /v1/signals HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n['].map((text) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(text);
      return heard(socket);
    });
    expect((await send('one', 1)).status).toBe(200);
    const stopped = close().then(() => 'stopped');
    close = () => Promise.resolve();
    expect(await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, 3_000))])).toBe('stopped');
    await Promise.all(sockets);
  });

  it('more connections than fit are closed, and the next finds a place when one has gone', async () => {
    const { port, send } = await open({ connections: 3 });
    const idle = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'));
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.on('connect', resolve))));
    expect(await heard(connect(port, '127.0.0.1'))).toBe('');
    for (const socket of idle) socket.destroy();
    await expect
      .poll(() =>
        send('one', 1).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  });
});
