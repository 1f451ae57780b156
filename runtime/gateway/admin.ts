/**
 * What operators ask of a running daemon: the same operations that they do without one. Who holds the token of the file beside the database,
 * or a key with the scope `operate`, may ask.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Json } from '../../compiler/graph/types.ts';
import { parseTime } from '../core/values/rfc3339.ts';
import { BY_RULE, isBy } from '../engine/acts.ts';
import { inPieces } from '../engine/in-pieces.ts';
import type { Live } from '../engine/live.ts';
import type { Operation } from '../engine/operation.ts';
import type { Reload } from '../engine/reload.ts';
import { strangeJson } from '../engine/strange.ts';
import { keyOf } from './authorization.ts';
import { parsePayload } from './payload.ts';
import { isRecord, textIn } from './translated.ts';

export interface AdminOptions {
  readonly live: Live;
  /** Who a key belongs to: null: it may not operate; '': whoever reads the token file, and says who they are. */
  readonly operator: (key: string) => string | null;
  /** Compiles the workspace again; `ok: false` tells why the old graph goes on. */
  readonly reload: (by: string) => Promise<Reloaded>;
  /** How each connector is: nothing but the process that sends knows. */
  readonly connectors: () => readonly object[];
}

export type Reloaded =
  | ({ readonly ok: true; readonly graph: string } & Reload)
  | { readonly ok: false; readonly problems: readonly string[] };

const ANSWERS = ['resolved', 'returned', 'approved', 'rejected'] as const;
const NOTED = ['backup', 'export', 'key created', 'key revoked'] as const;

const NO_OPERATION =
  'This is no operation that is known, or it lacks what belongs to it: pause, resume, cancel all (`journey`); cancel (`instance`); migrate (`journey`, `to`: the hash of a graph); ' +
  'claim (`task`); close (`task`, `action`: resolved, returned, approved or rejected); retry (`id`, or null for all, `unawaited`: true for calls that nobody awaits, too; `mending`: {`to`, `data`}); ' +
  'forget (`customer`: its number); move (`instance`, `limit`: wait or expiry, `to`: {`time`, such as 2026-03-01T09:00:00Z} or {`later`, in milliseconds}).';

export function addAdmin(server: FastifyInstance, { live, operator, reload, connectors }: AdminOptions): void {
  server.post('/v1/admin/operations', (request, reply) =>
    authorized(request, reply, async (body, by, owner) => {
      // What a program has done, it says itself: a key could make the audit tell what never was.
      const noted = isRecord(body) ? NOTED.find((each) => each === body.act) : undefined;
      if (noted !== undefined && owner !== '')
        return reply.code(403).send({ error: `\`${noted}\` is noted by the command that does it, and by no key.` });
      const operation = operationIn(body, by);
      if (operation === null) return reply.code(400).send({ error: NO_OPERATION });
      return reply.send(await inPieces(operation, (piece) => live.ask((engine, now) => engine.operate(piece, now))));
    }),
  );
  server.post('/v1/admin/signals', (request, reply) =>
    authorized(request, reply, async (body) => {
      const strange = strangeJson(body);
      if (strange !== null) return reply.send({ status: 'rejected', reason: strange });
      const receipt = await live.take(Buffer.from(JSON.stringify(body)), 'journey send');
      return reply.send(receipt.status === 'rejected' ? receipt : { status: receipt.status, seq: receipt.seq });
    }),
  );
  server.post('/v1/admin/reload', (request, reply) =>
    authorized(request, reply, async (_body, by) => reply.send(await reload(by))),
  );
  server.post('/v1/admin/connectors', (request, reply) =>
    authorized(request, reply, async () => reply.send(connectors())),
  );

  async function authorized(
    request: FastifyRequest,
    reply: FastifyReply,
    work: (body: unknown, by: string, owner: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const key = keyOf(request.headers.authorization, undefined);
    const owner = key === null ? null : operator(key);
    if (owner === null) {
      return reply
        .code(401)
        .send({ error: 'Give a key with the scope `operate`: make one with `journey keys create`.' });
    }
    const payload = parsePayload(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    if (!payload.ok) return reply.code(payload.status).send({ error: payload.reason });
    const said = isRecord(payload.value) ? (payload.value.by ?? null) : null;
    if (said !== null && !isBy(said)) {
      return reply.code(400).send({ error: `\`by\` says who does it: ${BY_RULE}.` });
    }
    try {
      const by = owner === '' ? (said ?? 'unknown') : said === null ? owner : `${said} (${owner})`;
      return await work(payload.value, by, owner);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return reply.code(503).send({ error: reason });
    }
  }
}

/** Null: it is none, or something of it is missing. */
function operationIn(body: unknown, by: string): Operation | null {
  if (!isRecord(body)) return null;
  const { act } = body;
  const [journey, instance, task] = ['journey', 'instance', 'task'].map((name) => textIn(body, name));
  if ((act === 'pause' || act === 'resume' || act === 'cancel all') && journey != null) return { act, journey, by };
  if (act === 'cancel' && instance != null) return { act, instance, by };
  const to = textIn(body, 'to');
  if (act === 'migrate' && journey != null && to !== null)
    return { act, journey, to, ...(body.retime === true ? { retime: true } : {}), by };
  if (act === 'claim' && task != null) return { act, task, by };
  const action = ANSWERS.find((each) => each === body.action);
  if (act === 'close' && task != null && action !== undefined) return { act, task, action, by };
  const noted = NOTED.find((each) => each === act);
  if (noted !== undefined) {
    const [subject, detail] = [textIn(body, 'subject') ?? '', textIn(body, 'detail') ?? ''];
    return subject.isWellFormed() && detail.isWellFormed() ? { act: noted, subject, detail, by } : null;
  }
  if (act === 'retry') return retryIn(body, by);
  if (act === 'forget' && Number.isSafeInteger(body.customer)) return { act, customer: Number(body.customer), by };
  const limit = body.limit === 'wait' || body.limit === 'expiry' ? body.limit : null;
  const target = targetIn(body.to);
  if (act !== 'move' || instance == null || limit === null || target === null) return null;
  return { act, instance, limit, to: target, by };
}

/** Without an `id` all that was given up; `to` and `data`: what is to be mended. */
function retryIn(body: Readonly<Record<string, unknown>>, by: string): Operation | null {
  const id = textIn(body, 'id');
  // An id that is none names one, and would let all leave again.
  if (id === null && (body.id ?? null) !== null) return null;
  const { mending } = body;
  if (mending === undefined)
    return { act: 'retry', id, ...(id === null && body.unawaited === true ? { unawaited: true } : {}), by };
  if (id === null || !isRecord(mending)) return null;
  const { to, data } = mending;
  if ((to !== undefined && typeof to !== 'string') || (data !== undefined && !isRecord(data))) return null;
  const mended = {
    ...(to === undefined ? {} : { to }),
    ...(data === undefined ? {} : { data: data as Readonly<Record<string, Json>> }),
  };
  return { act: 'retry', id, mending: mended, by };
}

function targetIn(to: unknown): { readonly time: number } | { readonly later: number } | null {
  if (!isRecord(to)) return null;
  // Commands send the number that the engine counts in.
  const time = typeof to.time === 'string' ? parseTime(to.time) : to.time;
  if (Number.isSafeInteger(time)) return { time: Number(time) };
  return Number.isSafeInteger(to.later) ? { later: Number(to.later) } : null;
}
