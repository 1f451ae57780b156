/** The log: appended in commits, read back by place, from a place on, or along a customer's own chain. */
import { chain, FIRST_HASH } from './chain.ts';
import type { Database } from './open.ts';
import { type Bindable, rowWriter } from './rows.ts';

export type RecordKind = 'signal' | 'wake' | 'task' | 'graph' | 'join';

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

export interface LogWriter {
  /** The last record's place; 0: the log is empty. */
  readonly seq: number;
  append(record: Omit<LogRecord, 'seq'>): void;
  /** Writes what was appended; inside the caller's transaction. */
  write(): void;
}

const COLUMNS = 8;

export function createLogWriter(database: Database): LogWriter {
  const insert = rowWriter(
    database,
    'INSERT INTO log (seq, kind, time, customer, prev, body, decisions, hash)',
    COLUMNS,
  );
  const last = database.prepare('SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; hash: string }
    | undefined;
  let hash = last?.hash ?? FIRST_HASH;
  let seq = last?.seq ?? 0;
  let pending: Bindable[] = [];
  return {
    get seq() {
      return seq;
    },
    append({ kind, time, customer, prev, body, decisions }) {
      seq++;
      hash = chain(hash, { seq, kind, time, customer, prev, body, decisions });
      pending.push(seq, kind, time, customer, prev, body, decisions, hash);
    },
    write() {
      insert(pending);
      pending = [];
    },
  };
}

interface Row extends LogRecord {
  readonly hash: string;
}

const SELECT = 'SELECT seq, kind, time, customer, prev, body, decisions, hash FROM log';

/** Records from a place on, in order. A long read in pages, so that the writer's file can shrink meanwhile. */
export function* readLog(database: Database, from = 1): Generator<Row> {
  const page = database.prepare(`${SELECT} WHERE seq >= ? ORDER BY seq LIMIT 2000`);
  for (let next = from; ; ) {
    const rows = page.all(next) as Row[];
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    next = last.seq + 1;
  }
}

export function readRecord(database: Database, seq: number): LogRecord | undefined {
  return database.prepare(`${SELECT} WHERE seq = ?`).get(seq) as Row | undefined;
}

/** A customer's records, the oldest first, from the newest one's place back; also those of customers that joined. */
export function readChain(database: Database, newest: number): LogRecord[] {
  const one = database.prepare(`${SELECT} WHERE seq = ?`);
  const found: LogRecord[] = [];
  const heads = [newest];
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    for (let seq: number | null = head; seq !== null && seq > 0; ) {
      const row = one.get(seq) as Row | undefined;
      if (row === undefined) break;
      found.push(row);
      if (row.kind === 'join' && row.body !== null) heads.push(joinOf(row.body).head);
      seq = row.prev;
    }
  }
  return found.sort((a, b) => a.seq - b.seq);
}

/** Body of a `join` record: the customer that joined, and its newest record. */
export function joinOf(body: Buffer): { from: number; head: number } {
  return JSON.parse(body.toString()) as { from: number; head: number };
}

/** The first record whose hash does not fit, or null. */
export function findBreak(database: Database): number | null {
  let hash = FIRST_HASH;
  let expected = 1;
  for (const row of readLog(database)) {
    hash = chain(hash, row);
    if (row.seq !== expected || hash !== row.hash) return expected;
    expected++;
  }
  return null;
}
