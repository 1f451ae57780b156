/**
 * The way in over HTTP: signals of our own form, the calls of Segment and its like, CloudEvents. A signal is acknowledged when it is on
 * disk. In a request of many, one that cannot be taken is rejected by itself: clients drop the whole request on a 4xx.
 */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Live } from '../engine/live.ts';
import { isReport } from '../engine/reports.ts';
import { strangeJson } from '../engine/strange.ts';
import type { Receipt } from '../engine/types.ts';
import { keyOf } from './authorization.ts';
import { fromBinary, fromStructured, isBinary } from './cloudevents.ts';
import { createRateOfKeys, LIMITS, type Limits } from './limits.ts';
import { LARGEST_BODY, NO_BODY, parsePayload } from './payload.ts';
import { CALLS, type Call, fromBatch, fromSegment } from './segment.ts';
import { isRecord, type Refused, type Translated, textIn } from './translated.ts';

const TOO_LARGE = `It is larger than ${LARGEST_BODY / 1_048_576} MB: send less in one request, or pack it with gzip.`;

export interface GatewayOptions {
  readonly live: Live;
  /** Whether a key may send signals, or may as one that is no secret (`public`); null: nobody is asked. */
  readonly mayWrite: ((key: string) => boolean | 'public') | null;
  /** Whether a key may tell what became of what has left: a key in a website is no secret, and must not. Null: nobody is asked. */
  readonly mayReport: ((key: string) => boolean) | null;
  /** milliseconds since 1970 UTC */
  readonly now: () => number;
  /** structured logs on stderr */
  readonly log: boolean;
  /** those that are not the usual ones */
  readonly limits?: Partial<Limits>;
}

const MOST_A_REQUEST = 10_000;
const SHORT: Readonly<Record<string, Call>> = {
  t: 'track',
  i: 'identify',
  a: 'alias',
  p: 'page',
  s: 'screen',
  g: 'group',
};

const BEHIND = 'More is waiting to be written than fits.';
/** A request without what names a person or opens a door: no address, no query, no headers. */
const LOGGING = {
  stream: process.stderr,
  redact: ['req.headers', 'res.headers'],
  serializers: {
    req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
  },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
};

/** What becomes of one signal of a request. */
interface Answer {
  readonly id: string | null;
  readonly status: Receipt['status'];
  readonly reason?: string;
  /** of an accepted one: what was left out, each with its reason */
  readonly unfit?: readonly string[];
}

/** What a request brings: signals, or the reason why it brings none. */
type Brought = readonly (Translated | Refused)[] | { readonly status: 400 | 413; readonly reason: string };

