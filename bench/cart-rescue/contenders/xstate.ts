/**
 * XState v5 as its manual persists machines: an actor per customer is restored from its stored snapshot, takes the event,
 * and its new snapshot is stored. Snapshots are cached, signals of one transaction share one commit, log rows are written
 * many at a time. XState has no durable timers, so the program keeps them, cheaply, and sends them as events.
 */
import { assign, createActor, type Snapshot, setup } from 'xstate';
import { conclude, openDurable } from '../database.ts';
import { BATCH, paths, State, WAIT, WATCH } from '../job.ts';
import { forEachLine } from '../lines.ts';
import { Many } from '../many.ts';

interface Signal {
  readonly type: 'CartUpdated' | 'OrderPlaced';
  readonly time: string;
  readonly subject: string;
  readonly data: { readonly consent?: boolean };
}

/** Both waits have one length each, so timers are due in the order in which they were set: a queue is enough. */
interface Timer {
  readonly customer: string;
  /** milliseconds since 1970 */
  readonly due: number;
}

const cart = setup({
  types: {
    context: {} as { consent: boolean; reminded: boolean },
    input: {} as { consent: boolean },
    events: {} as { type: 'OrderPlaced' } | { type: 'Timer' },
  },
  guards: { consents: ({ context }) => context.consent },
  actions: { remind: assign({ reminded: true }) },
}).createMachine({
  context: ({ input }) => ({ consent: input.consent, reminded: false }),
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        OrderPlaced: 'bought',
        Timer: [{ guard: 'consents', target: 'watching', actions: 'remind' }, { target: 'not_reachable' }],
      },
    },
    watching: { on: { OrderPlaced: 'converted', Timer: 'not_converted' } },
    bought: { type: 'final' },
    converted: { type: 'final' },
    not_converted: { type: 'final' },
    not_reachable: { type: 'final' },
  },
});

const { input, database: file } = paths();
const database = openDurable(file);
database.exec(`
  CREATE TABLE log (seq INTEGER PRIMARY KEY, customer TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
  CREATE TABLE instances (customer TEXT PRIMARY KEY, state INTEGER NOT NULL, due INTEGER, snapshot TEXT NOT NULL)
    STRICT, WITHOUT ROWID;
  CREATE TABLE outbox (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
`);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const logRows = new Many(database, 'INSERT INTO log (customer, bytes) VALUES ', '(?, ?)');
const outboxRows = new Many(database, 'INSERT INTO outbox (customer, at) VALUES ', '(?, ?)');
const upsert = database.prepare(`INSERT INTO instances (customer, state, due, snapshot) VALUES (?, ?, ?, ?)
  ON CONFLICT (customer) DO UPDATE SET state = excluded.state, due = excluded.due, snapshot = excluded.snapshot`);

const snapshots = new Map<string, Snapshot<unknown>>();
const waits: Timer[] = [];
const watches: Timer[] = [];
let nextWait = 0;
let nextWatch = 0;

const started = performance.now();
let pending = 0;
forEachLine(input, (buffer, start, end) => {
  if (pending === 0) begin.run();
  const signal: Signal = JSON.parse(buffer.toString('utf8', start, end));
  const at = Date.parse(signal.time);
  fireBefore(at);
  logRows.add(signal.subject, buffer.subarray(start, end));
  if (signal.type === 'OrderPlaced') send(signal.subject, 'OrderPlaced', at);
  else if (!snapshots.has(signal.subject)) begins(signal.subject, signal.data.consent === true, at);
  if (++pending === BATCH) finish();
});
if (pending === 0) begin.run();
fireBefore(Number.POSITIVE_INFINITY);
finish();
conclude(database, started);

function begins(customer: string, consent: boolean, at: number): void {
  const actor = createActor(cart, { input: { consent } });
  actor.start();
  const due = at + WAIT;
  waits.push({ customer, due });
  store(customer, actor.getPersistedSnapshot(), State.waiting, due);
  actor.stop();
}

function send(customer: string, type: 'OrderPlaced' | 'Timer', at: number): void {
  const snapshot = snapshots.get(customer);
  if (snapshot === undefined || snapshot.status !== 'active') return;
  // The types ask for an input here too; a snapshot makes it unused.
  const actor = createActor(cart, { snapshot, input: { consent: false } });
  const before = actor.getSnapshot().context.reminded;
  actor.start();
  actor.send({ type });
  const { value, context } = actor.getSnapshot();
  let due: number | null = null;
  if (context.reminded && !before) {
    due = at + WATCH;
    watches.push({ customer, due });
    outboxRows.add(customer, at);
  }
  store(customer, actor.getPersistedSnapshot(), State[value], due);
  actor.stop();
}

function store(customer: string, snapshot: Snapshot<unknown>, state: number, due: number | null): void {
  snapshots.set(customer, snapshot);
  upsert.run(customer, state, due, JSON.stringify(snapshot));
}

/** A signal wins over a timer of the same instant. */
function fireBefore(now: number): void {
  nextWait = fire(waits, nextWait, now);
  nextWatch = fire(watches, nextWatch, now);
}

/** The timer of a machine that has ended is dropped by `send`. */
function fire(timers: readonly Timer[], from: number, now: number): number {
  let at = from;
  for (let timer = timers[at]; timer !== undefined && timer.due < now; timer = timers[++at]) {
    send(timer.customer, 'Timer', timer.due);
  }
  return at;
}

function finish(): void {
  logRows.flush();
  outboxRows.flush();
  commit.run();
  pending = 0;
}
