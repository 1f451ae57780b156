/**
 * The way in over HTTP: signals of our own form, the calls of Segment and its like, CloudEvents. A signal is acknowledged when it is on
 * disk. In a request of many, one that cannot be taken is rejected by itself: clients drop the whole request on a 4xx.
 */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isTooDeep } from '../engine/depth.ts';
import type { Live } from '../engine/live.ts';
import { isReport } from '../engine/reports.ts';
import type { Receipt } from '../engine/types.ts';
import { keyOf } from './authorization.ts';
import { fromBinary, fromStructured } from './cloudevents.ts';
import { LARGEST_BODY, parsePayload } from './payload.ts';
import { CALLS, type Call, fromBatch, fromSegment } from './segment.ts';
import { isRecord, type Refused, type Translated } from './translated.ts';

export interface GatewayOptions {
  readonly live: Live;
  /** Whether a key may send signals; null: nobody is asked. */
  readonly mayWrite: ((key: string) => boolean) | null;
  /** Whether a key may tell what became of what has left: a key in a website is no secret, and must not. Null: nobody is asked. */
  readonly mayReport: ((key: string) => boolean) | null;
  /** milliseconds since 1970 UTC */
  readonly now: () => number;
  /** structured logs on stderr */
  readonly log: boolean;
}

/** More signals than this without an answer: the sender is asked to come again. */
const MOST_WAITING = 20_000;
const MOST_A_REQUEST = 10_000;
const SHORT: Readonly<Record<string, Call>> = {
  t: 'track',
  i: 'identify',
  a: 'alias',
  p: 'page',
  s: 'screen',
  g: 'group',
};

/** What becomes of one signal of a request. */
interface Answer {
  readonly id: string | null;
  readonly status: Receipt['status'];
  readonly reason?: string;
}

/** What a request brings: signals, or the reason why it brings none. */
type Brought = readonly (Translated | Refused)[] | { readonly status: 400 | 413; readonly reason: string };