export function createGateway(options: GatewayOptions): FastifyInstance {
  const { live, mayWrite, mayReport, now } = options;
  const limits = { ...LIMITS, ...options.limits };
  const rates = limits.rate === null || mayWrite === null ? null : createRateOfKeys(limits.rate);
  let bytes = 0;
  const server = fastify({
    logger: options.log ? LOGGING : false,
    // It writes two lines a request, the path in the one and the status in the other.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY,
    requestTimeout: limits.requestMs,
    http: { headersTimeout: limits.requestMs, connectionsCheckingInterval: limits.lookMs },
  });
  server.server.maxConnections = limits.connections;
  // Whatever the content type says, the bytes are looked at by ourselves.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  server.addHook('onRequest', async (request, reply) => {
    reply.header('access-control-allow-origin', '*');
    // Else no page reads when to come again, and its client gives up.
    reply.header('access-control-expose-headers', 'retry-after');
    // One that is none would be refused; the body is looked at all the same.
    if (request.mediaType === undefined) delete request.headers['content-type'];
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'POST, GET, OPTIONS');
    reply.header('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
    reply.header('access-control-max-age', '86400');
    return reply.code(204).send();
  });
  server.addHook('onResponse', async (request, reply) =>
    request.log.info({ req: request, res: reply, responseTime: reply.elapsedTime }, 'request completed'),
  );
  // From then on Node looks for no late requests any more: one silent connection would keep the process for ever.
  server.addHook(
    'preClose',
    async () => void setTimeout(() => server.server.closeAllConnections(), limits.stopMs).unref(),
  );
  server.options('/*', async (_request, reply) => reply.code(204).send());
  server.setErrorHandler<Error & { statusCode?: number }>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) {
      readAway(request, reply);
      return reply.code(status).send({ error: TOO_LARGE });
    }
    return reply
      .code(status)
      .send({ error: status < 500 ? error.message : 'This is a mistake of ours, not of yours.' });
  });

  server.setNotFoundHandler(async ({ method, url }, reply) =>
    reply.code(404).send({
      error: `There is nothing at ${method} ${url.split('?')[0] ?? ''}: signals go to POST /v1/signals, /v1/events, /v1/batch or the calls of Segment; GET /healthz, /readyz and /metrics tell how it is.`,
    }),
  );
  server.get('/healthz', async () => ({ ok: true }));
  server.get('/readyz', async (_request, reply) =>
    live.failure === null ? { ok: true } : reply.code(503).send({ ok: false, reason: reasonOf(live.failure) }),
  );

  post('/v1/signals', (request, body) => own(body, request));
  post('/v1/events', (request, body) => cloudEvents(request, body, now()), isBinary);
  for (const path of ['/v1/batch', '/v1/b', '/v1/import']) {
    post(path, (_request, body) => {
      return fromBatch(body, now()) ?? { status: 400, reason: '`batch` should be a list of calls.' };
    });
  }
  for (const call of CALLS) post(`/v1/${call}`, (_request, body) => [fromSegment(body, call, { received: now() })]);
  for (const [letter, call] of Object.entries(SHORT))
    post(`/v1/${letter}`, (_request, body) => [fromSegment(body, call, { received: now() })]);

  /** `bodiless`: whether a request with such headers may come without a body. */
  function post(
    path: string,
    bring: (request: FastifyRequest, body: unknown) => Brought,
    bodiless: (headers: FastifyRequest['headers']) => boolean = () => false,
  ): void {
    // What cannot be kept need not even be read; and while it is read others may have come.
    const onRequest = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> =>
      isBehind() ? comeAgain(reply, 1, BEHIND) : undefined;
    server.post(path, { onRequest }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { headers } = request;
      const payload =
        body.length === 0 && bodiless(headers) ? NO_BODY : parsePayload(body, headers['content-encoding']);
      const value = payload.ok ? payload.value : undefined;
      const key = keyOf(request.headers.authorization, value);
      const may = {
        write: mayWrite === null || (key === null ? false : mayWrite(key)),
        report: mayReport === null || (key !== null && mayReport(key)),
      };
      if (may.write === false && !may.report) {
        reply.header('www-authenticate', 'Basic realm="journey"');
        return reply
          .code(401)
          .send({ error: 'Give a key that may send signals: make one with `journey keys create`.' });
      }
      if (!payload.ok) return reply.code(payload.status).send({ error: payload.reason });
      const brought = bring(request, value);
      if (!isList(brought)) return reply.code(brought.status).send({ error: brought.reason });
      if (brought.length > MOST_A_REQUEST) {
        return reply.code(413).send({ error: `More than ${MOST_A_REQUEST} signals in one request.` });
      }
      if (isBehind()) return comeAgain(reply, 1, BEHIND);
      const seconds = (await rates?.take(key ?? '', brought.length)) ?? 0;
      if (seconds > 0) return comeAgain(reply, seconds, `This key may send ${limits.rate} signals a second.`);
      bytes += payload.bytes;
      try {
        return await respond(
          reply,
          brought.map((each) => permitted(each, may)),
          `POST ${path}`,
        );
      } finally {
        bytes -= payload.bytes;
      }
    });
  }

  function isBehind(): boolean {
    return live.waiting > limits.waiting || bytes > limits.bytes;
  }

  function comeAgain(reply: FastifyReply, seconds: number, error: string): FastifyReply {
    return reply.code(429).header('retry-after', String(seconds)).send({ error });
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
    const unfit = answers.flatMap(({ id, unfit: reasons }, index) =>
      reasons === undefined ? [] : [{ index, id, reasons }],
    );
    return reply.send({
      success: true,
      accepted: count('accepted'),
      duplicates: count('duplicate'),
      rejected,
      ...(unfit.length === 0 ? {} : { unfit }),
    });
  }

  async function takeOne(brought: Translated | Refused, source: string): Promise<Answer> {
    if (!brought.ok) return refuse(idIn(brought.brought), brought.reason, brought.brought);
    const { signal } = brought;
    // It is not checked yet, and could be anything.
    const id = typeof signal.id === 'string' ? signal.id : null;
    const strange = strangeJson(signal);
    if (strange !== null) return refuse(id, strange, signal);
    const receipt = await live.take(Buffer.from(JSON.stringify(signal)), source);
    if (receipt.status === 'rejected') return { id, status: 'rejected', reason: receipt.reason };
    const { status } = receipt;
    const unfit = status === 'accepted' ? receipt.unfit : undefined;
    return unfit === undefined ? { id, status } : { id, status, unfit };

    /** What is no signal does not come to the engine, and is noted as what it refuses. */
    async function refuse(id: string | null, reason: string, what: unknown): Promise<Answer> {
      // What is nested too deeply cannot be written again.
      const body = Buffer.from(strangeJson(what) === null ? (JSON.stringify(what) ?? '') : '');
      await live.ask((engine) => engine.refuse(body, reason, { name: source, line: null }));
      return { id, status: 'rejected', reason };
    }
  }

  return server;
}

