/** `{"type": "message.opened", "data": {"message": "m-12-0"}}`: what a channel tells of a message that was sent. */
import type { MessageOutcome } from '../../compiler/graph/types.ts';
import type { Delivery } from '../core/state/input.ts';
import { readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { type Envelope, parseEnvelope } from './envelope.ts';

const OUTCOMES: readonly MessageOutcome[] = ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'failed'];
const PREFIX = 'message.';

/** Null: it is no such signal. It needs no key: the message says whose it is. */
export function deliveryOf(text: string): { readonly envelope: Envelope; readonly delivery: Delivery } | null {
  const parsed = parseEnvelope(text);
  if (!parsed.ok || !parsed.envelope.type.startsWith(PREFIX)) return null;
  const { envelope } = parsed;
  const what = OUTCOMES.find((each) => envelope.type === `${PREFIX}${each}`);
  const { data } = envelope;
  if (what === undefined || typeof data !== 'object' || data === null || !('message' in data)) return null;
  const { message } = data;
  const link = 'link' in data && typeof data.link === 'string' ? data.link : null;
  return typeof message === 'string' ? { envelope, delivery: { message, what, link } } : null;
}

/**
 * Whom a message, a call or a task was about: the record that it comes from knows, and its place stands in the id. `newest`: the last
 * place of the log; a record that is not on disk yet goes there by `flush`.
 */
export function customerOf(database: Database, id: string, newest: number, flush: () => void): number | null {
  const found = /^[mct]-(\d+)-\d+(?:-\d+)?$/.exec(id)?.[1];
  const place = found === undefined ? null : Number(found);
  if (place === null || place > newest) return null;
  const known = readRecord(database, place)?.customer ?? null;
  if (known !== null) return known;
  flush();
  return readRecord(database, place)?.customer ?? null;
}

/** Whose journey sent a message, where that is another customer than who got it: it stands at the end of its id. */
export function senderOf(message: string): number | null {
  const sender = /^m-\d+-\d+-(\d+)$/.exec(message)?.[1];
  return sender === undefined ? null : Number(sender);
}
