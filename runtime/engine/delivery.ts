/** `{"type": "message.opened", "data": {"message": "m-12-0"}}`: what a channel tells of a message that was sent. */
import type { MessageOutcome } from '../../compiler/graph/types.ts';
import type { Delivery } from '../core/state/input.ts';
import { readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { customerOfWork, type OutboxKind } from '../store/outbox.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';

export const OUTCOMES: readonly MessageOutcome[] = ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'failed'];
const PREFIX = 'message.';
const LONGEST_REASON = 200;

/** Null: it is no such signal. It needs no key: the message says whose it is. */
export function deliveryOf(text: string): { readonly envelope: Envelope; readonly delivery: Delivery } | null {
  const parsed = parseEnvelope(text);
  if (!parsed.ok || !parsed.envelope.type.startsWith(PREFIX)) return null;
  const { envelope } = parsed;
  const what = OUTCOMES.find((each) => envelope.type === `${PREFIX}${each}`);
  const { data } = envelope;
  if (what === undefined || typeof data !== 'object' || data === null || !('message' in data)) return null;
  const { message } = data;
  if (typeof message !== 'string') return null;
  const link = 'link' in data && typeof data.link === 'string' ? data.link : null;
  const reason = 'reason' in data && typeof data.reason === 'string' ? data.reason.slice(0, LONGEST_REASON) : null;
  return { envelope, delivery: { message, what, link, ...(reason === null ? {} : { reason }) } };
}

/**
 * Whom the work with that id was about; null: there is none. An id that merely could be one does not count. `newest`: the last place of
 * the log; what is not on disk yet goes there by `flush`.
 */
export function customerOf(
  database: Database,
  { kind, id }: { readonly kind: OutboxKind; readonly id: string },
  newest: number,
  flush: () => void,
): number | null {
  const place = placeOf(id);
  if (place === 0 || place > newest) return null;
  const known = customerOfWork(database, kind, id);
  if (known !== null || readRecord(database, place) !== undefined) return known;
  flush();
  return customerOfWork(database, kind, id);
}

/** Where in the log it was decided that it leaves; 0: this is no such id. */
export function placeOf(id: string): number {
  return Number(/^[mct]-(\d+)-\d+(?:-\d+)?$/.exec(id)?.[1] ?? 0);
}

/** Whose journey sent a message, where that is another customer than who got it: it stands at the end of its id. */
export function senderOf(message: string): number | null {
  const sender = /^m-\d+-\d+-(\d+)$/.exec(message)?.[1];
  return sender === undefined ? null : Number(sender);
}
