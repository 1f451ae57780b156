/** `{"type": "message.opened", "data": {"message": "m-12-0"}}`: what a channel tells of a message that was sent. */
import type { MessageOutcome } from '../../compiler/graph/types.ts';
import type { Delivery } from '../core/state/input.ts';
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

/** The record that sent a message, made a call or opened a task: its place stands in the id. */
export function recordOf(id: string): number | null {
  const place = /^[mct]-(\d+)-\d+$/.exec(id)?.[1];
  return place === undefined ? null : Number(place);
}
