/** A try that ends by its time, where this process itself did nothing for as long. */
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
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
