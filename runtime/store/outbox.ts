/** Messages that left, or are to leave. */
import type { Database } from './open.ts';

export interface OutboxRow {
  /** the idempotency key: the same at every try */
  readonly id: string;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly customer: number;
  readonly instance: string;
  readonly journey: string;
  readonly message: string;
  readonly channel: string;
  readonly address: string;
  /** what was rendered, as JSON */
  readonly content: string;
  readonly status: string;
}

const COLUMNS = 'id, time, customer, instance, journey, message, channel, address, content, status';

/** The newest first. */
export function readOutbox(
  database: Database,
  asked: { readonly status: string | null; readonly limit: number },
): OutboxRow[] {
  return database
    .prepare(`SELECT ${COLUMNS} FROM outbox WHERE (status = ? OR ? IS NULL) ORDER BY seq DESC, id LIMIT ?`)
    .all(asked.status, asked.status, asked.limit) as OutboxRow[];
}

export function readMessage(database: Database, id: string): OutboxRow | undefined {
  return database.prepare(`SELECT ${COLUMNS} FROM outbox WHERE id = ?`).get(id) as OutboxRow | undefined;
}
