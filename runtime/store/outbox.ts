/** What left, or is to leave: messages, calls of actions and models, tasks of teams that are reached through a connector. */
import type { Write } from './batch.ts';
import type { Database } from './open.ts';

export type OutboxKind = 'message' | 'call' | 'task';

/**
 * pending: waits for its next try; sending: a try is under way; sent: taken over; failed: taken over, then reported as failed or
 * bounced; dead: given up; cancelled: of no use any more before it left.
 */
export const OUTBOX_STATUSES = ['pending', 'sending', 'sent', 'failed', 'dead', 'cancelled'] as const;
export type OutboxStatus = (typeof OUTBOX_STATUSES)[number];

export interface OutboxRow {
  /** the same at every try */
  readonly id: string;
  readonly kind: OutboxKind;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly customer: number;
  /** '' where no journey asked, but a model was looked at */
  readonly instance: string;
  readonly journey: string;
  /** the message; the action or model; '' for a task */
  readonly message: string;
  /** the channel; the action or model; the team */
  readonly way: string;
  /** of a message */
  readonly address: string;
  /** of a message: what was rendered, as JSON */
  readonly content: string;
  readonly status: OutboxStatus;
  readonly tries: number;
  /** when it is tried next, milliseconds since 1970 UTC; null: it is not on its way any more */
  readonly nextAt: number | null;
  /** from when on it is of no use, milliseconds since 1970 UTC */
  readonly until: number | null;
  /** why the last try did not succeed */
  readonly error: string | null;
}

const COLUMNS =
  'id, kind, time, customer, instance, journey, message, way, address, content, status, tries, abs(next_at) AS nextAt, until, error';

const IN_VAIN = 'tries > 0 AND error IS NOT NULL';
const UNTOUCHED = 'tries = 0 AND error IS NULL';

/** The newest first. */
export function readOutbox(
  database: Database,
  asked: { readonly status: string | null; readonly limit: number },
): OutboxRow[] {
  // The dead have an index of their own, which only a fixed text finds.
  const where = asked.status === 'dead' ? "status = 'dead' AND ? = ?" : '(status = ? OR ? IS NULL)';
  return database
    .prepare(`SELECT ${COLUMNS} FROM outbox WHERE ${where} ORDER BY seq DESC, id LIMIT ?`)
    .all(asked.status, asked.status, asked.limit) as OutboxRow[];
}

/**
 * Ids of what was given up, and of what waits after a try that came to nothing; the oldest first. `unawaited`: calls without whose answer
 * the one who had asked has gone on.
 */
export function readUnsent(database: Database): {
  readonly awaited: readonly string[];
  readonly unawaited: readonly string[];
} {
  const isUnawaited = "EXISTS (SELECT 1 FROM calls WHERE calls.id = outbox.id AND calls.status <> 'open')";
  const rows = database
    .prepare(
      `SELECT id, ${isUnawaited} FROM outbox WHERE status = 'dead' UNION ALL SELECT id, ${isUnawaited} FROM outbox WHERE next_at IS NOT NULL AND status = 'pending' AND ${IN_VAIN}`,
    )
    .raw()
    .all() as [string, 0 | 1][];
  const ids = (of: 0 | 1): string[] => rows.flatMap(([id, is]) => (is === of ? [id] : []));
  return { awaited: ids(0), unawaited: ids(1) };
}

export function readMessage(database: Database, id: string): OutboxRow | undefined {
  return database.prepare(`SELECT ${COLUMNS} FROM outbox WHERE id = ?`).get(id) as OutboxRow | undefined;
}

/** The message that a record has decided, where it has not left yet. */
export function readNotLeft(
  database: Database,
  { seq, instance, message, way }: Pick<OutboxRow, 'instance' | 'message' | 'way'> & { readonly seq: number },
): OutboxRow | undefined {
  const where = 'id BETWEEN ? AND ? AND next_at IS NOT NULL AND instance = ? AND message = ? AND way = ?';
  return database
    .prepare(`SELECT ${COLUMNS} FROM outbox WHERE ${where} ORDER BY id LIMIT 1`)
    .get(`m-${seq}-`, `m-${seq}-~`, instance, message, way) as OutboxRow | undefined;
}

