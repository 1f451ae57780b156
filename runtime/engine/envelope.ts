/** A signal as it comes: `{"id", "type", "time", "subject", "keys"?, "trust"?, "data"}`. */
import { isUtf8 } from 'node:buffer';
import { safeName } from '../core/values/names.ts';
import { parseTime } from '../core/values/rfc3339.ts';
import type { Keys } from '../identity/keys.ts';
import { createFlatReader } from './flat.ts';
import { strangeJson } from './strange.ts';

export interface Envelope {
  readonly id: string;
  readonly type: string;
  /** event time, milliseconds since 1970 UTC */
  readonly time: number;
  readonly keys: Record<string, string>;
  readonly data: unknown;
  /** anybody can have sent it: it came by a key that is no secret; absent: somebody who is trusted */
  readonly trust?: 'public';
}

export type Parsed =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly reason: string };

const refuse = (reason: string): Parsed => ({ ok: false, reason });

const LONGEST_ID = 512;
const MOST_KEYS = 32;
/** bytes */
const LARGEST = 1024 * 1024;
/** Times outside of these are a mistake of the sender, not a time. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** Why the bytes of a signal cannot be taken whatever they say, or null. `text`: what they are read as. */
export function unreadable(body: Buffer, text: string): string | null {
  if (body.length > LARGEST) return `A signal should not be larger than 1 MB; this one has ${body.length} bytes.`;
  // What is no UTF-8 is read as this character, which may also stand there by itself.
  return text.includes('\ufffd') && !isUtf8(body) ? 'This is not UTF-8.' : null;
}

export function parseEnvelope(text: string): Parsed {
  let value: unknown = cutEnvelope(text);
  if (value === null) {
    try {
      value = JSON.parse(text);
    } catch {
      return refuse('This is not JSON.');
    }
    const strange = strangeJson(value);
    if (strange !== null) return refuse(strange);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('A signal should be a JSON object.');
  const { id, type, time, subject, keys, trust, data } = value as Raw;
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID) {
    return refuse(`\`id\` should be a text of 1 to ${LONGEST_ID} characters, unique to the signal.`);
  }
  if (typeof type !== 'string' || type === '' || type.length > LONGEST_ID)
    return refuse('`type` should be the name of a signal.');
  const at = typeof time === 'string' ? parseTime(time) : null;
  if (at === null || at < EARLIEST || at > LATEST)
    return refuse('`time` should be a time such as 2026-03-01T09:00:00Z.');
  const found: Record<string, string> = {};
  const problem = readKeys(subject, keys, found);
  if (problem !== null) return refuse(problem);
  const envelope: Envelope = { id, type, time: at, keys: found, data };
  return { ok: true, envelope: trust === 'public' ? { ...envelope, trust } : envelope };
}

/** What an envelope can hold, unchecked. */
interface Raw {
  id: unknown;
  type: unknown;
  time: unknown;
  subject: unknown;
  keys: unknown;
  trust: unknown;
  data: unknown;
}

const flat = createFlatReader();

const OPEN = 123;
const CLOSE = 125;
const COMMA = 44;
const QUOTE = 34;

/**
 * The envelope as senders mostly write it, cut by position: texts without escapes, then `data` as the last member. Only
 * `data` is parsed, at half the cost of parsing it all. Anything else gives null, and is parsed as a whole.
 */
function cutEnvelope(text: string): Raw | null {
  if (text.charCodeAt(0) !== OPEN || text.charCodeAt(text.length - 1) !== CLOSE) return null;
  const raw: Raw = {
    id: undefined,
    type: undefined,
    time: undefined,
    subject: undefined,
    keys: undefined,
    trust: undefined,
    data: undefined,
  };
  for (let at = 1; ; ) {
    const nameEnd = text.indexOf('"', at + 1);
    const from = nameEnd + 3;
    const length = nameEnd - at;
    if (text.charCodeAt(nameEnd + 2) !== QUOTE)
      return length === 5 && text.startsWith('"data":', at) ? cutData(text, at, raw) : null;
    const to = text.indexOf('"', from);
    if (to < 0 || text.charCodeAt(to + 1) !== COMMA) return null;
    if (length === 3 && text.startsWith('"id":', at)) raw.id = text.slice(from, to);
    else if (length === 5 && text.startsWith('"type":', at)) raw.type = text.slice(from, to);
    else if (length === 5 && text.startsWith('"time":', at)) raw.time = text.slice(from, to);
    else if (length === 8 && text.startsWith('"subject":', at)) raw.subject = text.slice(from, to);
    else return null;
    at = to + 2;
  }
}

/** Not where the data is a text, or where an escape stands before it. */
function cutData(text: string, at: number, raw: Raw): Raw | null {
  const escaped = text.indexOf('\\');
  if (escaped >= 0 && escaped < at) return null;
  const from = at + '"data":'.length;
  const type = typeof raw.type === 'string' ? raw.type : '';
  raw.data = flat.read(type, text, from, text.length - 1);
  if (raw.data !== null) return raw;
  try {
    raw.data = JSON.parse(text.slice(from, -1));
    flat.learn(type, raw.data);
    return strangeJson(raw.data) === null ? raw : null;
  } catch {
    return null;
  }
}

function readKeys(subject: unknown, keys: unknown, found: Record<string, string>): string | null {
  if (subject !== undefined && subject !== null) {
    if (typeof subject !== 'string' || !isKey(subject))
      return `\`subject\` should be the text that names the customer${limits(subject)}.`;
    found.user_id = subject;
  }
  if (keys === undefined || keys === null) return null;
  if (typeof keys !== 'object' || Array.isArray(keys)) return '`keys` should be an object such as {"email": ".."}.';
  const given = Object.entries(keys);
  if (given.length > MOST_KEYS) return `\`keys\` should hold at most ${MOST_KEYS} keys.`;
  for (const [name, value] of given) {
    if (!isKey(name)) return `The name of a key should be a text${limits(name)}.`;
    if (typeof value !== 'string' || !isKey(value)) return `The key \`${name}\` should be a text${limits(value)}.`;
    found[safeName(name)] = value;
  }
  return null;
}

/** A text that the database keeps as it is: half a character would become another, and two customers one. */
function isKey(value: string): boolean {
  return value !== '' && value.length <= LONGEST_ID && value.isWellFormed();
}

/** What a text is not that should be a key. */
function limits(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.isWellFormed()
    ? ` of 1 to ${LONGEST_ID} characters`
    : ' of whole characters; this one holds half of one';
}

/** Adds the keys that the signal's own fields carry (`user: id key user_id`). */
export function addFieldKeys(
  keys: Record<string, string>,
  fields: readonly { readonly field: string; readonly key: string }[],
  data: Readonly<Record<string, unknown>>,
): Keys {
  for (const { field, key } of fields) {
    const value = data[field];
    if (typeof value === 'string' && isKey(value)) keys[key] ??= value;
  }
  return keys;
}
