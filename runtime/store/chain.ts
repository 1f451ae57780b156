/** The chain through the log: each record's hash covers the record and the hash before it, so a changed byte is found. */
import * as crypto from 'node:crypto';

export const FIRST_HASH: Buffer = Buffer.alloc(32);

let scratch: Buffer = Buffer.alloc(64 * 1024);

export interface ChainedRecord {
  readonly seq: number;
  readonly kind: string;
  readonly time: number;
  readonly customer: number | null;
  readonly prev: number | null;
  readonly body: Buffer | null;
  readonly decisions: string | null;
}

/** SHA-256 of the hash before, the numbers, the body and the decisions. */
export function chain(before: Buffer, record: ChainedRecord): Buffer {
  const decisions = record.decisions ?? '';
  const body = record.body?.length ?? 0;
  const most = 128 + body + decisions.length * 3;
  if (scratch.length < most) scratch = Buffer.alloc(most * 2);
  before.copy(scratch, 0);
  scratch.writeDoubleLE(record.seq, 32);
  scratch.writeDoubleLE(record.time, 40);
  scratch.writeDoubleLE(record.customer ?? -1, 48);
  scratch.writeDoubleLE(record.prev ?? -1, 56);
  scratch.writeDoubleLE(record.body === null ? -1 : body, 64);
  let length = 72 + scratch.write(record.kind, 72, 'latin1') + 1;
  scratch[length - 1] = 0;
  if (record.body !== null) length += record.body.copy(scratch, length);
  length += scratch.write(decisions, length, 'utf8');
  return crypto.hash('sha256', scratch.subarray(0, length), 'buffer');
}
