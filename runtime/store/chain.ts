/** The chain through the log: each record's hash covers the record and the hash before it, so a changed byte is found. */
import * as crypto from 'node:crypto';
import { HASH_AT, HASH_LENGTH, isAltered, recordSpans } from './block.ts';

/** The hash of a record: the first 144 bits of SHA-256. */
export type Hash = Buffer;

export const FIRST_HASH: Hash = Buffer.alloc(HASH_LENGTH);

/** Writes the hash before into each record of a block; gives the hash of the last. */
export function seal(bytes: Uint8Array, before: Hash): Hash {
  let hash = before;
  for (const { start, end } of recordSpans(bytes)) {
    bytes.set(hash, start + HASH_AT);
    hash = hashOf(bytes.subarray(start, end));
  }
  return hash;
}

/** The hash of a sealed block's last record, or how many records are as they were written before the first that is not. */
export function checkSeal(
  bytes: Uint8Array,
  before: Hash,
): { readonly ok: true; readonly hash: Hash } | { readonly ok: false; readonly good: number } {
  let hash = before;
  let good = 0;
  for (const { start, end } of recordSpans(bytes)) {
    const written = bytes.subarray(start + HASH_AT, start + HASH_AT + HASH_LENGTH);
    // What the next record says of this one shows it damaged: this one is the first that is not as it was.
    if (!hash.equals(written)) return { ok: false, good: Math.max(good - 1, 0) };
    hash = hashInChain(bytes.subarray(start, end));
    good++;
  }
  return { ok: true, hash };
}

/** By which the next record knows it: that of its bytes, or, where somebody was forgotten, that of the bytes it had. */
export function hashInChain(record: Uint8Array): Hash {
  return isAltered(record) ? Buffer.from(record.subarray(record.length - HASH_LENGTH)) : hashOf(record);
}

export function hashOf(record: Uint8Array): Hash {
  return Buffer.from(crypto.hash('sha256', record, 'binary'), 'latin1').subarray(0, HASH_LENGTH);
}
