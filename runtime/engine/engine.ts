/**
 * The loop: take signals in order, decide, write down, wake timers. One engine a database, one thread, group commits.
 * Nothing is acknowledged before `commit` has returned.
 */
import type { Graph } from '../../compiler/graph/types.ts';
import { decide } from '../core/decide.ts';
import { whoHears } from '../core/flow/hear.ts';
import { mayLeave } from '../core/flow/leave.ts';
import { join } from '../core/join.ts';
import { type Customer, newCustomer } from '../core/state/customer.ts';
import type { Answer } from '../core/state/input.ts';
import type { Outcome } from '../core/state/output.ts';
import { attach, onlyKeyOf, resolve } from '../identity/keys.ts';
import type { Write } from '../store/batch.ts';
import type { Committer } from '../store/committer.ts';
import { writeDecisions } from '../store/decisions.ts';
import { createEffects, customerReader, customerValues, type Leaving, readWakes } from '../store/derived.ts';
import { newestGraph } from '../store/graphs.ts';
import { keyTable } from '../store/keys.ts';
import { createLogWriter, readLog, readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { LogRecord, RecordKind, Told } from '../store/record.ts';
import { createRejects } from '../store/rejects.ts';
import { createSeen } from '../store/seen.ts';
import { createTallies } from '../store/tallies.ts';
import { admitBytes, applySignal, type Taken, type TaskAct } from './apply.ts';
import { customerOf } from './delivery.ts';
import { type Around, follow, tellSender } from './follow.ts';
import { leavingOf } from './leaving.ts';
import { createLibrary, loadGraphs, requireGraph } from './library.ts';
import { createListeners } from './listeners.ts';
import { idOf, outerIdOf, readProgress } from './progress.ts';
import { createReach, whoIsMeant } from './reach.ts';
import { replayRecord } from './replay.ts';
import { type Report, reportOf } from './reports.ts';
import { createResidents, type Resident } from './residents.ts';
import { tally } from './tally.ts';
import { createTimerHeap } from './timer-heap.ts';
import type { Act, Engine, Receipt, Reply } from './types.ts';

export type { Engine } from './types.ts';

/**
 * Ids and keys fall on random pages: written with every commit they would cost more than the log itself, so they gather
 * for this many records. A start reads those that are missing from the log. So many more commits than can be under way lie between
 * two writes of them that the ones before are surely in the tables.
 */
const INDEX_RECORDS = 32_768;

const COMMIT_RECORDS = 4096;
const COMMIT_BYTES = 8 * 1024 * 1024;

/** `database` is read; only the committer writes to it. `time`: whether what is to leave waits for a connector, or counts as sent. */
export function createEngine(
  database: Database,
  graph: Graph,
  committer: Committer,
  time: Leaving['time'] = 'virtual',
): Engine {
  const library = createLibrary();
  const log = createLogWriter<Outcome['decisions']>(database, (to, decisions) =>
    writeDecisions(to, decisions, library.idOf),
  );
  const seen = createSeen(database, (seq) => idOf(readRecord(database, seq)?.body ?? null));
  const residents = createResidents(customerReader(database, library));
  const keys = keyTable(
    database,
    (number, name, value) => residents.get(number).customer.keys[name]?.includes(value) === true,
  );
  const effects = createEffects(leavingOf(time, library));
  const tallies = createTallies();
  const rejects = createRejects();
  const reach = createReach(everybody);
  const listeners = createListeners(library, everybody, (number) => residents.current(number).customer);
  const timers = createTimerHeap();
  const progress = readProgress(database);
  const around: Around = { holderOf: keys.find, current: residents.current, put };
  let urgent: Resident[] = [];
  let records = 0;
  let bytes = 0;

  recover();
  activate(graph);

  /** Loads the graphs, the timers, and what the stored customers do not know yet. */
  function recover(): void {
    const stored = loadGraphs(database);
    const graphs = new Map(stored.map(({ id, graph }) => [id, graph]));
    for (const { id, graph, seq } of stored) if (seq <= progress.applied) library.activate(id, graph);
    for (const { number, wake } of readWakes(database)) timers.set(number, wake);
    for (const record of readLog(database, progress.applied + 1)) {
      replayRecord({ library, graphs, residents }, record);
      if (record.seq > progress.indexed) index(record);
      if (record.customer !== null) schedule(residents.get(record.customer));
    }
  }

  /** Finds the ids and keys of a record again that a crash has kept out of their tables. */
  function index(record: LogRecord): void {
    if (record.body === null) return;
    const id = outerIdOf(record);
    if (id !== null) seen.add(id, record.seq);
    if (record.customer === null) return;
    for (const [name, values] of Object.entries(residents.get(record.customer).customer.keys)) {
      for (const value of values) if (keys.find(name, value) === undefined) keys.add(name, value, record.customer);
    }
  }

  /** From here on new instances start on this graph. The same graph at the same places changes nothing. */
  function activate(next: Graph): void {
    const text = JSON.stringify(next);
    const newest = newestGraph(database);
    if (newest !== null && newest.text === text) {
      meetAll();
      return;
    }
    requireGraph(next);
    const id = (newest?.id ?? 0) + 1;
    library.activate(id, next);
    progress.meets = 1;
    const body = Buffer.from(String(id));
    log.append({ kind: 'graph', time: progress.clock, customer: null, prev: null, body }, null);
    committer.commit({
      log: log.take(),
      seen: null,
      writes: [
        { statement: 'graphs', values: [id, next.hash, text, log.seq] },
        { statement: 'meta', values: ['progress', JSON.stringify(progress)] },
      ],
    });
    committer.settle();
    meetAll();
  }

  /**
   * Customers of whom nothing is heard must start what time starts, too: once for each graph, every one of them is looked at.
   * A crash in between goes on where it was.
   */
  function meetAll(): void {
    const first = progress.meets;
    if (first === undefined) return;
    const last = library.programs.current.watches.length === 0 ? 0 : progress.customers;
    for (let number = first; number <= last; number++) {
      const resident = residents.get(number);
      progress.meets = number + 1;
      if (resident.customer.joined === null) wake(resident);
    }
    delete progress.meets;
  }

  function accept(body: Buffer, now: number | 'event', source: { name: string; line: number | null }): Receipt {
    const admission = admitBytes(library.programs, body);
    if (!admission.ok || admission.taken.signal === null) {
      const report = reportOf(body);
      if (report !== null) return takeReport(report, now, source);
    }
    if (!admission.ok) return reject(admission.reason, body, source);
    const { taken } = admission;
    const known = seen.find(taken.envelope.id);
    if (known !== null) return { status: 'duplicate', seq: known };
    const time = now === 'event' ? taken.envelope.time : now;
    moveTo(time);
    if (taken.signal?.withoutCustomer === true) return tellAll(taken.signal.name, taken, body);
    const resident = whose(taken);
    seen.add(taken.envelope.id, log.seq + 1);
    if (taken.signal === null) tallies.add('', 'unknown', taken.envelope.type);
    const outcome = applySignal(library.programs, resident.customer, taken, log.seq + 1, progress.clock);
    const seq = write('signal', resident, body, outcome);
    if (taken.signal !== null) reach.note(taken.signal.name, taken.fact, resident.customer.number);
    commitIfLarge();
    return { status: 'accepted', seq, outcome };
  }

  /**
   * A signal without a customer: a record of its own, then one for each customer whom it is for, all in one commit. In batches,
   * those who have had their turn are passed over.
   */
  function tellAll(name: string, taken: Taken, body: Buffer): Receipt {
    const { programs } = library;
    const { fact } = taken;
    log.append({ kind: 'signal', time: progress.clock, customer: null, prev: null, body }, null);
    const of = log.seq;
    records++;
    seen.add(taken.envelope.id, of);
    const told: Outcome[] = [];
    const about = { signal: name, fact, now: progress.clock };
    const tell = (resident: Resident, to: Pick<Told, 'journey' | 'instance'>): void => {
      const about = { ...to, signal: name, fact };
      const input = { kind: 'told', seq: log.seq + 1, now: progress.clock, ...about } as const;
      const outcome = decide(programs, resident.customer, input);
      const record: Told = { ...about, of };
      write('told', resident, Buffer.from(JSON.stringify(record)), outcome);
      told.push(outcome);
    };
    // Who runs already hears it before anybody starts.
    for (const { customer, instance } of whoHears(programs, listeners.candidates(name, fact), about))
      tell(residents.get(customer.number), { journey: instance.journey, instance: instance.id });
    for (const { journey, resident } of whoIsMeant(programs, about, reach, residents.current))
      tell(resident, { journey });
    commitIfLarge();
    const outcome: Outcome = {
      decisions: told.flatMap(({ decisions }) => decisions),
      effects: told.flatMap(({ effects: done }) => done),
    };
    return { status: 'accepted', seq: of, outcome };
  }

  function* everybody(): Generator<Customer> {
    for (let number = 1; number <= progress.customers; number++) {
      const { customer } = residents.get(number);
      if (customer.joined === null) yield customer;
    }
  }

  function reject(reason: string, body: Buffer, { name, line }: { name: string; line: number | null }): Receipt {
    rejects.add({ source: name, line, reason, body });
    return { status: 'rejected', reason };
  }

  /** Others tell of what has left. */
  function takeReport(report: Report, now: number | 'event', source: { name: string; line: number | null }): Receipt {
    const { envelope, of, kind, input, body, writes } = report;
    const known = seen.find(envelope.id);
    if (known !== null) return { status: 'duplicate', seq: known };
    const about = customerOf(database, of, log.seq, flush);
    if (about === null) return reject(`Nothing with the id \`${of}\` has left.`, body, source);
    moveTo(now === 'event' ? envelope.time : now);
    seen.add(envelope.id, log.seq + 1);
    for (const write of writes) effects.note(write);
    const resident = residents.current(about);
    const done = put(kind, resident, input, body);
    tellSender(around, resident, input);
    commitIfLarge();
    return { status: 'accepted', ...done };
  }

  function moveTo(time: number): void {
    if (time <= progress.clock) return;
    wakeUntil(time, false);
    progress.clock = Math.max(progress.clock, time);
  }

  /** The customer of a signal; new keys are attached, customers that turn out to be one are joined. */
  function whose(taken: Taken): Resident {
    const { identity } = library.programs.current.graph;
    const only = onlyKeyOf(taken.keys, identity);
    if (only !== null) return holderOf(only, taken.keys[only] ?? '');
    const found = resolve(taken.keys, identity, keys, (number) => {
      const held = residents.get(number).customer.keys;
      return !['user_id', ...identity.strong].some((name) => held[name] !== undefined);
    });
    const resident = found.customer === null ? residents.create(++progress.customers) : residents.get(found.customer);
    for (const other of found.join) joinCustomers(resident, residents.get(other));
    for (const [name, value] of attach(resident.customer, taken.keys)) {
      // A weak key stays with whom it names already; strong keys of somebody new are nobody's.
      const free = found.customer === null && !identity.weak.includes(name);
      if (free || keys.find(name, value) === undefined) keys.add(name, value, resident.customer.number);
    }
    return resident;
  }

  function holderOf(name: string, value: string): Resident {
    const known = keys.find(name, value);
    if (known !== undefined) return residents.get(known);
    const created = residents.create(++progress.customers);
    created.customer.keys[name] = [value];
    keys.add(name, value, created.customer.number);
    return created;
  }

  function joinCustomers(into: Resident, from: Resident): void {
    keys.move(from.customer, into.customer.number);
    const outcome = join(library.programs, into.customer, from.customer, { seq: log.seq + 1, now: progress.clock });
    const body = Buffer.from(JSON.stringify({ from: from.customer.number, head: from.seq }));
    const seq = write('join', into, body, outcome);
    residents.replace(from, newCustomer(from.customer.number, into.customer.number), seq);
    schedule(from);
    // What a crash would need of the one is gone from the other: both are written with the record.
    urgent.push(into, from);
  }

  function write(kind: RecordKind, resident: Resident, body: Buffer | null, outcome: Outcome): number {
    const { customer } = resident;
    const prev = resident.seq === 0 ? null : resident.seq;
    const decisions = outcome.decisions.length === 0 ? null : outcome.decisions;
    bytes += log.append({ kind, time: progress.clock, customer: customer.number, prev, body }, decisions);
    const { seq } = log;
    for (const decision of outcome.decisions) tally(tallies, decision);
    effects.add(outcome, { seq, time: progress.clock, customer: customer.number });
    residents.touch(resident, seq);
    schedule(resident);
    listeners.note(customer);
    records++;
    for (const effect of outcome.effects) follow(around, resident, effect);
    return seq;
  }

  function schedule(resident: Resident): void {
    timers.set(resident.customer.number, resident.customer.wake);
  }

  function wakeUntil(time: number, inclusive: boolean, most = Number.POSITIVE_INFINITY): void {
    let woken = 0;
    for (let due = timers.next(); due !== null && (inclusive ? due <= time : due < time); due = timers.next()) {
      if (woken++ >= most) return;
      const resident = residents.get(timers.pop());
      progress.clock = Math.max(progress.clock, due);
      wake(resident);
    }
  }

  function wake(resident: Resident): void {
    const input = { kind: 'wake', seq: log.seq + 1, now: progress.clock } as const;
    write('wake', resident, null, decide(library.programs, resident.customer, input));
    commitIfLarge();
  }

  /** Something happens to a customer: a record of its own. */
  function put(kind: RecordKind, resident: Resident, input: Act, body: Buffer): { seq: number; outcome: Outcome } {
    const outcome = decide(library.programs, resident.customer, { ...input, seq: log.seq + 1, now: progress.clock });
    return { seq: write(kind, resident, body, outcome), outcome };
  }

  function act(kind: RecordKind, resident: Resident, input: Act, body: Buffer): { seq: number; outcome: Outcome } {
    const done = put(kind, resident, input, body);
    commitIfLarge();
    return done;
  }

  function closeTask(number: number, done: TaskAct, now: number): Outcome {
    moveTo(now);
    const { task, action } = done;
    const body = Buffer.from(JSON.stringify(done));
    return act('task', residents.current(number), { kind: 'task', task, action }, body).outcome;
  }

  function answer(number: number, reply: Reply, now: number): Outcome {
    moveTo(now);
    const taken: Answer = reply.ok ? { ...reply, wire: true } : reply;
    const body = Buffer.from(JSON.stringify(taken));
    return act('answer', residents.current(number), { kind: 'answer', ...taken }, body).outcome;
  }

  function commitIfLarge(): void {
    if (records >= COMMIT_RECORDS || bytes >= COMMIT_BYTES) commit(false);
  }

  /** Hands what happened since the last call to the committer, which may still be busy with it afterwards. */
  function commit(everything: boolean): void {
    const writes: Write[] = [];
    const index = everything || log.seq - progress.indexed >= INDEX_RECORDS;
    if (index) {
      writes.push({ statement: 'keys', values: keys.take() });
      progress.indexed = log.seq;
    }
    const { rows, applied } = residents.flush(log.seq, everything);
    progress.applied = Math.min(progress.indexed, applied);
    writes.push(
      ...effects.take(),
      { statement: 'tallies', values: tallies.take() },
      { statement: 'rejects', values: rejects.take() },
      { statement: 'customers', values: customerValues(urgent, library) },
      { statement: 'customers', values: customerValues(rows, library) },
      { statement: 'meta', values: ['progress', JSON.stringify(progress)] },
    );
    committer.commit({ log: log.take(), seen: index ? seen.take() : null, writes });
    urgent = [];
    records = 0;
    bytes = 0;
  }

  function flush(): void {
    commit(false);
    committer.settle();
  }

  return {
    get clock() {
      return progress.clock;
    },
    get customers() {
      return progress.customers;
    },
    accept,
    get left() {
      return effects.left;
    },
    closeTask,
    answer,
    note: effects.note,
    mayLeave: (to, sent, now) => mayLeave(library.programs, residents.current(to).customer, sent, now),
    wakeUntil,
    nextTimer: timers.next,
    commit: flush,
    close() {
      commit(true);
      committer.close();
    },
  };
}
