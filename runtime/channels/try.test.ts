/** A try that ends by its time, where this process itself did nothing for as long. */
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { CallWork } from './connector.ts';
import { httpConnector } from './http.ts';
import { createPoster } from './post.ts';
import { createSecrets } from './secrets.ts';
import { sendWithin } from './try.ts';

const WORK: CallWork = {
  kind: 'call',
  key: 'c-1-0.abc',
  id: 'c-1-0',
  target: null,
  time: 0,
  journey: null,
  instance: null,
  name: 'Price',
  arguments: {},
  result: { type: 'number' },
  due: Date.UTC(2100, 0),
};

it('what was answered in time counts, though it is read later', async () => {
  // In a thread of its own: it goes on where this one stands still.
  const peer = new Worker(
    `const server = require('node:http').createServer((request, response) => setTimeout(() => response.end('7'), 100));
     server.listen(0, '127.0.0.1', () => require('node:worker_threads').parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => peer.once('message', resolve));
  const url = `http://127.0.0.1:${port}/`;
  const poster = createPoster(url, { allowed: true, concurrency: 1 });
  const connector = httpConnector({ settings: { url }, secrets: createSecrets({}), poster, now: Date.now });
  const sent = sendWithin(connector, WORK, 300, new AbortController().signal);
  await pause(50);
  // After it timers are looked at, and only then what has come.
  setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500));
  expect(await sent).toEqual({ kind: 'answered', value: 7 });
  await connector.close();
  await peer.terminate();
});

describe('whatever a connector of one’s own throws has words', () => {
  const numbered = Object.assign(new Error('no such number'), { code: 21_211 });
  const wordless = Object.assign(new Error('x'), { message: { code: 7 } });
  const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  it.each([
    ['a code of Node', lost, 'ECONNREFUSED', 'connect ECONNREFUSED'],
    ['a number as its code, as providers have them', numbered, 'no answer', 'no such number'],
    ['an end of time', new DOMException('It took too long', 'TimeoutError'), 'no answer', 'It took too long'],
    ['a message that is no text', wordless, 'no answer', '[object Object]'],
    ['no error', undefined, 'no answer', 'undefined'],
    ['what cannot be a text', Object.create(null), 'no answer', 'what was thrown cannot be told'],
  ])('%s', async (_, error, reason, detail) => {
    const connector = { send: () => Promise.reject(error), close: async () => undefined };
    const result = await sendWithin(connector, WORK, 1_000, new AbortController().signal);
    expect(result).toEqual({ kind: 'failed', reason, detail });
  });
});

it.each([
  ['self-signed certificate', 'NODE_EXTRA_CA_CERTS'],
  ['self-signed certificate in certificate chain', 'NODE_EXTRA_CA_CERTS'],
  ['unable to verify the first certificate', 'NODE_EXTRA_CA_CERTS'],
  ['unable to get local issuer certificate', 'NODE_EXTRA_CA_CERTS'],
  ['certificate has expired', 'certificate has expired'],
])('%s: the reason says what to do where it is known', async (message, said) => {
  const cause = Object.assign(new Error(message), { code: 'ECERT' });
  const connector = {
    send: () => Promise.reject(new Error('fetch failed', { cause })),
    close: () => Promise.resolve(),
  };
  const result = await sendWithin(connector, WORK, 1000, new AbortController().signal);
  expect(result).toMatchObject({ kind: 'failed', reason: 'ECERT', detail: expect.stringContaining(said) });
});
