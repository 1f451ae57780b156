/**
 * What HTTP and the disk alone allow: `node http-bare.mjs FILE`. Bodies are parsed, appended to a file in batches as they came
 * together, synced and answered; nothing is decided. Says where it listens on stderr, as the daemon does; SIGTERM ends it.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const [, , file = ''] = process.argv;
const log = openSync(file, 'a');
let taken: { readonly body: string; readonly signals: number; readonly response: ServerResponse }[] = [];

function commit(): void {
  const batch = taken;
  taken = [];
  writeSync(log, batch.map(({ body }) => `${body}\n`).join(''));
  fsyncSync(log);
  for (const { signals, response } of batch) response.end(JSON.stringify({ accepted: signals }));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const value: unknown = JSON.parse(body);
    if (taken.length === 0) setImmediate(commit);
    taken.push({ body, signals: Array.isArray(value) ? value.length : 1, response });
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.error(`listens on http://127.0.0.1:${port}`);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => closeSync(log));
});
