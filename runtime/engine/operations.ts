/** What operators do to a running engine. Each act is a record of the log, with who did it. */
import type { Graph } from '../../compiler/graph/types.ts';
import { whyPaused } from '../core/flow/leave.ts';
import { limitTime, refusal } from '../core/flow/operators.ts';
import type { Customer } from '../core/state/customer.ts';
import type { TaskAction } from '../core/state/input.ts';
import type { Effect, Outcome } from '../core/state/output.ts';
import { counted } from '../core/values/counted.ts';
import type { Write } from '../store/batch.ts';
import { scrub } from '../store/erase.ts';
import type { Database } from '../store/open.ts';
import { goesOn, readUnsent } from '../store/outbox.ts';
import { openTasksOf, readTask, tellDesk } from '../store/tasks.ts';
import { type ActBody, bodyOf, forgottenCustomer, inputOf, leavesClock } from './acts.ts';
import type { Kept, TaskAct } from './apply.ts';
import { forgetting } from './forget.ts';
import type { Library } from './library.ts';
import { migrationsOf } from './migrate.ts';
import type { Operated, Operation } from './operation.ts';
import type { Progress } from './progress.ts';
import { leftBehind, type Reload } from './reload.ts';
import type { Resident } from './residents.ts';
import { lostOf, type Mending, mendedParts, nothingUnsent, overruledText, retry, retryMended } from './retry.ts';

/** What operations need of the engine. */
export interface Desk {
  readonly database: Database;
  readonly library: Library;
  readonly progress: Progress;
  /** the newest record's place */
  seq(): number;
  current(number: number): Resident;
  /** also one that has joined another */
  resident(number: number): Resident;
  /** `first`, `last`: those with a number from one to the other. */
  everybody(first?: number, last?: number): Iterable<Customer>;
  /** numbers of those whose timers are due */
  due(time: number): readonly number[];
  /** a record about nobody */
  note(body: Buffer): void;
  /** a record about a customer, with what the core makes of it */
  act(resident: Resident, act: ActBody): Kept;
  closeTask(customer: number, act: TaskAct): Outcome;
  /** also to be written with the next commit */
  write(write: Write): void;
  wake(resident: Resident): void;
  /** records that an effect leads to */
  follow(resident: Resident, effect: Effect): void;
  /** false: it is the graph that holds already; else `note` notes who has brought it, in the same commit */
  activate(graph: Graph, note: () => void): boolean;
  /** puts another state in the place of a customer's */
  replace(resident: Resident, customer: Customer, seq: number): void;
  /** `everything`: customers, ids and keys, too */
  commit(everything?: boolean): void;
}

export interface Operations {
  /** `now`: milliseconds since 1970 UTC. */
  operate(operation: Operation, now: number): Operated;
  /** See `Engine.reload`. */
  reload(graph: Graph, by: string, now: number): Reload;
  /** Goes on with a resumption that a crash has interrupted. */
  goOn(): void;
}

/** So many customers are looked at before others have their turn, where an act is done in pieces. */
const A_PIECE = 250;

/** What is sent instead is in vain, too; who does so more often does so for ever. */
const MOST_ROUNDS = 100;

