/** A real HTTP server that behaves as a test says, and remembers what came. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Call {
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** as parsed */
  readonly body: { readonly type: string; readonly data: Record<string, unknown> };
  /** milliseconds */
  readonly at: number;
}

/** Answers a call; `nth` counts those with the same key, from 1. */
export type Behaviour = (call: Call, response: ServerResponse, nth: number) => void;

export interface Peer {
  readonly url: string;
  readonly calls: readonly Call[];
  behave(behaviour: Behaviour): void;
  /** How often each key came. */
  counts(): Map<string, number>;
  close(): Promise<void>;
}

export const answer =
  (status: number, body: unknown = '', headers: Record<string, string> = {}): Behaviour =>
  (_call, response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

export async function openPeer(first: Behaviour = answer(200)): Promise<Peer> {
  let behaviour = first;
  const calls: Call[] = [];
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const key = String(request.headers['idempotency-key']);
      const call = { key, headers: request.headers, text, body: JSON.parse(text), at: Date.now() };
      calls.push(call);
      const nth = (counts.get(key) ?? 0) + 1;
      counts.set(key, nth);
      behaviour(call, response, nth);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    behave(next) {
      behaviour = next;
    },
    counts: () => counts,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
