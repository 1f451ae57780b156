/** One POST to the outside: guarded, without redirects, within a time and a size. */
import { isUtf8 } from 'node:buffer';
import { validateHeaderValue } from 'node:http';
import type { Readable } from 'node:stream';
import { Agent, buildConnector, request } from 'undici';
import { LARGEST_ANSWER, NoAnswer, TOO_LARGE, Unreadable } from './connector.ts';
import { type Allowed, guardedLookup, isAllowed, isPublic, Refused, refusal } from './guard.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Headers that are the same at every try. Throws where one can never be sent: a variable that ends with a line break is easily set. */
export function fixedHeaders(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(given)) {
    try {
      validateHeaderValue(name, value);
    } catch {
      throw new Error(`its header \`${name}\` has a character that no header can have, such as a line break`);
    }
  }
  return given;
}

export interface Poster {
  /**
   * Throws where there is no answer: then nobody knows whether it was taken. `needsBody`: whether an answer of that status is none without
   * its whole body; of others what came soon is given.
   */
  post(
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
    needsBody: (status: number) => boolean,
  ): Promise<Answered>;
  close(): Promise<void>;
}

/** Where nothing is said of it, an answer may be packed in any way. */
const ALWAYS = { 'content-type': 'application/json', 'user-agent': 'journey', 'accept-encoding': 'identity' };
const CONNECT_MS = 10_000;
/** So long may a body take after its head where the head says all. */
const SOON_MS = 250;

export interface PosterOptions {
  readonly allowed: Allowed;
  readonly concurrency: number;
  readonly resolve?: Parameters<typeof guardedLookup>[1];
}

export function createPoster(address: string, { allowed, concurrency, resolve }: PosterOptions): Poster {
  const url = new URL(address);
  const connect = buildConnector({ timeout: CONNECT_MS, lookup: guardedLookup(allowed, resolve) });
  const agent = new Agent({
    connections: concurrency,
    pipelining: 1,
    // How long a try may take, its own signal says.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, done) =>
      connect(options, (...[error, socket]) => {
        // Whatever was resolved: what counts is who is at the other end.
        const remote = socket?.remoteAddress ?? '';
        if (error === null && !isAllowed(options.hostname, allowed) && !isPublic(remote)) {
          socket.destroy();
          return done(new Refused(options.hostname, remote), null);
        }
        return error === null ? done(null, socket) : done(error, null);
      }),
  });
  return {
    async post(headers, body, signal, needsBody) {
      const problem = refusal(url, allowed);
      if (problem !== null) throw new NoAnswer(problem);
      const {
        statusCode,
        headers: answered,
        body: stream,
      } = await request(url, {
        method: 'POST',
        headers: { ...ALWAYS, ...headers },
        body,
        signal,
        dispatcher: agent,
      });
      const withinMs = needsBody(statusCode) ? null : SOON_MS;
      const packing = answered['content-encoding'];
      if (packing !== undefined && packing !== 'identity') {
        stream.on('error', () => undefined).destroy();
        const reason = `the answer is packed as ${packing}, though it was asked for as it is`;
        if (withinMs === null) throw new Unreadable(reason);
        return { status: statusCode, headers: answered, body: reason };
      }
      const text = await textOf(stream, withinMs);
      return { status: statusCode, headers: answered, body: text };
    },
    close: () => agent.destroy(),
  };
}

/** `withinMs`: what has come until then, or until it broke off, is enough; null: it has to come to its end. */
async function textOf(stream: Readable, withinMs: number | null): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const late = withinMs === null ? undefined : setTimeout(() => stream.destroy(), withinMs);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > LARGEST_ANSWER) throw new Unreadable(TOO_LARGE);
      chunks.push(chunk);
    }
  } catch (error) {
    if (withinMs === null) throw error;
  } finally {
    clearTimeout(late);
  }
  const bytes = Buffer.concat(chunks);
  if (withinMs === null && !isUtf8(bytes)) throw new Unreadable('the answer is not UTF-8');
  // Without the mark of byte order that some put before it.
  return new TextDecoder().decode(bytes);
}
