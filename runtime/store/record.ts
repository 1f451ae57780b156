/** A record of the log. */

export type RecordKind = 'signal' | 'wake' | 'task' | 'graph' | 'join' | 'emit';

export interface LogRecord {
  readonly seq: number;
  readonly kind: RecordKind;
  /** The clock when it was decided, milliseconds since 1970 UTC. */
  readonly time: number;
  readonly customer: number | null;
  /** The customer's record before this one. */
  readonly prev: number | null;
  /** A signal: its bytes as they came. */
  readonly body: Buffer | null;
  /** Decisions as `encodeDecisions` writes them; null: none. */
  readonly decisions: string | null;
}

/** Body of a `join` record: the customer that joined, and its newest record. */
export function joinOf(body: Buffer): { from: number; head: number } {
  return JSON.parse(body.toString()) as { from: number; head: number };
}
