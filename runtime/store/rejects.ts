/** Lines that could not be taken, with the reason; the rest went on. */
import { createHash } from 'node:crypto';
import type { Database } from './open.ts';
import type { Bindable } from './rows.ts';

export interface Reject {
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
  readonly body: Buffer;
}

/** No more of a body is kept than this. */
const LONGEST_BODY = 64 * 1024;

/** What its hash, its place and its reason take, as objects. */
const BESIDE_BODY = 2048;

export interface Rejects {
  /** How many bytes of memory it takes until it is written. */
  add(reject: Reject): number;
  /** Rows of the table for what was added since the last call. The same line from the same place counts once. */
  take(): Bindable[];
}

export function createRejects(): Rejects {
  let pending: Bindable[] = [];
  return {
    add({ source, line, reason, body }) {
      const hash = createHash('sha256')
        .update(JSON.stringify([source, line]))
        .update(body)
        .digest();
      // A copy: the body may be a piece of a large buffer that should not be kept for it.
      const kept = new Uint8Array(body.subarray(0, LONGEST_BODY));
      pending.push(hash, source, line, reason, kept);
      return kept.length + BESIDE_BODY;
    },
    take() {
      const taken = pending;
      pending = [];
      return taken;
    },
  };
}

export function countRejects(database: Database): number {
  return Number(database.prepare('SELECT count(*) FROM rejects').pluck().get());
}

export function readRejects(database: Database, limit: number): (Omit<Reject, 'body'> & { readonly text: string })[] {
  const rows = database
    .prepare('SELECT source, line, reason, body FROM rejects ORDER BY source, line LIMIT ?')
    .all(limit) as Reject[];
  return rows.map(({ source, line, reason, body }) => ({ source, line, reason, text: body.toString() }));
}
