/**
 * The limit: cart rescue written by hand, tuned for this one job and no other.
 *
 * Everything about a customer is cached in typed arrays, keys are integers, one row an instance holds its timer, rows are
 * written many at a time, bytes are bound as received. Instances are numbered as they start, and both waits have one
 * length each, so the timers are due in the order of those numbers: two cursors replace every queue.
 */
import { type Cut, cut } from '../cut.ts';
import { conclude, openDurable } from '../database.ts';
import { BATCH, paths, State, WAIT, WATCH } from '../job.ts';
import { forEachLine } from '../lines.ts';
import { Many } from '../many.ts';

const MOST_INSTANCES = 1 << 21;

const { input, database: file } = paths();
const database = openDurable(file);
database.exec(`
  CREATE TABLE log (seq INTEGER PRIMARY KEY, instance INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE instances (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, started INTEGER NOT NULL,
    consent INTEGER NOT NULL, state INTEGER NOT NULL, due INTEGER NOT NULL) STRICT;
  CREATE TABLE outbox (instance INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
`);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const logRows = new Many(database, 'INSERT INTO log (instance, bytes) VALUES ', '(?, ?)');
const startRows = new Many(database, 'INSERT INTO instances VALUES ', '(?, ?, ?, ?, ?, ?)');
const outboxRows = new Many(database, 'INSERT INTO outbox VALUES ', '(?, ?)');
/** Neither makes the row longer or shorter, so SQLite overwrites it where it lies. A `due` counts only in a state that waits. */
const watch = database.prepare(`UPDATE instances SET state = ${State.watching}, due = due + ${WATCH} WHERE id = ?`);
const end = database.prepare('UPDATE instances SET state = ? WHERE id = ?');

const instanceOf = new Map<string, number>();
const startedAt = new Float64Array(MOST_INSTANCES);
const consents = new Uint8Array(MOST_INSTANCES);
const states = new Uint8Array(MOST_INSTANCES);
/** 1 when the row must be written at the end of the transaction and is in `changed` */
const dirty = new Uint8Array(MOST_INSTANCES);
const names: string[] = [];
let changed: number[] = [];
/** Instances below this number are in the database. */
let stored = 0;
/** The first instance whose hour, and whose day of watching, may still be ahead. */
let nextWait = 0;
let nextWatch = 0;
let pending = 0;

const signal: Cut = { order: false, at: 0, subject: '', consent: false };
const started = performance.now();
forEachLine(input, (buffer, from, to) => {
  if (pending === 0) begin.run();
  cut(buffer, from, to, signal);
  fireBefore(signal.at);
  let instance = instanceOf.get(signal.subject) ?? -1;
  if (signal.order) {
    if (instance >= 0) order(instance);
  } else if (instance < 0) {
    instance = begins();
  }
  logRows.add(instance, buffer.subarray(from, to));
  if (++pending === BATCH) write();
});
if (pending === 0) begin.run();
fireBefore(Number.POSITIVE_INFINITY);
write();
conclude(database, started);

function begins(): number {
  const instance = names.length;
  instanceOf.set(signal.subject, instance);
  names.push(signal.subject);
  states[instance] = State.waiting;
  startedAt[instance] = signal.at;
  consents[instance] = signal.consent ? 1 : 0;
  return instance;
}

function order(instance: number): void {
  const state = states[instance];
  if (state === State.waiting) become(instance, State.bought);
  else if (state === State.watching) become(instance, State.converted);
}

/** A signal wins over a timer of the same instant. */
function fireBefore(now: number): void {
  const lastWait = now - WAIT;
  for (; nextWait < names.length && (startedAt[nextWait] ?? 0) < lastWait; nextWait++) {
    if (states[nextWait] !== State.waiting) continue;
    if (consents[nextWait] === 0) {
      become(nextWait, State.not_reachable);
      continue;
    }
    become(nextWait, State.watching);
    outboxRows.add(nextWait, (startedAt[nextWait] ?? 0) + WAIT);
  }
  const lastWatch = lastWait - WATCH;
  for (; nextWatch < nextWait && (startedAt[nextWatch] ?? 0) < lastWatch; nextWatch++) {
    if (states[nextWatch] === State.watching) become(nextWatch, State.not_converted);
  }
}

function become(instance: number, state: number): void {
  states[instance] = state;
  if (instance >= stored || dirty[instance] === 1) return;
  dirty[instance] = 1;
  changed.push(instance);
}

/** One transaction: the signals, the instances that began, those that changed, what is to be sent. */
function write(): void {
  logRows.flush();
  for (; stored < names.length; stored++) {
    const state = states[stored] ?? State.waiting;
    const at = startedAt[stored] ?? 0;
    const due = state === State.waiting ? at + WAIT : at + WAIT + WATCH;
    startRows.add(stored, names[stored] ?? '', at, consents[stored] ?? 0, state, due);
  }
  startRows.flush();
  // Neighbours share pages.
  changed.sort((a, b) => a - b);
  for (const instance of changed) {
    dirty[instance] = 0;
    const state = states[instance] ?? State.waiting;
    if (state === State.watching) watch.run(instance);
    else end.run(state, instance);
  }
  changed = [];
  outboxRows.flush();
  commit.run();
  pending = 0;
}
