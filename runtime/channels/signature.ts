/** Standard Webhooks: the headers by which the other side knows that it was us, and that nothing was changed. */
import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/** `now`: milliseconds since 1970 UTC. Each secret signs, so that the other side can take its time to change to a new one. */
export function signed(
  id: string,
  now: number,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
  };
}