/** Whom a message, a call or a task was about, in the outbox or in its own table; null: there is none with that id. */
export function customerOfWork(database: Database, kind: OutboxKind, id: string): number | null {
  const table = { message: "outbox WHERE kind = 'message' AND", call: 'calls WHERE', task: 'tasks WHERE' }[kind];
  const customer = database.prepare(`SELECT customer FROM ${table} id = ?`).pluck().get(id);
  return typeof customer === 'number' ? customer : null;
}

export function readCall(database: Database, id: string): CallRow | undefined {
  return database.prepare('SELECT name, arguments, due, status FROM calls WHERE id = ?').get(id) as CallRow | undefined;
}

export interface OutboxCounts {
  /** still to leave */
  readonly waiting: number;
  /** of those, how many were tried in vain */
  readonly retrying: number;
  /** why the one of them that was decided last did not leave, or null */
  readonly retryError: string | null;
  /** given up, or reported as failed */
  readonly failed: number;
  /** of the failed, those that were given up; the others have left, and were reported as failed */
  readonly givenUp: number;
  /** of the failed, those that are messages */
  readonly failedMessages: number;
}

/** Whether anything is still to leave. */
export function hasWaiting(database: Database): boolean {
  return database.prepare('SELECT 1 FROM outbox WHERE next_at IS NOT NULL LIMIT 1').get() !== undefined;
}

function count(database: Database, where: string): number {
  return Number(database.prepare(`SELECT count(*) FROM outbox WHERE ${where}`).pluck().get());
}

/** Each count has an index of its own that holds all it asks for: who sends waits for it, and hundreds of thousands may wait to leave. */
export function countLeaving(database: Database): Pick<OutboxCounts, 'waiting' | 'failed' | 'givenUp'> {
  const givenUp = count(database, "status = 'dead'");
  return {
    waiting: count(database, 'next_at IS NOT NULL'),
    failed: givenUp + count(database, "status = 'failed'"),
    givenUp,
  };
}

/** The same and more, for which each row that waits is looked at; but none of those that have left, which may be millions. */
export function countOutbox(database: Database): OutboxCounts {
  const text = database
    .prepare(`SELECT error FROM outbox WHERE next_at IS NOT NULL AND ${IN_VAIN} ORDER BY seq DESC LIMIT 1`)
    .pluck()
    .get();
  return {
    ...countLeaving(database),
    retrying: count(database, `next_at IS NOT NULL AND ${IN_VAIN}`),
    retryError: text === undefined ? null : String(text),
    failedMessages:
      count(database, "status = 'dead' AND kind = 'message'") +
      count(database, "status = 'failed' AND kind = 'message'"),
  };
}

// ---------------------------------------------------------------- for who sends

/** Milliseconds since 1970 UTC. Where the machine's clock was set back, what the log has just decided is due all the same. */
export interface Moment {
  readonly machine: number;
  readonly log: number;
}

export interface Due {
  /** What is due on a way, the longest due first, before all what an operator lets leave. */
  due(kind: OutboxKind, way: string, now: Moment, most: number): string[];
  /** What an operator has let leave since then. */
  hurried(kind: OutboxKind, way: string, since: number, most: number): string[];
  /** When the next is due on a way, or null. */
  next(kind: OutboxKind, way: string, now: Moment): number | null;
  /** Kinds and ways of all that is still to leave. */
  ways(): { readonly kind: OutboxKind; readonly way: string }[];
  /** What was under way when the process before this one ended: whether it has left, nobody knows. */
  interrupted(): string[];
  row(id: string): OutboxRow | undefined;
  call(id: string): CallRow | undefined;
}