/** Signals in our own form are taken as they are: the engine says what is wrong with them. */
function own(body: unknown, _request: FastifyRequest): Brought {
  return (Array.isArray(body) ? body : [body]).map((each): Translated | Refused =>
    isRecord(each)
      ? { ok: true, signal: each as unknown as Translated['signal'] }
      : { ok: false, reason: 'A signal should be a JSON object.', brought: each },
  );
}

/** A report needs a key that may tell it, and such a key tells nothing else. */
function permitted(
  brought: Translated | Refused,
  may: { readonly write: boolean | 'public'; readonly report: boolean },
): Translated | Refused {
  if (!brought.ok) return brought;
  const scope = typeof brought.signal.type === 'string' && isReport(brought.signal.type) ? 'report' : 'write';
  if (scope === 'write' && may.write === 'public') return { ok: true, signal: { ...brought.signal, trust: 'public' } };
  if (may[scope] === true) return brought;
  const what = scope === 'report' ? 'Reports need' : 'Signals that are no reports need';
  return {
    ok: false,
    reason: `${what} another key: make one with \`journey keys create NAME --scopes ${scope}\`.`,
    brought: brought.signal,
  };
}

function cloudEvents(request: FastifyRequest, body: unknown, received: number): Brought {
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  if (type.startsWith('application/cloudevents-batch')) {
    return Array.isArray(body)
      ? body.map((event) => fromStructured(event, received))
      : { status: 400, reason: 'A batch should be a list of events.' };
  }
  if (type.startsWith('application/cloudevents')) return [fromStructured(body, received)];
  return [fromBinary(request.headers, body, received)];
}

/** Whoever is still sending would meet a closed connection instead of the answer: the rest is read, not kept, within the request's time. */
function readAway(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  request.raw.resume();
}

/** By which its sender knows it, though it is no signal, or may not be one. */
function idIn(brought: unknown): string | null {
  return isRecord(brought) ? (textIn(brought, 'messageId') ?? textIn(brought, 'id')) : null;
}

function isList(brought: Brought): brought is readonly (Translated | Refused)[] {
  return Array.isArray(brought);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
