/** One POST to the outside: guarded, without redirects, within a time and a size. */
import { Agent, buildConnector, request } from 'undici';
import { type Allowed, guardedLookup, isAllowed, isPublic, Refused, refusal } from './guard.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Poster {
  /** Throws where there is no whole answer: then nobody knows whether it was taken. */
  post(headers: Readonly<Record<string, string>>, body: string, signal: AbortSignal): Promise<Answered>;
  close(): Promise<void>;
}

/** An answer that is larger is not read on. */
const LARGEST_ANSWER = 1024 * 1024;
const CONNECT_MS = 10_000;

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
    async post(headers, body, signal) {
      const problem = refusal(url, allowed);
      if (problem !== null) throw new Error(problem);
      const {
        statusCode,
        headers: answered,
        body: stream,
      } = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'journey', ...headers },
        body,
        signal,
        dispatcher: agent,
      });
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > LARGEST_ANSWER) {
          stream.destroy();
          throw new Error('the answer is larger than 1 MB');
        }
        chunks.push(chunk);
      }
      return { status: statusCode, headers: answered, body: Buffer.concat(chunks).toString() };
    },
    close: () => agent.destroy(),
  };
}
