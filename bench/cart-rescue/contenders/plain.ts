/**
 * What a capable programmer writes on a good day, without tuning: JSON.parse, text keys, no cache; each signal reads its
 * customer, writes the log and one upsert, and timers are a query on an index.
 */
import { conclude, openDurable } from '../database.ts';
import { BATCH, paths, State, WAIT, WATCH } from '../job.ts';
import { forEachLine } from '../lines.ts';

interface Signal {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly subject: string;
  readonly data: { readonly consent?: boolean };
}

interface Instance {
  readonly customer: string;
  readonly state: number;
  readonly consent: number;
  readonly due: number | null;
}

const { input, database: file } = paths();
const database = openDurable(file);
database.exec(`
  CREATE TABLE log (seq INTEGER PRIMARY KEY, customer TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE instances (customer TEXT PRIMARY KEY, state INTEGER NOT NULL, consent INTEGER NOT NULL, due INTEGER)
    STRICT, WITHOUT ROWID;
  CREATE INDEX instances_due ON instances (due) WHERE due IS NOT NULL;
  CREATE TABLE outbox (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
`);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const append = database.prepare('INSERT INTO log (customer, bytes) VALUES (?, ?)');
const find = database.prepare<[string], Instance>('SELECT * FROM instances WHERE customer = ?');
const findDue = database.prepare<[number], Instance>('SELECT * FROM instances WHERE due < ? ORDER BY due LIMIT 100');
const upsert = database.prepare(`INSERT INTO instances (customer, state, consent, due) VALUES (?, ?, ?, ?)
  ON CONFLICT (customer) DO UPDATE SET state = excluded.state, due = excluded.due`);
const first = database.prepare('SELECT min(due) FROM instances WHERE due IS NOT NULL').pluck();
const send = database.prepare('INSERT INTO outbox (customer, at) VALUES (?, ?)');

const started = performance.now();
let pending = 0;
let nextDue = Number.POSITIVE_INFINITY;
forEachLine(input, (buffer, start, end) => {
  if (pending === 0) begin.run();
  const signal: Signal = JSON.parse(buffer.toString('utf8', start, end));
  const at = Date.parse(signal.time);
  fireBefore(at);
  append.run(signal.subject, buffer.subarray(start, end));
  const instance = find.get(signal.subject);
  if (signal.type === 'CartUpdated' && instance === undefined) begins(signal, at);
  if (signal.type === 'OrderPlaced' && instance !== undefined) order(instance);
  if (++pending === BATCH) {
    commit.run();
    pending = 0;
  }
});
if (pending === 0) begin.run();
fireBefore(Number.POSITIVE_INFINITY);
commit.run();
conclude(database, started);

function begins(signal: Signal, at: number): void {
  upsert.run(signal.subject, State.waiting, signal.data.consent === true ? 1 : 0, at + WAIT);
  nextDue = Math.min(nextDue, at + WAIT);
}

function order({ customer, state, consent }: Instance): void {
  if (state === State.waiting) upsert.run(customer, State.bought, consent, null);
  if (state === State.watching) upsert.run(customer, State.converted, consent, null);
}

/** Fires what is due before `now`, earliest first; asks the database only when something can be due. */
function fireBefore(now: number): void {
  while (nextDue < now) {
    const due = findDue.all(now);
    for (const instance of due) fire(instance);
    if (due.length < 100) nextDue = earliest();
  }
}

function fire({ customer, state, consent, due }: Instance): void {
  if (state === State.watching) upsert.run(customer, State.not_converted, consent, null);
  else if (consent === 0) upsert.run(customer, State.not_reachable, consent, null);
  else {
    upsert.run(customer, State.watching, consent, (due ?? 0) + WATCH);
    send.run(customer, due ?? 0);
  }
}

function earliest(): number {
  const due = first.get();
  return typeof due === 'number' ? due : Number.POSITIVE_INFINITY;
}
