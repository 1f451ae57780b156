/** Standard Webhooks: the headers by which the other side knows that it was us, and that nothing was changed. */
import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** Of a secret as the other side was given it. Throws where it is none: by what is decoded from it nobody could tell that it was us. */
export function signingKey(secret: string): Buffer {
  const whole = secret.trim();
  const text = whole.startsWith(PREFIX) ? whole.slice(PREFIX.length) : whole;
  if (!/^[\w+/-]{2,}={0,2}$/.test(text))
    throw new Error(`its secret for \`signing\` is not of Standard Webhooks: \`${PREFIX}\` and base64`);
  return Buffer.from(text, 'base64');
}

/** `now`: milliseconds since 1970 UTC. Each key signs, so that the other side can take its time to change to a new one. */
export function signed(
  id: string,
  now: number,
  body: string,
  keys: readonly Buffer[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
  };
}
