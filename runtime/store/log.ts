/** The log: appended in commits, read back by place, from a place on, or along a customer's own chain. */
import {
  type Block,
  createBlockEncoder,
  decodeBlock,
  decodeRecord,
  isAct,
  isAltered,
  type NewRecord,
  recordSpans,
} from './block.ts';
import { checkSeal, FIRST_HASH, type Hash, hashInChain, hashOf } from './chain.ts';
import type { TextSink } from './decisions.ts';
import type { Database } from './open.ts';
import { joinOf, type LogRecord, sealsOf } from './record.ts';

export interface LogWriter<D> {
  /** The last record's place; 0: the log is empty. */
  readonly seq: number;
  /** Returns how many bytes it takes. `decisions` null: none. */
  append(record: NewRecord, decisions: D | null): number;
  /** What was appended since the last call. */
  take(): Block[];
}

/** `write` turns decisions into text. */
export function createLogWriter<D>(database: Database, write: (to: TextSink, decisions: D) => void): LogWriter<D> {
  let seq = lastOf(database).seq;
  const encoder = createBlockEncoder(write);
  return {
    get seq() {
      return seq;
    },
    append(record, decisions) {
      seq++;
      return encoder.add(seq, record, decisions);
    },
    take: encoder.take,
  };
}

/** The last record's place and hash. */
export function lastOf(database: Database): { readonly seq: number; readonly hash: Hash } {
  const last = database.prepare('SELECT first, count, hash FROM log ORDER BY first DESC LIMIT 1').get() as
    | { first: number; count: number; hash: Buffer }
    | undefined;
  return last === undefined ? { seq: 0, hash: FIRST_HASH } : { seq: last.first + last.count - 1, hash: last.hash };
}

interface Row {
  readonly first: number;
  readonly count: number;
  /** of the last record */
  readonly hash: Buffer;
  readonly records: Buffer;
}

/** The row with the record of a place. */
const ROW_OF = 'SELECT first, count, hash, records FROM log WHERE first <= ? ORDER BY first DESC LIMIT 1';

/** Rows from that of a place on. Each is read by itself, so that the writer's file can shrink meanwhile. */
export function* readRows(database: Database, from: number): Generator<Row> {
  const row = database.prepare(ROW_OF).get(Math.max(from, 1)) as Row | undefined;
  if (row === undefined) return;
  yield row;
  const after = database.prepare('SELECT first, count, hash, records FROM log WHERE first > ? ORDER BY first LIMIT 1');
  for (let last = row.first; ; ) {
    const next = after.get(last) as Row | undefined;
    if (next === undefined) return;
    yield next;
    last = next.first;
  }
}

/** Records from the first on, each with the hash by which the one after it knows it: that with which it was written. */
export function* readHashes(database: Database): Generator<{ readonly record: LogRecord; readonly hash: Hash }> {
  for (const { first, records } of readRows(database, 1)) {
    let seq = first;
    for (const { start, end } of recordSpans(records)) {
      const bytes = records.subarray(start, end);
      yield { record: decodeRecord(seq, bytes), hash: hashInChain(bytes) };
      seq++;
    }
  }
}

/** Records from a place on, in order. */
export function* readLog(database: Database, from = 1): Generator<LogRecord> {
  for (const { first, records } of readRows(database, from)) {
    for (const record of decodeBlock(first, records)) if (record.seq >= from) yield record;
  }
}

/** Reads records by their places; keeps the row that it read last, and decodes only what is asked for. */
export function createReader(database: Database): (seq: number) => LogRecord | undefined {
  const select = database.prepare(ROW_OF);
  let row: Row | undefined;
  return (seq) => {
    if (row === undefined || seq < row.first || seq >= row.first + row.count) row = select.get(seq) as Row | undefined;
    return row === undefined ? undefined : recordAt(row, seq);
  };
}

function recordAt({ first, records }: Row, seq: number): LogRecord | undefined {
  let here = first;
  for (const { start, end } of recordSpans(records))
    if (here++ === seq) return decodeRecord(seq, records.subarray(start, end));
  return undefined;
}

export function readRecord(database: Database, seq: number): LogRecord | undefined {
  return createReader(database)(seq);
}

/** A customer's records, the oldest first, from the newest one's place back; also those of customers that joined. */
export function readChain(database: Database, newest: number): LogRecord[] {
  return [...readPlaces(database, placesOf(database, newest))];
}

/** One after another: all of somebody who sends much take more room than there may be. */
export function* readPlaces(database: Database, places: Iterable<number>): Generator<LogRecord> {
  const one = createReader(database);
  for (const seq of places) {
    const record = one(seq);
    if (record !== undefined) yield record;
  }
}

/** Where those of `readChain` stand. */
export function placesOf(database: Database, newest: number): number[] {
  const one = createReader(database);
  const found: number[] = [];
  const heads = [newest];
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    for (let seq: number | null = head; seq !== null && seq > 0; ) {
      const record = one(seq);
      if (record === undefined) break;
      found.push(seq);
      if (record.kind === 'join' && record.body !== null) heads.push(joinOf(record.body).head);
      seq = record.prev;
    }
  }
  return found.sort((a, b) => a - b);
}

/**
 * The first record that is not as it was written, or null. One that was altered because somebody was forgotten has to be as the act
 * that forgot them says.
 */
export function findBreak(database: Database): number | null {
  let hash = FIRST_HASH;
  let expected = 1;
  const altered = new Map<number, string>();
  const sealed = new Map<number, string>();
  for (const row of readRows(database, 1)) {
    // A flipped byte can also turn the value into one of another type.
    if (!Buffer.isBuffer(row.records)) return expected;
    const checked = checkSeal(row.records, hash);
    if (row.first !== expected || !checked.ok) return expected + (checked.ok ? 0 : checked.good);
    // The last record of a row has no record after it that tells its hash; the row does.
    if (!checked.hash.equals(row.hash) || countOf(row) !== row.count) return expected + Math.max(row.count - 1, 0);
    noteAltered(row, altered, sealed);
    hash = checked.hash;
    expected += row.count;
  }
  const wrong = [...altered].filter(([seq, now]) => sealed.get(seq) !== now).map(([seq]) => seq);
  const missing = [...sealed.keys()].filter((seq) => !altered.has(seq));
  return wrong.length + missing.length === 0 ? null : Math.min(...wrong, ...missing);
}

/** What altered records are, and what the acts say that they should be; a later act knows better. */
function noteAltered({ first, records }: Row, altered: Map<number, string>, sealed: Map<number, string>): void {
  let seq = first;
  for (const { start, end } of recordSpans(records)) {
    const bytes = records.subarray(start, end);
    if (isAltered(bytes)) altered.set(seq, hashOf(bytes).toString('base64'));
    if (isAct(bytes)) for (const [place, seal] of sealsOf(decodeRecord(seq, bytes).body)) sealed.set(place, seal);
    seq++;
  }
}

function countOf({ first, records }: Row): number {
  let count = 0;
  for (const _ of decodeBlock(first, records)) count++;
  return count;
}
