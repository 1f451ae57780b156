/**
 * A connector of one's own: text messages through an imagined provider. Its whole contract is this one function.
 *
 * @typedef {{ kind: 'taken' }                                                  it has the message
 *   | { kind: 'answered', value: unknown }                                     the answer of a call
 *   | { kind: 'refused', reason: string, detail?: string }                     never, however often it is tried
 *   | { kind: 'failed', reason: string, detail?: string, afterMs?: number, only?: true }
 *                                       not now: it is tried again; `only`: it is about this one work, and no other is told to wait for it
 *   | { kind: 'closed', reason: string }} Result                               nothing more through this connector
 *
 * @param {{ name: string, settings: { url: string, sender: string }, secrets: { token: string } }} context
 *   what stands in journey.json; secrets are read from the environment
 */
export default function smsHouse({ settings, secrets }) {
  return {
    /**
     * @param {{ kind: string, key: string, to: string, content: Record<string, string> }} work
     *   `key` is the same at every try: hand it on, so that nobody gets a message twice
     * @param {{ signal: AbortSignal }} more  aborted when the time of the try is over
     * @returns {Promise<Result>}
     */
    async send(work, { signal }) {
      if (work.kind !== 'message') return { kind: 'refused', reason: 'only messages can be texted' };
      const response = await fetch(settings.url, {
        method: 'POST',
        redirect: 'error',
        signal,
        headers: {
          authorization: `Bearer ${secrets.token}`,
          'content-type': 'application/json',
          'idempotency-key': work.key,
        },
        body: JSON.stringify({ from: settings.sender, to: work.to, text: work.content.text }),
      });
      if (response.ok) return { kind: 'taken' };
      const detail = await response.text();
      if (response.status === 429) return { kind: 'failed', reason: 'too many at once', afterMs: 5000 };
      if (response.status < 500) return { kind: 'refused', reason: `the SMS house said ${response.status}`, detail };
      return { kind: 'failed', reason: `the SMS house said ${response.status}`, detail };
    },
  };
}
