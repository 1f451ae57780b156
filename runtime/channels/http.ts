/** Over HTTP to whoever takes JSON: messages, calls and tasks as Standard Webhooks. */
import { type CallWork, type Connector, LONGEST_PAUSE_MS, type Result, type Work } from './connector.ts';
import { parseAnswer } from './parse-answer.ts';
import { payloadOf } from './payload.ts';
import { type Answered, fixedHeaders, type Poster } from './post.ts';
import type { Secrets } from './secrets.ts';
import type { HttpSettings } from './settings.ts';
import { signed, signingKey } from './signature.ts';

export interface HttpOptions {
  readonly settings: HttpSettings;
  readonly secrets: Secrets;
  readonly poster: Poster;
  /** milliseconds since 1970 UTC */
  readonly now: () => number;
}

export function httpConnector({ settings, secrets, poster, now }: HttpOptions): Connector {
  const secret = settings.signing ?? [];
  const signing = [secret].flat().map((each) => signingKey(secrets.get(each)));
  const fixed: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings.headers ?? {})) fixed[name.toLowerCase()] = secrets.text(value);
  if (settings.bearer !== undefined) fixed.authorization = `Bearer ${secrets.get(settings.bearer)}`;
  const always = fixedHeaders(fixed);
  return {
    async send(work, signal) {
      const body = JSON.stringify(payloadOf(work));
      const headers = { ...always, 'idempotency-key': work.key, ...signed(work.key, now(), body, signing) };
      const needsBody = (status: number): boolean => isAnswer(work, status);
      return judge(work, await poster.post(headers, body, signal, needsBody), now());
    },
    close: poster.close,
  };
}

/** The other side has read it and will never take it, however often it comes, unless it says when to come again. */
const FOR_GOOD: ReadonlySet<number> = new Set([400, 405, 406, 411, 413, 414, 415, 422, 431, 451]);
/** The other side has too much to do. */
const BUSY: ReadonlySet<number> = new Set([429, 502, 504]);
const BUSY_MS = 5_000;
/** It answers nobody, whatever is asked: who asks is not known or has not paid, or it has waited for too long. All other 4xx are about one work. */
const ABOUT_ALL: ReadonlySet<number> = new Set([401, 402, 407, 408]);

/** `now`: milliseconds since 1970 UTC. */
export function judge(work: Work, answered: Answered, now: number): Result {
  const { status, body } = answered;
  const reason = `HTTP ${status}`;
  if (status >= 200 && status < 300) return work.kind === 'call' ? answerOf(work, answered) : { kind: 'taken' };
  if (status === 410) return { kind: 'closed', reason: 'HTTP 410: the other side wants nothing more' };
  if (status >= 300 && status < 400) return { kind: 'failed', reason: `${reason}: redirects are not followed` };
  const asked = retryAfter(answered.headers['retry-after'], now);
  if (asked === null && FOR_GOOD.has(status)) return { kind: 'refused', reason, detail: body };
  const afterMs = asked ?? (BUSY.has(status) ? BUSY_MS : null);
  if (afterMs !== null) return { kind: 'failed', reason, detail: body, afterMs };
  const only = status >= 400 && status < 500 && !ABOUT_ALL.has(status);
  return { kind: 'failed', reason, detail: body, ...(only ? { only } : {}) };
}

/** Whether what the other side has taken is told by the body; else it is by the status alone, whatever becomes of the body. */
function isAnswer(work: Work, status: number): boolean {
  return work.kind === 'call' && work.result !== null && status >= 200 && status < 300 && status !== 202;
}

/** 202: the answer comes later, as a signal. */
function answerOf(work: CallWork, { status, body }: Answered): Result {
  if (work.result === null) return { kind: 'answered', value: null };
  if (status === 202) return { kind: 'taken' };
  return parseAnswer(body);
}

/** What is a date: `Date.parse` makes one of much else, such as 1.5. */
const DATE = /GMT$|^\d{4}-\d\d-\d\dT/;

/** Seconds, or a date; milliseconds from now on, or null where it says neither. */
function retryAfter(header: string | string[] | undefined, now: number): number | null {
  const text = [header].flat()[0];
  if (text === undefined) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : DATE.test(text) ? Date.parse(text) - now : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_PAUSE_MS);
}
