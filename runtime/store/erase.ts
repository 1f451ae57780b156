/**
 * Erasure. A record of who is forgotten keeps its place, kind and time, and loses its body and its decisions; a record of somebody else
 * in which values of the forgotten stand keeps all but these. A changed record carries the hash that it had, so that the chain holds,
 * and the record of the act carries the hash that it has now.
 */
import type { Write } from './batch.ts';
import { alteredBytes, decodeBlock, decodeRecord, recordSpans } from './block.ts';
import { hashInChain, hashOf } from './chain.ts';
import { readMeta } from './derived.ts';
import { UNSCRUBBED } from './examine.ts';
import { isFull } from './failure.ts';
import { readRows } from './log.ts';
import type { Database } from './open.ts';
import { joinOf, type LogRecord, type RecordKind, type Seals } from './record.ts';
import type { Redactor } from './redact.ts';

export interface Erased {
  /** The log's blocks with what is left of them. */
  readonly writes: readonly Write[];
  readonly seals: Seals;
}

/** Who has joined whom: customer -> those that joined it. */
export type Joins = ReadonlyMap<number, readonly number[]>;

/** What a look through the whole log finds. */
export interface Found {
  readonly joins: Joins;
  /** records of others in which values stand, as they are to be */
  readonly redacted: ReadonlyMap<number, LogRecord>;
}

export function findValues(database: Database, redactor: Redactor): Found {
  const joins = new Map<number, number[]>();
  const redacted = new Map<number, LogRecord>();
  for (const { first, records } of readRows(database, 1)) {
    const maybe = redactor.maybeIn(records);
    for (const record of decodeBlock(first, records)) {
      const { customer, body, decisions } = record;
      if (record.kind === 'join' && customer !== null && body !== null) {
        joins.set(customer, [...(joins.get(customer) ?? []), joinOf(body).from]);
      }
      if (!maybe || record.kind === 'graph' || (record.kind === 'act' && !isPersonal(record))) continue;
      const text = body?.toString() ?? null;
      const clean = text === null ? null : redactor.json(text);
      const decided = decisions === null ? null : redactor.json(decisions);
      if (clean === text && decided === decisions) continue;
      const left = { body: clean === null ? null : Buffer.from(clean), decisions: decided };
      redacted.set(record.seq, { ...record, ...left, altered: 'redacted' });
    }
  }
  return { joins, redacted };
}

/** Blocks in which records of these people are erased, also those of nobody at the places `alone`, and records of others are as given. */
export function erase(
  database: Database,
  people: ReadonlySet<number>,
  alone: ReadonlySet<number>,
  others: ReadonlyMap<number, LogRecord>,
): Erased {
  const writes: Write[] = [];
  const seals: (readonly [number, string])[] = [];
  for (const { first, records } of readRows(database, 1)) {
    const parts: Uint8Array[] = [];
    let changed = false;
    let seq = first - 1;
    for (const { start, end } of recordSpans(records)) {
      seq++;
      const bytes = records.subarray(start, end);
      const record = decodeRecord(seq, bytes);
      const erased = people.has(record.customer ?? 0) || alone.has(seq);
      const left = erased ? leftOf(record) : others.get(seq);
      if (left === undefined) {
        parts.push(bytes);
        continue;
      }
      const altered = alteredBytes(bytes, left, hashInChain(bytes));
      parts.push(altered);
      seals.push([seq, hashOf(altered).toString('base64')]);
      changed = true;
    }
    if (changed) writes.push({ statement: 'rewriteLog', values: [Buffer.concat(parts), first] });
  }
  return { writes, seals };
}

/** Of these the body names no person: who acted, on which task or instance, and who joined. */
const IMPERSONAL: ReadonlySet<RecordKind> = new Set(['act', 'task', 'join']);

function leftOf(record: LogRecord): LogRecord {
  const keeps = IMPERSONAL.has(record.kind) && !isPersonal(record);
  return { ...record, body: keeps ? record.body : null, decisions: null, altered: 'erased' };
}

