/**
 * The loop: take signals in order, decide, write down, wake timers. One engine a database, one thread, group commits.
 * Nothing is acknowledged before `commit` has returned.
 */
import type { Graph } from '../../compiler/graph/types.ts';
import { decide } from '../core/decide.ts';
import { whoHears } from '../core/flow/hear.ts';
import { mayLeave } from '../core/flow/leave.ts';
import { join } from '../core/join.ts';
import { newCustomer } from '../core/state/customer.ts';
import type { Answer } from '../core/state/input.ts';
import type { Outcome } from '../core/state/output.ts';
import { attach, isAnonymous, onlyKeyOf, resolve } from '../identity/keys.ts';
import type { Write } from '../store/batch.ts';
import type { Committer } from '../store/committer.ts';
import { writeDecisions } from '../store/decisions.ts';
import { createEffects, customerReader, customerValues, type Leaving } from '../store/derived.ts';
import { finishErasure } from '../store/erase.ts';
import { newestGraph, sumOf } from '../store/graphs.ts';
import { keyTable } from '../store/keys.ts';
import { createLogWriter, readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { RecordKind, Told } from '../store/record.ts';
import { createRejects } from '../store/rejects.ts';
import { createSeen } from '../store/seen.ts';
import { createTallies } from '../store/tallies.ts';
import { type ActBody, bodyOf, inputOf } from './acts.ts';
import { admitBytes, applySignal, isUnknown, type Kept, leftOut, NOTHING, type Taken, type TaskAct } from './apply.ts';
import { customerOf } from './delivery.ts';
import { type Around, follow, tellSender } from './follow.ts';
import { leavingOf } from './leaving.ts';
import { createLibrary, requireGraph } from './library.ts';
import { createListeners } from './listeners.ts';
import { createOperations } from './operations.ts';
import { createPeople } from './people.ts';
import { hasId, readProgress } from './progress.ts';
import { createReach, whoIsMeant } from './reach.ts';
import { recover } from './recover.ts';
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
  finishErasure(database);
  const library = createLibrary();
  const log = createLogWriter<Outcome['decisions']>(database, (to, decisions) =>
    writeDecisions(to, decisions, library.idOf),
  );
  const seen = createSeen(database, (seq, id) => hasId(readRecord(database, seq), id));
  const residents = createResidents(customerReader(database, library));
  const keys = keyTable(
    database,
    (number, name, value) => residents.get(number).customer.keys[name]?.includes(value) === true,
  );
  const effects = createEffects(leavingOf(time, library));
  const tallies = createTallies();
  const rejects = createRejects();
  const progress = readProgress(database);
  const people = createPeople(residents, progress);
  const { everybody } = people;
  const reach = createReach(everybody);
  const listeners = createListeners(library, everybody, (number) => residents.current(number).customer);
  const timers = createTimerHeap();
  const around: Around = { holderOf: keys.find, current: residents.current, put };
  const operations = createOperations({
    database,
    library,
    progress,
    seq: () => log.seq,
    current: residents.current,
    resident: residents.get,
    everybody,
    note: (body) => {
      records++;
      log.append({ kind: 'act', time: progress.clock, customer: null, prev: null, body }, null);
    },
    act: operate,
    closeTask: (number, done) => closeTask(number, done, progress.clock),
    write: effects.note,
    wake,
    replace(resident, customer, seq) {
      residents.replace(resident, customer, seq);
      schedule(resident);
      urgent.push(resident);
    },
    follow: (resident, effect) => follow(around, resident, effect),
    activate,
    commit: flush,
  });
  let urgent: Resident[] = [];
  let records = 0;
  let bytes = 0;

  recover(database, { library, residents, progress, timers, seen, keys, schedule });
  activate(graph);
  operations.goOn();

  /** From here on new instances start on this graph. The same graph at the same places changes nothing: false. */
  function activate(next: Graph): boolean {
    const text = JSON.stringify(next);
    const newest = newestGraph(database);
    if (newest !== null && newest.text === text) {
      people.meetAll(library.programs, wake);
      return false;
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
        { statement: 'graphs', values: [id, next.hash, text, log.seq, sumOf(text)] },
        { statement: 'meta', values: ['progress', JSON.stringify(progress)] },
      ],
    });
    committer.settle();
    people.meetAll(library.programs, wake);
    return true;
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
    if (isUnknown(taken)) tallies.add('', 'unknown', taken.envelope.type);
    const outcome = applySignal(library.programs, resident.customer, taken, log.seq + 1, progress.clock);
    const seq = write('signal', resident, body, outcome);
    if (taken.signal !== null) reach.note(taken.signal.name, taken.fact, resident.customer.number);
    commitIfLarge();
    for (const field of taken.traits?.unfit.keys() ?? []) tallies.add('', 'unfit', `identify.${field}`);
    return { status: 'accepted', seq, outcome, ...leftOut(taken) };
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

  function reject(reason: string, body: Buffer, { name, line }: { name: string; line: number | null }): Receipt {
    rejects.add({ source: name, line, reason, body });
    return { status: 'rejected', reason };
  }

  /** Others tell of what has left. */
  function takeReport(report: Report, now: number | 'event', source: { name: string; line: number | null }): Receipt {
    const { envelope, of, about: what, kind, input, body, writes } = report;
    const known = seen.find(envelope.id);
    if (known !== null) return { status: 'duplicate', seq: known };
    const about = customerOf(database, { kind: what, id: of }, log.seq, flush);
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
    const only = taken.alias === undefined ? onlyKeyOf(taken.keys, identity) : null;
    if (only !== null) return holderOf(only, taken.keys[only] ?? '');
    const anonymous = (number: number): boolean => isAnonymous(residents.get(number).customer, identity);
    const found = resolve(taken.keys, identity, keys, anonymous, taken.alias);
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
    keep('wake', resident, null, decide(library.programs, resident.customer, input));
  }

  /** Something happens to a customer: a record of its own. */
  function put(kind: RecordKind, resident: Resident, input: Act, body: Buffer): Kept {
    const outcome = decide(library.programs, resident.customer, { ...input, seq: log.seq + 1, now: progress.clock });
    return { seq: write(kind, resident, body, outcome), outcome };
  }

  function act(kind: RecordKind, resident: Resident, input: Act, body: Buffer): Kept {
    const done = put(kind, resident, input, body);
    commitIfLarge();
    return done;
  }

  function operate(resident: Resident, body: ActBody): Kept {
    const input = inputOf(body, { seq: log.seq + 1, now: progress.clock });
    const outcome = input === null ? NOTHING : decide(library.programs, resident.customer, input);
    return keep('act', resident, bodyOf(body), outcome);
  }

  function keep(kind: RecordKind, resident: Resident, body: Buffer | null, outcome: Outcome): Kept {
    const seq = write(kind, resident, body, outcome);
    commitIfLarge();
    return { seq, outcome };
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

  function flush(everything = false): void {
    commit(everything);
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
    operate: operations.operate,
    reload: operations.reload,
    commit: () => flush(),
    close() {
      commit(true);
      committer.close();
    },
  };
}
