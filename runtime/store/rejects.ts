/** Lines that could not be taken, with the reason; the rest went on. */
import { createHash } from 'node:crypto';
import type { Database } from './open.ts';

export interface Reject {
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
  readonly body: Buffer;
}

/** No more of a body is kept than this. */
const LONGEST_BODY = 64 * 1024;

/** The same line from the same place counts once. */
export function rejectTable(database: Database): { add(reject: Reject): void; write(): void } {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO rejects (hash, source, line, reason, body) VALUES (?, ?, ?, ?, ?)',
  );
  let pending: Reject[] = [];
  return {
    add: (reject) => pending.push(reject),
    write() {
      for (const { source, line, reason, body } of pending) {
        const hash = createHash('sha256')
          .update(JSON.stringify([source, line]))
          .update(body)
          .digest();
        insert.run(hash, source, line, reason, body.subarray(0, LONGEST_BODY));
      }
      pending = [];
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