/** Of acts only a retry about somebody: it holds the address and the content that were mended. */
function isPersonal({ kind, customer, body }: LogRecord): boolean {
  return kind === 'act' && customer !== null && body?.includes('"act":"retry"') === true;
}

/**
 * Everything of these people in the tables beside the log, and values of theirs in rows about others. `renewed`: subjects of whom rows
 * are computed anew, and their texts; one that does not come of it any more loses them.
 */
export function eraseRows(
  database: Database,
  people: ReadonlySet<number>,
  redactor: Redactor,
  isTheirs: (reject: string) => boolean,
  renewed: { readonly of: ReadonlySet<number>; readonly rows: RenewedRows },
): Write[] {
  const numbers = [...people];
  const writes: Write[] = (['dropKeys', 'dropMessages', 'dropTasks', 'dropCalls'] as const).map((statement) => ({
    statement,
    values: numbers,
  }));
  type Rows = Iterable<[id: string | Buffer, customer: number, ...texts: string[]]>;
  const redact = (statement: keyof RenewedRows, rows: Rows, ids: RenewedRows[keyof RenewedRows] | null): void => {
    for (const [id, customer, ...texts] of rows) {
      const anew = ids === null || !renewed.of.has(customer) ? [] : (ids.get(String(id)) ?? NOTHING_LEFT[statement]);
      const clean = [...anew, ...texts.slice(anew.length)].map(redactor.json);
      if (people.has(customer) || clean.every((text, index) => text === texts[index])) continue;
      writes.push({ statement, values: [...clean, id] });
    }
  };
  const rows = (sql: string): Rows => database.prepare(sql).raw().iterate() as Rows;
  const { redactMessage, redactTask, redactCall } = renewed.rows;
  const outbox = "SELECT id, customer, address, content, coalesce(error, '') FROM outbox";
  redact('redactMessage', rows(`${outbox} WHERE kind = 'message'`), redactMessage);
  redact('redactMessage', rows(`${outbox} WHERE kind <> 'message'`), null);
  redact('redactTask', rows('SELECT id, customer, because, context FROM tasks'), redactTask);
  redact('redactCall', rows('SELECT id, customer, arguments FROM calls'), redactCall);
  const held = database.prepare('SELECT name, value FROM keys').raw().iterate() as Iterable<[string, string]>;
  for (const [name, value] of held) {
    if (redactor.text(value) !== value) writes.push({ statement: 'dropKey', values: [name, value] });
  }
  const rejects = database.prepare('SELECT hash, body FROM rejects').raw().iterate() as Iterable<[Buffer, Buffer]>;
  for (const [hash, body] of rejects) {
    if (isTheirs(body.toString())) writes.push({ statement: 'dropReject', values: [hash] });
  }
  writes.push({ statement: 'meta', values: [UNSCRUBBED, '1'] });
  return writes;
}

/** Texts by id: address and content of a message, reason and context of a task, arguments of a call. */
export type RenewedRows = Readonly<
  Record<'redactMessage' | 'redactTask' | 'redactCall', ReadonlyMap<string, readonly string[]>>
>;

const NOTHING_LEFT = { redactMessage: ['', '{}'], redactTask: ['', '{}'], redactCall: ['{}'] } as const;

/**
 * Takes what was erased out of pages that are free or partly free, and out of the write-ahead log. False: a reader still holds them, or
 * there is no room for the file that is written anew; the next start of a writer tries again.
 */
export function scrub(database: Database): boolean {
  database.pragma('secure_delete = ON');
  try {
    database.exec('VACUUM');
    const [state] = database.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
    if (state?.busy !== 0) return false;
    database.prepare('DELETE FROM meta WHERE name = ?').run(UNSCRUBBED);
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  } finally {
    database.pragma('secure_delete = OFF');
  }
}

/** Ends an erasure whose pages are not clean yet: its process has ended before, or the copy was made in between. */
export function finishErasure(database: Database): 'clean' | 'not clean' {
  return readMeta(database, UNSCRUBBED) !== '1' || scrub(database) ? 'clean' : 'not clean';
}
