/** One try within its time. A connector that does not come back is left behind. */

import { withRemedy } from './certificate.ts';
import { type Connector, type Failed, NoAnswer, type Result, Unreadable, type Work } from './connector.ts';
import { textOf } from './thrown.ts';

/** `stopped`: the process ends; nobody knows whether it was taken. */
export async function sendWithin(
  connector: Connector,
  work: Work,
  ms: number,
  stopping: AbortSignal,
): Promise<Result | 'stopped'> {
  const abort = new AbortController();
  const sent = (async () => connector.send(work, abort.signal))().catch(thrown);
  return new Promise((resolve) => {
    const end = (result: Result | 'stopped'): void => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', stop);
      resolve(result);
      abort.abort();
    };
    const stop = (): void => end('stopped');
    const late = (): void => end({ kind: 'failed', reason: `no answer within ${ms} ms` });
    // Where the process stood still meanwhile, an answer that came in time is read first.
    const timer = setTimeout(() => setImmediate(late), ms);
    stopping.addEventListener('abort', stop, { once: true });
    sent.then(end);
  });
}

/** No answer is no refusal: it may have been taken. What lies behind the error says more than the error. */
function thrown(error: unknown): Failed {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (inner instanceof Unreadable) return { kind: 'failed', reason: inner.message, only: true };
  if (inner instanceof NoAnswer) return { kind: 'failed', reason: inner.message };
  const { code, message } = (inner instanceof Error ? inner : { message: inner }) as {
    code?: unknown;
    message: unknown;
  };
  // A number says nothing without its provider's list, and the message beside it does.
  return { kind: 'failed', reason: typeof code === 'string' ? code : 'no answer', detail: withRemedy(textOf(message)) };
}
