/** An operator lets what was given up leave again, under the same id: the other side recognises what it has after all. */

import type { Write } from '../store/batch.ts';
import type { Database } from '../store/open.ts';
import { readMessage, retryWrite } from '../store/outbox.ts';

export type Retried = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** It leaves with the next commit at the earliest; `now`: milliseconds since 1970 UTC. */
export function retry(note: (write: Write) => void, database: Database, id: string, now: number): Retried {
  const row = readMessage(database, id);
  if (row === undefined) return { ok: false, reason: `Nothing in the outbox has the id ${id}.` };
  switch (row.status) {
    case 'dead':
    case 'failed':
      note(retryWrite(id, now));
      return { ok: true };
    case 'pending':
    case 'sending':
      return { ok: false, reason: `${id} is on its way.` };
    case 'sent':
      return { ok: false, reason: `${id} has been sent.` };
    case 'cancelled':
      return { ok: false, reason: `${id} was cancelled, since nobody waits for it any more.` };
  }
}
