/** The key of a request: by Basic with the key as user, by Bearer, or in the body as Segment's `writeKey`. */
import { isRecord, textIn } from './translated.ts';

export function keyOf(header: string | undefined, body: unknown): string | null {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer' && value !== '') return value;
  if (scheme.toLowerCase() === 'basic') {
    const [user = ''] = Buffer.from(value, 'base64').toString().split(':');
    if (user !== '') return user;
  }
  return isRecord(body) ? textIn(body, 'writeKey') : null;
}
