/** CloudEvents 1.0 over HTTP as signals: binary (attributes in headers), structured (one JSON object), batch (many). */
import { isRecord, type Refused, type Translated, textIn } from './translated.ts';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `received`: milliseconds since 1970 UTC, where the event says no time. */
export function fromStructured(event: unknown, received: number): Translated | Refused {
  if (!isRecord(event)) return { ok: false, reason: 'An event should be a JSON object.', brought: event };
  if (!Object.hasOwn(event, 'data_base64')) return fromAttributes(event, event.data, received);
  const data = jsonIn(event.data_base64);
  return data === undefined
    ? { ok: false, reason: '`data_base64` should be JSON in UTF-8, as base64.', brought: event }
    : fromAttributes(event, data, received);
}

/** Whether the attributes stand in the headers: then no body is no data, which an event need not have. */
export function isBinary(headers: Headers): boolean {
  return headers['ce-specversion'] !== undefined;
}

/** `data`: the parsed body. Values of headers are percent-encoded, and may stand in quotes. */
export function fromBinary(headers: Headers, data: unknown, received: number): Translated | Refused {
  const attributes: Record<string, string> = Object.create(null);
  let broken: string | undefined;
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue;
    const decoded = percentDecoded(unquoted(value));
    if (decoded === null) broken ??= name;
    attributes[name.slice('ce-'.length)] = decoded ?? value;
  }
  if (broken === undefined) return fromAttributes(attributes, data, received);
  const reason = `The header ${broken} is not percent-encoded as it should be.`;
  return { ok: false, reason, brought: { ...attributes, data } };
}

function fromAttributes(
  attributes: Readonly<Record<string, unknown>>,
  data: unknown,
  received: number,
): Translated | Refused {
  const missing = ['specversion', 'id', 'source', 'type'].filter((name) => textIn(attributes, name) === null);
  if (missing.length > 0)
    return { ok: false, reason: `A CloudEvent needs ${missing.join(', ')}.`, brought: { ...attributes, data } };
  const [id, source, type] = ['id', 'source', 'type'].map((name) => textIn(attributes, name) ?? '');
  if (textIn(attributes, 'specversion') !== '1.0')
    return { ok: false, reason: 'Only CloudEvents 1.0 are understood.', brought: { ...attributes, data } };
  const subject = textIn(attributes, 'subject');
  return {
    ok: true,
    signal: {
      // An event is known by its source and its id together.
      id: `${source} ${id}`,
      type: type ?? '',
      time: textIn(attributes, 'time') ?? new Date(received).toISOString(),
      ...(subject === null ? {} : { subject }),
      data: data ?? {},
    },
  };
}

function percentDecoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** A header may hold its value as a quoted string (RFC 9110, 5.6.4). */
function unquoted(value: string): string {
  const [, inner] = /^"(.*)"$/s.exec(value) ?? [];
  return inner === undefined ? value : inner.replaceAll(/\\(.)/gs, '$1');
}

/** The JSON in a base64 text; undefined where there is none. */
function jsonIn(text: unknown): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(String(text), 'base64')));
  } catch {
    return undefined;
  }
}