export interface CallRow {
  readonly name: string;
  /** as JSON */
  readonly arguments: string;
  readonly due: number;
  readonly status: string;
}

export function readDue(database: Database): Due {
  const due = database
    .prepare(
      `SELECT id FROM outbox WHERE kind = ? AND way = ? AND next_at <= ? AND (next_at <= ? OR ${UNTOUCHED}) AND status = 'pending' ORDER BY next_at LIMIT ?`,
    )
    .pluck();
  const next = database
    .prepare(
      "SELECT next_at FROM outbox WHERE kind = ? AND way = ? AND next_at IS NOT NULL AND status = 'pending' ORDER BY next_at LIMIT 1",
    )
    .pluck();
  const ways = database.prepare('SELECT DISTINCT kind, way FROM outbox WHERE next_at IS NOT NULL');
  const interrupted = database
    .prepare("SELECT id FROM outbox WHERE next_at IS NOT NULL AND status = 'sending'")
    .pluck();
  const dueAt = (kind: OutboxKind, way: string, { machine, log }: Moment, most: number): string[] =>
    due.all(kind, way, Math.max(machine, log), machine, most) as string[];
  return {
    due: dueAt,
    hurried: (kind, way, since, most) => dueAt(kind, way, { machine: -since, log: -since }, most),
    next(kind, way, now) {
      if (now.log > now.machine && dueAt(kind, way, now, 1).length > 0) return now.machine;
      return (next.get(kind, way) as number | undefined) ?? null;
    },
    ways: () => ways.all() as { kind: OutboxKind; way: string }[],
    interrupted: () => interrupted.all() as string[],
    row: (id) => readMessage(database, id),
    call: (id) => readCall(database, id),
  };
}

// ---------------------------------------------------------------- changes, each a write of the next commit

/** A try begins; without effect where it is not pending any more. */
export const nowTrying = (id: string, now: number): Write => ({ statement: 'trying', values: [now, id] });

/** The try has ended without success, and there will be another. */
export const tryAgain = (id: string, at: number, error: string | null): Write => ({
  statement: 'again',
  values: [at, error, id],
});

/** It is not on its way any more: taken over by the other side, or given up. */
export const hasGone = (id: string, status: 'sent' | 'dead', error: string | null): Write => ({
  statement: 'gone',
  values: [status, error, id],
});

/** The other side tells that it has it, also where it was given up since nobody had answered. */
export const hasArrived = (id: string): Write => ({ statement: 'arrived', values: [id] });

/** The other side tells that it did not arrive. */
export const hasFailed = (id: string, why: string): Write => ({ statement: 'reported', values: [why, id] });

// A time with a minus is one at which an operator said: now. It is due before all others, and goes also where the other side wants to be left alone.

/** What was given up, or reported as failed, is tried from the beginning, under the same id. */
export const retryWrite = (id: string, now: number): Write => ({ statement: 'retry', values: [-now, id] });

/** What waits for its next try is tried now. */
export const hurryWrite = (id: string, now: number): Write => ({ statement: 'hurry', values: [-now, id] });

const LAST_TRY = '; the last try: ';

/** It must not leave yet. What came of its last try is still worth knowing. */
export function waitsUntil({ id, tries, error }: OutboxRow, at: number, why: string): Write {
  const last = tries === 0 ? undefined : error?.split(LAST_TRY).at(-1);
  return { statement: 'waits', values: [at, last === undefined ? why : `${why}${LAST_TRY}${last}`, id] };
}

/** What waits for no other reason than its journey's pause, as `waitsUntil` has noted it, waits no longer. */
export const goesOn = (journey: string, why: string, now: number): Write => ({
  statement: 'resumed',
  values: [now, journey, why, why],
});

/** Nobody waits for it any more, or it must not leave any more. */
export const isCancelled = (id: string, why: string | null = null): Write => ({
  statement: 'cancelled',
  values: [why, id],
});
