/**
 * The loop: take signals in order, decide, write down, wake timers. One engine a database, one thread, group commits.
 * Nothing is acknowledged before `commit` has returned.
 */
import type { Graph } from '../../compiler/graph/types.ts';
import { decide } from '../core/decide.ts';
import { createFollowing } from '../core/flow/following.ts';
import { asksForPlace, type Leave, mayLeave, type Outgoing } from '../core/flow/leave.ts';
import type { Customer } from '../core/state/customer.ts';
import type { Answer } from '../core/state/input.ts';
import type { Outcome } from '../core/state/output.ts';
import { holds, type Subject } from '../identity/keys.ts';
import type { Write } from '../store/batch.ts';
import { type Committer, MOST_UNDER_WAY } from '../store/committer.ts';
import { writeDecisions } from '../store/decisions.ts';
import { createEffects, customerReader, customerValues, type Leaving } from '../store/derived.ts';
import { finishErasure } from '../store/erase.ts';
import { newestGraph, sumOf } from '../store/graphs.ts';
import { keyTable } from '../store/keys.ts';
import { createLogWriter, readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { About, RecordKind } from '../store/record.ts';
import { createRejects } from '../store/rejects.ts';
import { createSeen } from '../store/seen.ts';
import { createTallies } from '../store/tallies.ts';
import { noteWriter } from '../store/writers.ts';
import { type ActBody, bodyOf, inputOf } from './acts.ts';
import { type Kept, NOTHING, type TaskAct } from './apply.ts';
import { createArrivals } from './arrivals.ts';
import { type Around, follow as followOne } from './follow.ts';
import { leavingOf } from './leaving.ts';
import { createLibrary, requireGraph } from './library.ts';
import { createListeners } from './listeners.ts';
import { createOperations } from './operations.ts';
import { createOwners } from './owners.ts';
import { createPeople } from './people.ts';
import { hasId, readProgress } from './progress.ts';
import { createReach } from './reach.ts';
import { recover } from './recover.ts';
import { createResidents, type Expected, type Resident } from './residents.ts';
import { tally } from './tally.ts';
import { createTimerHeap } from './timer-heap.ts';
import type { Act, Engine, Reply, Source } from './types.ts';

export type { Engine } from './types.ts';

/**
 * Ids and keys fall on random pages: written with every commit they would cost more than the log itself, so they gather
 * for this many records. A start reads those that are missing from the log. In virtual time more commits than can be under way
 * lie between two writes of them, if none is very large. On the real clock somebody waits for each answer, and every turn's last commit
 * is in the tables before the next: they are written in smaller pieces.
 */
const INDEX_RECORDS = { virtual: 32_768, real: 512 } as const;

const COMMIT_RECORDS = 4096;
const COMMIT_BYTES = 8 * 1024 * 1024;

/**
 * `database` is read; only the committer writes to it. `time`: whether what is to leave waits for a connector, or counts as sent.
 * `expected`: few customers may take more memory each.
 */
export function createEngine(
  database: Database,
  graph: Graph,
  committer: Committer,
  time: Leaving['time'] = 'virtual',
  expected: Expected = 'many',
): Engine {
  finishErasure(database);
  const library = createLibrary();
  const log = createLogWriter<Outcome['decisions']>(database, (to, decisions) =>
    writeDecisions(to, decisions, library.idOf),
  );
  const seen = createSeen(database, (seq, id) => hasId(readRecord(database, seq), id));
  const residents = createResidents(customerReader(database, library), expected);
  const subjectKeys = (): ReadonlyMap<string, string> | null => library.programs.current.subjects;
  const keys = keyTable(
    database,
    (number, name, value) => holds(residents.get(number).customer, name, value, subjectKeys()),
    (name) => subjectKeys()?.has(name) === true,
  );
  const effects = createEffects(leavingOf(time, library, database));
  const tallies = createTallies();
  const rejects = createRejects();
  const progress = readProgress(database);
  const people = createPeople(residents, progress);
  const reach = createReach(people.everybody, residents.current);
  const listeners = createListeners(library, people.everybody, (number) => residents.current(number).customer);
  const timers = createTimerHeap();
  const around: Around = { holderOf: keys.find, current: residents.current, put };
  const follow = createFollowing<Resident>((resident, effect) => followOne(around, resident, effect));
  const operations = createOperations({
    database,
    library,
    progress,
    seq: () => log.seq,
    current: residents.current,
    resident: residents.get,
    everybody: people.everybody,
    due: timers.due,
    note: (body) => writeAlone('act', body),
    act: operate,
    closeTask,
    write: effects.note,
    wake,
    replace,
    follow: (resident, effect) => follow(resident, [effect]),
    activate,
    commit: flush,
  });
  const owners = createOwners({
    library,
    progress,
    residents,
    keys,
    seq: () => log.seq,
    write,
    replace,
    hurry,
    dispute: () => {
      disputed = true;
    },
  });
  const accept = createArrivals({
    database,
    library,
    progress,
    residents,
    owners,
    listeners,
    reach,
    around,
    seen,
    tallies,
    refuse,
    seq: () => log.seq,
    moveTo,
    wakeNext: (time) => {
      const due = timers.next();
      if (due === null || due >= time) return false;
      wakeUntil(time, false, 1);
      return true;
    },
    write,
    writeAlone,
    put,
    note: effects.note,
    commitIfLarge,
    commit: flush,
  });
  /** Each once, however many have joined it since the last commit. */
  let urgent = new Set<Resident>();
  let disputed = false;
  let records = 0;
  let bytes = 0;
  let commits = 0;
  /** which of them has written ids last */
  let indexedIn = Number.NEGATIVE_INFINITY;

  if (time === 'virtual' && log.seq === 0) progress.virtual = true;
  recover(database, { library, residents, progress, timers, seen, keys, schedule });
  noteWriter(database);
  activate(graph);
  operations.goOn();

  /** From here on new instances start on this graph. The same graph at the same places changes nothing: false. */
  function activate(next: Graph, note: () => void = () => undefined): boolean {
    const text = JSON.stringify(next);
    const newest = newestGraph(database);
    if (newest !== null && newest.text === text) {
      people.meetAll(library.programs, wake);
      return false;
    }
    requireGraph(next);
    const id = (newest?.id ?? 0) + 1;
    library.activate(id, next);
    // Made ready before anything of it is written.
    const { programs } = library;
    progress.meets = 1;
    log.append({ kind: 'graph', time: progress.clock, customer: null, prev: null, body: Buffer.from(`${id}`) }, null);
    const { seq } = log;
    note();
    committer.commit({
      log: log.take(),
      seen: null,
      writes: [
        { statement: 'graphs', values: [id, next.hash, text, seq, sumOf(text)] },
        ...effects.take(),
        { statement: 'meta', values: ['progress', JSON.stringify(progress)] },
      ],
    });
    committer.settle();
    people.meetAll(programs, wake);
    return true;
  }

  function moveTo(time: number): void {
    if (time <= progress.clock) return;
    wakeUntil(time, false);
    progress.clock = Math.max(progress.clock, time);
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
    follow(resident, outcome.effects);
    return seq;
  }

  /** A record that is no one customer's. */
  function writeAlone(kind: RecordKind, body: Buffer): number {
    bytes += log.append({ kind, time: progress.clock, customer: null, prev: null, body }, null);
    records++;
    return log.seq;
  }

  /** No record, but it waits for a commit as one does. */
  function refuse(body: Buffer, reason: string, { name, line }: Source): void {
    bytes += rejects.add({ source: name, line, reason, body });
  }

  function replace(resident: Resident, customer: Customer, seq: number): void {
    residents.replace(resident, customer, seq);
    schedule(resident);
    listeners.note(customer);
    hurry(resident);
  }

  function hurry(resident: Resident): void {
    urgent.add(resident);
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
    if (input.kind === 'signal') reach.note(input.signal, input.fact, resident.customer.number);
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

  function meet(subject: Subject, now: number): void {
    moveTo(now);
    const about = { signal: '(met)', fact: { at: now, id: '' } };
    const body: About = { of: log.seq, subject, ...about };
    act('about', owners.subjectOf(subject), { kind: 'signal', ...about }, Buffer.from(JSON.stringify(body)));
  }

  function closeTask(number: number, done: TaskAct): Outcome {
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

  function leave(to: number, sent: Outgoing, now: number): Leave {
    const look = (): Leave => mayLeave(library.programs, residents.current(to).customer, sent, now);
    const asks = (): boolean => asksForPlace(library.programs, residents.current(to).customer, sent, now);
    if (look().kind === 'wait' || !asks()) return look();
    // What is due before may take the place.
    moveTo(now);
    const answer = look();
    if (answer.kind === 'wait' || !asks()) return answer;
    const { late: _, ...resend } = sent;
    act('resend', residents.current(to), { kind: 'resend', ...resend }, Buffer.from(JSON.stringify(resend)));
    return answer;
  }

  function commitIfLarge(): void {
    if (records >= COMMIT_RECORDS || bytes >= COMMIT_BYTES) commit(false);
  }

  /** Hands what happened since the last call to the committer, which may still be busy with it afterwards. */
  function commit(everything: boolean): void {
    const writes: Write[] = [];
    const index = everything || log.seq - progress.indexed >= INDEX_RECORDS[time];
    commits++;
    if (index) {
      progress.indexed = log.seq;
      // The ids that are written last are let go of: they have to be in the table by now.
      if (commits - indexedIn < MOST_UNDER_WAY) committer.settle();
      indexedIn = commits;
    }
    // After a crash nobody could tell from the customers who was first, and who has had the keys of one that has none any more.
    if (index || disputed || urgent.size > 0) {
      writes.push({ statement: 'keys', values: keys.take() });
      progress.keyed = log.seq;
      disputed = false;
    }
    const { rows, applied } = residents.flush(log.seq, everything);
    progress.applied = Math.min(progress.indexed, applied);
    // One by one: hundreds of thousands that leave again are more than a call takes.
    for (const write of effects.take()) writes.push(write);
    writes.push(
      { statement: 'tallies', values: tallies.take() },
      { statement: 'rejects', values: rejects.take() },
      { statement: 'customers', values: customerValues([...urgent], library) },
      { statement: 'customers', values: customerValues(rows, library) },
      { statement: 'meta', values: ['progress', JSON.stringify(progress)] },
    );
    committer.commit({ log: log.take(), seen: index ? seen.take() : null, writes });
    urgent = new Set();
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
    refuse,
    meet,
    get left() {
      return effects.left;
    },
    get virtual() {
      return progress.virtual === true;
    },
    goLive() {
      delete progress.virtual;
    },
    answer,
    note: effects.note,
    leave,
    resentBy: (to, message) => residents.current(to).customer.sent.find(({ id }) => id === message)?.resent ?? null,
    wakeUntil,
    nextTimer: timers.next,
    operate: operations.operate,
    reload: operations.reload,
    commit: () => flush(),
    commitAsync() {
      commit(false);
      return committer.settled();
    },
    close() {
      commit(true);
      committer.close();
    },
  };
}
