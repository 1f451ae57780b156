/** Reads a request's body: JSON whatever its content type says, packed or not, within limits. */
import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';

export const LARGEST_BODY = 1024 * 1024;
/** Unpacked. */
const LARGEST_TEXT = 8 * LARGEST_BODY;

export type Payload =
  /** `bytes`: how many it has unpacked */
  | { readonly ok: true; readonly value: unknown; readonly bytes: number }
  | { readonly ok: false; readonly status: 400 | 413; readonly reason: string };

export const NO_BODY: Payload = { ok: true, value: undefined, bytes: 0 };

/** RudderStack sends gzip that it calls a form, so the bytes themselves say what they are. `encoding`: what their header says of it. */
export function parsePayload(body: Buffer, encoding?: string): Payload {
  let bytes = body;
  if (body[0] === 0x1f && body[1] === 0x8b) {
    try {
      bytes = gunzipSync(body, { maxOutputLength: LARGEST_TEXT });
    } catch (error) {
      const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return tooLarge
        ? { ok: false, status: 413, reason: `Unpacked it is larger than ${LARGEST_TEXT / LARGEST_BODY} MB.` }
        : { ok: false, status: 400, reason: 'It looks like gzip, but cannot be unpacked.' };
    }
  }
  if (!isUtf8(bytes)) {
    const packed = encoding !== undefined && bytes === body;
    return {
      ok: false,
      status: 400,
      reason: packed ? 'This is not UTF-8: pack it with gzip, or not at all.' : 'This is not UTF-8.',
    };
  }
  let value: unknown;
  try {
    // Without the mark of byte order that some put before it.
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return { ok: false, status: 400, reason: 'This is not JSON.' };
  }
  return { ok: true, value, bytes: bytes.length };
}