export function createOperations(desk: Desk): Operations {
  const { library, progress } = desk;
  let at = 0;

  function operate(operation: Operation): Operated {
    switch (operation.act) {
      case 'pause':
      case 'resume':
        return pause(operation);
      case 'cancel':
      case 'claim':
        return toCustomer({ ...operation, at });
      case 'cancel all':
        return cancelAll(operation);
      case 'move':
        return move(operation);
      case 'migrate':
        return migrate(operation);
      case 'close':
        return close(operation);
      case 'forget':
        return forget(operation);
      case 'retry':
        return operation.id === null || operation.mending === undefined || mendedParts(operation.mending) === ''
          ? retryAll(operation)
          : retryOther(operation.id, operation.mending, operation.by);
      case 'reload':
      case 'backup':
      case 'restore':
      case 'export':
      case 'key created':
      case 'key revoked':
        return noted({ ...operation, at }, operation.subject, operation.detail);
    }
  }

  function pause(operation: Operation & { readonly act: 'pause' | 'resume' }): Operated {
    const { act, journey } = operation;
    const paused = library.programs.paused.has(journey);
    if (!paused && !knows(journey)) return noJourney(journey);
    if (act === 'resume' && !paused) return refuse(`Journey ${journey} is not paused.`);
    if (act === 'pause' && paused) return refuse(`Journey ${journey} is paused already.`);
    const result = noted({ ...operation, at }, journey, '');
    library.pause(journey, act === 'pause');
    if (act === 'resume') {
      progress.resumes = [...(progress.resumes ?? []), { journey, next: 1 }];
      desk.write(goesOn(journey, whyPaused(journey), at));
      const count = goOn();
      return { ...result, seq: desk.seq(), count };
    }
    return result;
  }

  /** Journeys of new instances, and those that something still runs on. */
  function knows(journey: string): boolean {
    if (library.programs.current.journeys.has(journey)) return true;
    for (const { instances } of desk.everybody()) if (instances.some((each) => each.journey === journey)) return true;
    return false;
  }

  function noJourney(journey: string): Operated {
    const known = [...library.programs.current.journeys.keys()].sort().join(', ');
    return refuse(`There is no journey ${journey}${known === '' ? '' : `; there are: ${known}`}.`);
  }

  /** Whoever stands in a journey that goes on is looked at once: what was due meanwhile, and what was kept back, happens now. */
  function goOn(): number {
    let count = 0;
    for (let first = progress.resumes?.[0]; first !== undefined; first = progress.resumes?.[0]) {
      const { journey, next } = first;
      for (let number = next; number <= progress.customers; number++) {
        const resident = desk.current(number);
        if (resident.customer.number !== number) continue;
        if (!standsIn(resident.customer, journey)) continue;
        progress.resumes?.splice(0, 1, { journey, next: number + 1 });
        desk.wake(resident);
        count++;
      }
      progress.resumes?.shift();
    }
    delete progress.resumes;
    return count;
  }

  /** Whom a piece is about; without `from` everybody. With the first come all who are due: who cancels or moves is before what is due. */
  function pieceOf(from: number | undefined): { readonly customers: Iterable<Customer>; readonly next?: number } {
    if (from === undefined) return { customers: desk.everybody() };
    const last = from + A_PIECE - 1;
    const due = from === 1 ? desk.due(at).map((number) => desk.current(number).customer) : [];
    const customers = new Map([...due, ...desk.everybody(from, last)].map((each) => [each.number, each]));
    return { customers: customers.values(), ...(last < progress.customers ? { next: last + 1 } : {}) };
  }

  function cancelAll({ journey, from, by }: Operation & { readonly act: 'cancel all' }): Operated {
    const { customers, ...more } = pieceOf(from);
    const running = [...customers].flatMap(({ instances }) =>
      instances.filter((each) => each.journey === journey && each.outcome === null).map(({ id }) => id),
    );
    if (running.length === 0 && more.next === undefined)
      return knows(journey) ? refuse(`No instance of ${journey} is running.`) : noJourney(journey);
    let count = 0;
    let decisions = 0;
    for (const instance of running) {
      // One that another has run may have ended with that one.
      const done = toCustomer({ act: 'cancel', instance, by, at });
      if (!done.ok) continue;
      count++;
      decisions += done.decisions;
    }
    return { ok: true, seq: desk.seq(), decisions, count, ...more };
  }

  function migrate({ journey, to, retime, from: first, by }: Operation & { readonly act: 'migrate' }): Operated {
    const { customers, ...more } = pieceOf(first);
    const migrations = migrationsOf(library.programs, customers, { journey, to });
    if (migrations === null) return refuse(`No graph in the database has the hash ${to}.`);
    if (migrations.length === 0 && more.next === undefined)
      return refuse(`No instance of ${journey} runs on another graph.`);
    const left: { instance: string; reason: string }[] = [];
    let oldTimes = 0;
    for (const { customer, instance, from, move, times } of migrations) {
      if ('reason' in move) left.push({ instance, reason: move.reason });
      else {
        if (retime !== true && times.length > 0) oldTimes++;
        const how = { ...move, ...(retime === true ? { retime } : {}) };
        audit(by, 'migrate', instance, `from graph ${from.slice(0, 12)} to ${to.slice(0, 12)}`);
        desk.act(desk.current(customer), { act: 'migrate', instance, graph: to, ...how, by, at });
      }
    }
    return { ok: true, seq: desk.seq(), decisions: 0, count: migrations.length - left.length, left, oldTimes, ...more };
  }

  function move(operation: Operation & { readonly act: 'move' }): Operated {
    const { instance, limit, by, to } = operation;
    const resident = holder(instance);
    if (resident === null) return refuse(`No instance ${instance} is running.`);
    const now = limitTime(library.programs, resident.customer, instance, limit);
    const time = Math.round('time' in to ? to.time : (now ?? progress.clock) + to.later);
    return toCustomer({ act: 'move', instance, limit, to: time, by, at });
  }

  function toCustomer(act: ActBody & { readonly act: 'cancel' | 'move' | 'claim' }): Operated {
    const subject = act.act === 'claim' ? act.task : act.instance;
    const task = act.act === 'claim' ? readTask(desk.database, act.task) : undefined;
    if (act.act === 'claim' && task?.status !== 'open') return refuse(closedTask(act.task, task?.status));
    const resident = task === undefined ? holder(subject) : desk.current(task.customer);
    if (resident === null) return refuse(`No instance ${subject} is running.`);
    const input = inputOf(act, { seq: desk.seq() + 1, now: progress.clock });
    const reason =
      input?.kind === 'cancel' || input?.kind === 'move' ? refusal(library.programs, resident.customer, input) : null;
    if (reason !== null) return refuse(reason);
    const due = act.act === 'move' ? new Date(act.to).toISOString() : undefined;
    const before = task?.claimedBy ?? act.by;
    const taken = before === act.by ? '' : `from ${before}`;
    audit(act.by, act.act, subject, act.act === 'move' ? `${act.limit} to ${due}` : taken);
    const { seq, outcome } = desk.act(resident, act);
    const done = { ok: true, seq, decisions: outcome.decisions.length, count: 1 } as const;
    if (taken !== '') return { ...done, before };
    return due === undefined ? done : { ...done, due };
  }

  function close({ task: id, action, by }: { task: string; action: TaskAction; by: string }): Operated {
    const task = readTask(desk.database, id);
    if (task?.status !== 'open') return refuse(closedTask(id, task?.status));
    // Before it: what is on its way to a desk is taken back with the task, and a desk that may have it must hear of that.
    desk.write(tellDesk(id, { ended: 'closed', as: action, by }, { seq: desk.seq() + 1, time: at }));
    audit(by, action, id, '');
    const { decisions } = desk.closeTask(task.customer, { task: id, action, by });
    return { ok: true, seq: desk.seq(), decisions: decisions.length, count: 1 };
  }

  /** What runs ends, so that tasks, calls and messages to others end with it; who waits to reach this one hears that it is in vain. */
  function endAll(resident: Resident, by: string): void {
    for (const { id, outcome } of [...resident.customer.instances])
      if (outcome === null) desk.act(resident, { act: 'cancel', instance: id, by, at });
    const told = new Set<string>();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      for (const { id, from } of resident.customer.parcels ?? []) {
        if (told.has(id)) continue;
        told.add(id);
        const heard = { parcel: id, how: 'dropped', reason: 'forgotten' } as const;
        desk.follow(resident, { kind: 'heard', customer: from, heard });
      }
    }
  }

  /** Who went on without an answer has done something else instead: what the call does must not come on top of that unasked. */
  function retryAll({ id, by, ...more }: Operation & { readonly act: 'retry' }): Operated {
    const { awaited, unawaited } = id === null ? readUnsent(desk.database) : { awaited: [id], unawaited: [] };
    const staying = more.unawaited === true ? 0 : unawaited.length;
    const ids = staying === 0 ? [...awaited, ...unawaited] : awaited;
    if (ids.length === 0) return refuse(nothingUnsent(staying));
    const all = ids.map((each) => retry(desk.database, each, at));
    const refused = all.find((each) => !each.ok);
    if (refused !== undefined) return refused;
    const done = all.filter((each) => each.ok);
    for (const write of done.flatMap(({ writes }) => writes)) desk.write(write);
    const said = overruledText(done.map(({ overruled }) => overruled));
    const { seq } = noted({ act: 'retry', ids, by, at }, id ?? 'all that were given up or tried in vain', said);
    return {
      ok: true,
      seq,
      decisions: 0,
      count: ids.length,
      ...lostOf(done, library.programs.current.graph),
      ...(staying === 0 ? {} : { unawaited: staying }),
    };
  }

  /** Addresses and contents are personal: the act is a record about who it was for. */
  function retryOther(id: string, mending: Mending, by: string): Operated {
    const { graph } = library.programs.current;
    const done = retryMended(desk.database, graph, { id, mending, now: at });
    if (!done.ok) return done;
    for (const write of done.writes) desk.write(write);
    const said = [`mended: ${mendedParts(mending)}`, overruledText([done.overruled])].filter((part) => part !== '');
    audit(by, 'retry', id, said.join('; '));
    const { seq } = desk.act(desk.current(done.row.customer), { act: 'retry', ids: [id], mended: mending, by, at });
    return { ok: true, seq, decisions: 0, count: 1, ...lostOf([done], graph) };
  }

  function forget({ customer: number, by }: { readonly customer: number; readonly by: string }): Operated {
    if (number < 1 || number > progress.customers) return refuse(`There is no customer #${number}.`);
    desk.commit(true);
    const resident = desk.current(number);
    const { customer } = resident;
    if (customer.forgotten !== undefined) return refuse(`Customer #${customer.number} is forgotten already.`);
    endAll(resident, by);
    desk.commit(true);
    const { seals, writes, others, people } = forgetting(desk.database, library.programs, resident);
    const act: ActBody = { act: 'forget', customer: customer.number, altered: seals, by, at };
    // First what the log alone does not bring back: a large act can be committed by itself.
    for (const other of others) desk.replace(desk.resident(other.customer.number), other.customer, other.seq);
    // What journeys did not wait for has not ended with them.
    for (const task of [...people].flatMap((each) => openTasksOf(desk.database, each)))
      desk.write(tellDesk(task, { ended: 'cancelled', outcome: null }, { seq: desk.seq() + 1, time: at }));
    for (const write of writes) desk.write(write);
    audit(by, 'forget', `#${customer.number}`, counted(seals.length, 'record'));
    const { seq } = desk.act(resident, act);
    desk.replace(resident, forgottenCustomer(customer.number), seq);
    desk.commit(true);
    return { ok: true, seq, decisions: 0, count: seals.length, clean: scrub(desk.database) };
  }

  function noted(body: ActBody, subject: string, detail: string): Operated & { readonly ok: true } {
    audit(body.by, body.act, subject, detail);
    desk.note(bodyOf(body));
    return { ok: true, seq: desk.seq(), decisions: 0, count: 0 };
  }

  /** Of the record that comes next: of many acts any one can be the last of its commit, and must not be on disk without it. */
  function audit(by: string, act: string, subject: string, detail: string): void {
    desk.write({ statement: 'acts', values: [desk.seq() + 1, at, by, act, subject, detail] });
  }

  /** The customer of an instance: its id begins with the number of the customer for whom it started. */
  function holder(instance: string): Resident | null {
    const number = Number(/^(\d+)-\d+$/.exec(instance)?.[1] ?? 0);
    return number < 1 || number > progress.customers ? null : desk.current(number);
  }

  function run(operation: Operation, now: number): Operated {
    at = now;
    // What is asked for can hang on what is not on disk yet: tasks are read there. The clock moves after it: were it on disk without
    // the act, and the process ended here, a signal would come before what was due.
    desk.commit();
    const before = { clock: progress.clock, seq: desk.seq() };
    // What is due meanwhile comes after it: who cancels or moves wants to be first. Where nothing was done no time has passed.
    if (!leavesClock(operation.act)) progress.clock = Math.max(progress.clock, now);
    const result = operate(operation);
    if (desk.seq() === before.seq) progress.clock = before.clock;
    desk.commit();
    return result;
  }

  return {
    operate: run,
    reload(graph, by, now) {
      desk.commit();
      at = now;
      const subject = graph.hash.slice(0, 12);
      const changed = desk.activate(graph, () => noted({ act: 'reload', subject, detail: '', by, at }, subject, ''));
      desk.commit();
      return { changed, ...leftBehind(desk.database, desk.everybody(), library.programs, library.before) };
    },
    goOn,
  };
}

function refuse(reason: string): Operated & { readonly ok: false } {
  return { ok: false, reason };
}

function closedTask(id: string, status: string | undefined): string {
  return status === undefined ? `There is no task ${id}.` : `Task ${id} is closed already: ${status}.`;
}

/** Whether an instance of the customer runs in the journey, or a message of it waits here. */
function standsIn({ instances, parcels = [] }: Customer, journey: string): boolean {
  return (
    instances.some((each) => each.journey === journey && each.outcome === null) ||
    parcels.some((each) => each.journey === journey)
  );
}
