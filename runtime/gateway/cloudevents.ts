/** CloudEvents 1.0 over HTTP as signals: binary (attributes in headers), structured (one JSON object), batch (many). */
import { isRecord, type Refused, type Translated, textIn } from './translated.ts';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `received`: milliseconds since 1970 UTC, where the event says no time. */
export function fromStructured(event: unknown, received: number): Translated | Refused {
  if (!isRecord(event)) return { ok: false, reason: 'An event should be a JSON object.', brought: event };
  const data = Object.hasOwn(event, 'data_base64') ? jsonIn(event.data_base64) : event.data;
  return fromAttributes(event, data ?? {}, received);
}

/** `data`: the parsed body. Values of headers are percent-encoded. */
export function fromBinary(headers: Headers, data: unknown, received: number): Translated | Refused {
  const attributes: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('ce-') || typeof value !== 'string') continue;
    const decoded = percentDecoded(value);
    if (decoded === null)
      return { ok: false, reason: `The header ${name} is not percent-encoded as it should be.`, brought: data };
    attributes[name.slice('ce-'.length)] = decoded;
  }
  return fromAttributes(attributes, data, received);
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
      data,
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

/** The JSON in a base64 text; null where there is none. */
function jsonIn(text: unknown): unknown {
  try {
    return JSON.parse(Buffer.from(String(text), 'base64').toString());
  } catch {
    return null;
  }
}
