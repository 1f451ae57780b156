/**
 * Records of the log as bytes. A row of the `log` table holds a block of them: one value to bind instead of eight a record.
 *
 * A record is a head of fixed size, the body, the decisions as UTF-8. The head, little endian:
 * length u32, hash before 18 bytes, kind u8, alteration u8 (0: none), time f64, customer f64 (0: none), prev f64 (0: none),
 * body length + 1 u32 (0: none), decisions length + 1 u32 (0: none).
 * The hash before is written when the block is sealed (`chain.ts`). An altered record ends with the hash that it had as it was written.
 */
import type { TextSink } from './decisions.ts';
import { unreadable } from './failure.ts';
import type { Alteration, LogRecord, RecordKind } from './record.ts';

/** Records of neighbouring places, the first of them at `first`. */
export interface Block {
  readonly first: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

export const HASH_AT = 4;
export const HASH_LENGTH = 18;
const KIND_AT = 22;
const ALTERED_AT = 23;
const TIME_AT = 24;
const CUSTOMER_AT = 32;
const PREV_AT = 40;
const BODY_LENGTH_AT = 48;
const DECISIONS_LENGTH_AT = 52;
const HEAD = 56;

/** As on disk: a number is never given to another kind. */
const NUMBERS: Readonly<Record<RecordKind, number>> = {
  signal: 0,
  wake: 1,
  task: 2,
  graph: 3,
  join: 4,
  emit: 5,
  told: 6,
  answer: 7,
  delivery: 8,
  parcel: 9,
  recall: 10,
  heard: 11,
  act: 12,
  about: 13,
  resend: 14,
};
const KINDS = Object.keys(NUMBERS) as RecordKind[];

/** The place of an alteration is its number on disk. */
const ALTERATIONS: readonly (Alteration | null)[] = [null, 'erased', 'redacted'];

/** A block is no longer than this, so that its row fills one page: `why` reads a page for each record that it shows. */
const BLOCK_BYTES = 16 * 1024 - 128;
const FIRST_CAPACITY = 256 * 1024;

/** A record whose place and decisions are given beside it. */
export type NewRecord = Omit<LogRecord, 'seq' | 'decisions'>;

export interface BlockEncoder<D> {
  /** Returns how many bytes it takes. `decisions` null: none. */
  add(seq: number, record: NewRecord, decisions: D | null): number;
  /** The blocks of what was added since the last call; they share one buffer. */
  take(): Block[];
}

/** Pieces up to this many characters are copied faster one by one than by a call into the engine. */
const SHORT = 32;

/** `write` turns decisions into text. */
export function createBlockEncoder<D>(write: (to: TextSink, decisions: D) => void): BlockEncoder<D> {
  let bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  let view = new DataView(bytes.buffer);
  let length = 0;
  let start = 0;
  let first = 0;
  let next = 0;
  let blocks: { first: number; count: number; start: number; end: number }[] = [];

  const reserve = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, length + more));
    larger.set(bytes.subarray(0, length));
    bytes = larger;
    view = new DataView(bytes.buffer);
  };
  /** Closes the block before the place; `seq`: the record that stands there. */
  const close = (end: number, seq: number): void => {
    if (seq > first) blocks.push({ first, count: seq - first, start, end });
    start = end;
    first = seq;
  };
  const text = (piece: string): void => {
    const size = piece.length;
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    reserve(size * 3);
    if (size > SHORT) {
      length += bytes.write(piece, length, 'utf8');
      return;
    }
    for (let index = 0; index < size; index++) {
      const code = piece.charCodeAt(index);
      if (code > 127) {
        length += bytes.write(piece, length, 'utf8');
        return;
      }
      bytes[length + index] = code;
    }
    length += size;
  };
  const sink: TextSink = { text };
  return {
    add(seq, { kind, time, customer, prev, body }, decisions) {
      reserve(HEAD + (body?.length ?? 0));
      next = seq + 1;
      if (length === start) first = seq;
      const at = length;
      view.setUint8(at + KIND_AT, NUMBERS[kind]);
      view.setUint8(at + ALTERED_AT, 0);
      view.setFloat64(at + TIME_AT, time, true);
      view.setFloat64(at + CUSTOMER_AT, customer ?? 0, true);
      view.setFloat64(at + PREV_AT, prev ?? 0, true);
      view.setUint32(at + BODY_LENGTH_AT, body === null ? 0 : body.length + 1, true);
      length = at + HEAD;
      if (body !== null) {
        bytes.set(body, length);
        length += body.length;
      }
      const before = length;
      if (decisions !== null) write(sink, decisions);
      view.setUint32(at + DECISIONS_LENGTH_AT, decisions === null ? 0 : length - before + 1, true);
      const size = length - at;
      view.setUint32(at, size, true);
      if (length - start > BLOCK_BYTES) close(at, seq);
      return size;
    },
    take() {
      close(length, next);
      const taken = blocks.map(({ first, count, start, end }) => ({ first, count, bytes: bytes.subarray(start, end) }));
      // The next commit is likely as large as this one.
      bytes = Buffer.allocUnsafeSlow(Math.max(FIRST_CAPACITY, Math.min(length * 1.25, 64 * FIRST_CAPACITY) | 0));
      view = new DataView(bytes.buffer);
      length = 0;
      start = 0;
      blocks = [];
      return taken;
    },
  };
}