export function createGateway(options: GatewayOptions): FastifyInstance {
  const { live, mayWrite, mayReport, now } = options;
  const server = fastify({ logger: options.log, bodyLimit: LARGEST_BODY, disableRequestLogging: true });
  // Whatever the content type says, the bytes are looked at by ourselves.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  server.addHook('onRequest', async (request, reply) => {
    reply.header('access-control-allow-origin', '*');
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'POST, GET, OPTIONS');
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    reply.header('access-control-max-age', '86400');
    return reply.code(204).send();
  });
  server.options('/*', async (_request, reply) => reply.code(204).send());
  server.setErrorHandler<Error & { statusCode?: number }>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500;
    return reply
      .code(status)
      .send({ error: status < 500 ? error.message : 'This is a mistake of ours, not of yours.' });
  });

  server.get('/healthz', async () => ({ ok: true }));
  server.get('/readyz', async (_request, reply) =>
    live.failure === null ? { ok: true } : reply.code(503).send({ ok: false, reason: reasonOf(live.failure) }),
  );

  post('/v1/signals', (request, body) => own(body, request));
  post('/v1/events', (request, body) => cloudEvents(request, body));
  for (const path of ['/v1/batch', '/v1/b', '/v1/import']) {
    post(path, (_request, body) => {
      return fromBatch(body, now()) ?? { status: 400, reason: '`batch` should be a list of calls.' };
    });
  }
  for (const call of CALLS) post(`/v1/${call}`, (_request, body) => [fromSegment(body, call, { received: now() })]);
  for (const [letter, call] of Object.entries(SHORT))
    post(`/v1/${letter}`, (_request, body) => [fromSegment(body, call, { received: now() })]);

  function post(path: string, bring: (request: FastifyRequest, body: unknown) => Brought): void {
    server.post(path, async (request, reply) => {
      const payload = parsePayload(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      const value = payload.ok ? payload.value : undefined;
      const key = keyOf(request.headers.authorization, value);
      const may = {
        write: mayWrite === null || (key !== null && mayWrite(key)),
        report: mayReport === null || (key !== null && mayReport(key)),
      };
      if (!may.write && !may.report) {
        reply.header('www-authenticate', 'Basic realm="journey"');
        return reply
          .code(401)
          .send({ error: 'Give a key that may send signals: make one with `journey keys create`.' });
      }
      if (!payload.ok) return reply.code(payload.status).send({ error: payload.reason });
      if (live.waiting > MOST_WAITING) {
        return reply.code(429).header('retry-after', '1').send({ error: 'More is waiting to be written than fits.' });
      }
      const brought = bring(request, value);
      if (!isList(brought)) return reply.code(brought.status).send({ error: brought.reason });
      if (brought.length > MOST_A_REQUEST) {
        return reply.code(413).send({ error: `More than ${MOST_A_REQUEST} signals in one request.` });
      }
      return respond(
        reply,
        brought.map((each) => permitted(each, may)),
        `POST ${path}`,
      );
    });
  }

  async function respond(
    reply: FastifyReply,
    brought: readonly (Translated | Refused)[],
    source: string,
  ): Promise<FastifyReply> {
    let answers: Answer[];
    try {
      answers = await Promise.all(brought.map((each) => takeOne(each, source)));
    } catch (error) {
      // Nobody knows whether it was written: the sender comes again with the same ids.
      const full = reasonOf(error).includes('disk is full');
      return reply
        .code(full ? 507 : 503)
        .header('retry-after', '5')
        .send({ error: reasonOf(error) });
    }
    const count = (status: Answer['status']): number => answers.filter((answer) => answer.status === status).length;
    const rejected = answers.flatMap((answer, index) =>
      answer.status === 'rejected' ? [{ index, id: answer.id, reason: answer.reason }] : [],
    );
    return reply.send({
      success: true,
      accepted: count('accepted'),
      duplicates: count('duplicate'),
      rejected,
    });
  }

  async function takeOne(brought: Translated | Refused, source: string): Promise<Answer> {
    if (!brought.ok) return { id: null, status: 'rejected', reason: brought.reason };
    const { signal } = brought;
    const refused = (reason: string): Answer => ({ id: signal.id, status: 'rejected', reason });
    if (isTooDeep(signal.data)) return refused('`data` is nested deeper than 64 levels.');
    const receipt = await live.take(Buffer.from(JSON.stringify(signal)), source);
    return receipt.status === 'rejected' ? refused(receipt.reason) : { id: signal.id, status: receipt.status };
  }

  return server;
}

/** Signals in our own form are taken as they are: the engine says what is wrong with them. */
function own(body: unknown, _request: FastifyRequest): Brought {
  return (Array.isArray(body) ? body : [body]).map((each): Translated | Refused =>
    isRecord(each)
      ? { ok: true, signal: each as unknown as Translated['signal'] }
      : { ok: false, reason: 'A signal should be a JSON object.' },
  );
}

/** A report needs a key that may tell it, and such a key tells nothing else. */
function permitted(
  brought: Translated | Refused,
  may: { readonly write: boolean; readonly report: boolean },
): Translated | Refused {
  if (!brought.ok) return brought;
  const scope = typeof brought.signal.type === 'string' && isReport(brought.signal.type) ? 'report' : 'write';
  if (may[scope]) return brought;
  const what = scope === 'report' ? 'Reports need' : 'Signals that are no reports need';
  return { ok: false, reason: `${what} another key: make one with \`journey keys create NAME --scopes ${scope}\`.` };
}

function cloudEvents(request: FastifyRequest, body: unknown): Brought {
  const type = request.headers['content-type'] ?? '';
  const received = Date.now();
  if (type.startsWith('application/cloudevents-batch')) {
    return Array.isArray(body)
      ? body.map((event) => fromStructured(event, received))
      : { status: 400, reason: 'A batch should be a list of events.' };
  }
  if (type.startsWith('application/cloudevents')) return [fromStructured(body, received)];
  return [fromBinary(request.headers, body, received)];
}

function isList(brought: Brought): brought is readonly (Translated | Refused)[] {
  return Array.isArray(brought);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
