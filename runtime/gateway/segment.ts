/**
 * The calls of Segment and those who speak like it, as signals. `track` has the event's name as its type; the other calls have
 * their own (`identify`, `page`, ..), so that a workspace can declare `signal PageViewed named "page"`.
 */
import { isRecord, type Refused, type Translated, textIn } from './translated.ts';

export const CALLS = ['track', 'identify', 'alias', 'page', 'screen', 'group'] as const;
export type Call = (typeof CALLS)[number];

/** Where a call keeps what it is about. */
const CONTENT: Readonly<Record<Call, 'properties' | 'traits' | null>> = {
  track: 'properties',
  page: 'properties',
  screen: 'properties',
  identify: 'traits',
  group: 'traits',
  alias: null,
};

/** One call; `kind` is that of the path, a call in a batch says its own. `received`: milliseconds since 1970 UTC. */
export function fromSegment(call: unknown, kind: Call | null, received: number): Translated | Refused {
  if (!isRecord(call)) return { ok: false, reason: 'A call should be a JSON object.' };
  const type = kind ?? callOf(call.type);
  if (type === null) return { ok: false, reason: `\`type\` should be one of ${CALLS.join(', ')}.` };
  const id = textIn(call, 'messageId');
  if (id === null) return { ok: false, reason: '`messageId` is missing: retries could not be told from new calls.' };
  const name = type === 'track' ? textIn(call, 'event') : type;
  if (name === null) return { ok: false, reason: '`event` should be the name of what happened.' };
  const time = timeOf(call, received);
  if (time === null) return { ok: false, reason: '`timestamp` should be a time such as 2026-03-01T09:00:00Z.' };
  const user = textIn(call, 'userId');
  const previous = type === 'alias' ? textIn(call, 'previousId') : null;
  const anonymous = textIn(call, 'anonymousId') ?? previous;
  const part = CONTENT[type];
  const content = part === null ? {} : call[part];
  const group = type === 'group' ? textIn(call, 'groupId') : null;
  const title = type === 'page' || type === 'screen' ? textIn(call, 'name') : null;
  return {
    ok: true,
    signal: {
      id,
      type: name,
      time: new Date(time).toISOString(),
      ...(user === null ? {} : { subject: user }),
      ...(anonymous === null ? {} : { keys: { anonymous_id: anonymous } }),
      data: {
        ...(title === null ? {} : { name: title }),
        ...(previous === null ? {} : { previousId: previous }),
        ...(group === null ? {} : { groupId: group }),
        ...(isRecord(content) ? content : {}),
      },
    },
  };
}

/** The calls of a request: one, or those of a batch. Null: it is neither. */
export function callsOf(body: unknown): readonly unknown[] | null {
  if (!isRecord(body)) return null;
  return Array.isArray(body.batch) ? body.batch : null;
}

function callOf(type: unknown): Call | null {
  return CALLS.find((each) => each === type) ?? null;
}

/** The sender's clock, set right by when it says that it sent: `received - (sentAt - originalTimestamp)`. */
function timeOf(call: Readonly<Record<string, unknown>>, received: number): number | null {
  const sent = parsed(call.sentAt);
  const original = parsed(call.originalTimestamp);
  if (typeof sent === 'number' && typeof original === 'number') return received - Math.max(0, sent - original);
  const time = parsed(call.timestamp ?? call.originalTimestamp);
  return time === undefined ? received : time;
}

/** Undefined: not given; null: no time. */
function parsed(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
