/**
 * The calls of Segment and those who speak like it, as signals. `track` has the event's name as its type; the other calls have
 * their own (`identify`, `page`, ..), so that a workspace can declare `signal PageViewed named "page"`.
 */
import { parseTime } from '../core/values/rfc3339.ts';
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

/** When a request came, and when its sender says that it was sent. */
export interface Sending {
  /** milliseconds since 1970 UTC */
  readonly received: number;
  /** of a batch; a call of its own says it itself */
  readonly sentAt?: unknown;
}

/** One call; `kind` is that of the path, a call in a batch says its own. */
export function fromSegment(call: unknown, kind: Call | null, sending: Sending): Translated | Refused {
  const refused = (reason: string): Refused => ({ ok: false, reason, brought: call });
  if (!isRecord(call)) return refused('A call should be a JSON object.');
  const type = kind ?? callOf(call.type);
  if (type === null) return refused(`\`type\` should be one of ${CALLS.join(', ')}.`);
  const id = textIn(call, 'messageId');
  if (id === null) return refused('`messageId` is missing: retries could not be told from new calls.');
  const name = type === 'track' ? textIn(call, 'event') : type;
  if (name === null) return refused('`event` should be the name of what happened.');
  const time = timeOf(call, sending);
  if (time === null) return refused('`timestamp` should be a time such as 2026-03-01T09:00:00Z.');
  const user = textIn(call, 'userId');
  const previous = type === 'alias' ? textIn(call, 'previousId') : null;
  const anonymous = textIn(call, 'anonymousId') ?? previous;
  const part = CONTENT[type];
  const content = part === null ? {} : call[part];
  const told = type === 'identify' && isRecord(call.context) ? call.context.traits : null;
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
        // Some clients tell who somebody is beside the call.
        ...(isRecord(told) ? told : {}),
        ...(isRecord(content) ? content : {}),
      },
    },
  };
}

/** The calls of a batch; null: it is none. */
export function fromBatch(body: unknown, received: number): readonly (Translated | Refused)[] | null {
  if (!isRecord(body) || !Array.isArray(body.batch)) return null;
  const sending = { received, sentAt: body.sentAt };
  return body.batch.map((call: unknown) => fromSegment(call, null, sending));
}

function callOf(type: unknown): Call | null {
  return CALLS.find((each) => each === type) ?? null;
}

/** Beyond it JavaScript has no dates. */
const LAST_TIME = 8.64e15;

/** The sender's clock, set right by when it says that it sent: `received - (sentAt - originalTimestamp)`. */
function timeOf(call: Readonly<Record<string, unknown>>, { received, sentAt }: Sending): number | null {
  const original = parsed(call.originalTimestamp ?? call.timestamp);
  const sent = parsed(call.sentAt ?? sentAt);
  if (typeof original === 'number' && typeof sent === 'number') {
    const time = received - (sent - original);
    return Math.abs(time) > LAST_TIME ? null : time;
  }
  return original === undefined ? received : original;
}

/** What libraries write: without seconds, without a zone (then it is UTC, wherever this runs), the day alone. */
const ISO_8601 = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(?:[Zz]|([+-]\d\d):?(\d\d))?)?$/;

/** Undefined: not given; null: no time. */
function parsed(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return undefined;
  const match = typeof value === 'string' ? ISO_8601.exec(value) : null;
  if (match === null) return null;
  const [, day = '', minute = '00:00', second = ':00', hours, minutes] = match;
  return parseTime(`${day}T${minute}${second}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
}