/** Where each record of a block begins and ends; stops where the bytes make no sense. */
export function* recordSpans(bytes: Uint8Array): Generator<{ readonly start: number; readonly end: number }> {
  // SQLite keeps no type where a byte of the row's head was changed.
  if (!ArrayBuffer.isView(bytes)) throw unreadable('A part of the log');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 0; start + HEAD <= bytes.length; ) {
    const end = start + view.getUint32(start, true);
    if (end < start + HEAD || end > bytes.length) return;
    yield { start, end };
    start = end;
  }
}

/** The records of a block, in order; those from a damaged one on are missing. */
export function* decodeBlock(first: number, block: Buffer): Generator<LogRecord> {
  let seq = first;
  for (const { start, end } of recordSpans(block)) yield decodeRecord(seq++, block.subarray(start, end));
}

/** The last millisecond since 1970 that a calendar has. */
const LATEST = 8.64e15;

export function decodeRecord(seq: number, bytes: Buffer): LogRecord {
  const bodyLength = bytes.readUInt32LE(BODY_LENGTH_AT) - 1;
  const bodyEnd = HEAD + Math.max(bodyLength, 0);
  const decisionsLength = bytes.readUInt32LE(DECISIONS_LENGTH_AT) - 1;
  const time = bytes.readDoubleLE(TIME_AT);
  if (!(Math.abs(time) <= LATEST)) throw unreadable(`Record ${seq} of the log`);
  const record = {
    seq,
    kind: KINDS[bytes.readUInt8(KIND_AT)] ?? 'signal',
    time,
    customer: orNull(bytes.readDoubleLE(CUSTOMER_AT)),
    prev: orNull(bytes.readDoubleLE(PREV_AT)),
    body: bodyLength < 0 ? null : bytes.subarray(HEAD, bodyEnd),
    decisions: decisionsLength < 0 ? null : bytes.toString('utf8', bodyEnd, bodyEnd + decisionsLength),
  };
  const altered = ALTERATIONS[bytes.readUInt8(ALTERED_AT)] ?? null;
  return altered === null ? record : { ...record, altered };
}

/** Whether it is what an operator did. */
export function isAct(record: Uint8Array): boolean {
  return record[KIND_AT] === NUMBERS.act;
}

export function isAltered(record: Uint8Array): boolean {
  return record[ALTERED_AT] !== 0;
}

/** What is left of a record, in the place of its bytes; `original`: the hash that it had as it was written. */
export function alteredBytes(bytes: Buffer, left: LogRecord, original: Buffer): Buffer {
  const body = left.body ?? Buffer.alloc(0);
  const decisions = Buffer.from(left.decisions ?? '');
  const head = Buffer.from(bytes.subarray(0, HEAD));
  const altered = Buffer.concat([head, body, decisions, original]);
  altered.writeUInt32LE(altered.length, 0);
  altered.writeUInt8(ALTERATIONS.indexOf(left.altered ?? null), ALTERED_AT);
  altered.writeUInt32LE(left.body === null ? 0 : body.length + 1, BODY_LENGTH_AT);
  altered.writeUInt32LE(left.decisions === null ? 0 : decisions.length + 1, DECISIONS_LENGTH_AT);
  return altered;
}

function orNull(number: number): number | null {
  return number === 0 ? null : number;
}
