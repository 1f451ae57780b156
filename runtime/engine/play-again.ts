/** Plays what has happened once more in another database: as it was, or with other files from a time on. */
import type { Graph } from '../../compiler/graph/types.ts';
import type { Answer, Resend } from '../core/state/input.ts';
import { type Keys, partKeys } from '../identity/keys.ts';
import { createCommitter } from '../store/committer.ts';
import { readLog } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { customerOfWork, type OutboxKind, readMessage } from '../store/outbox.ts';
import type { About, LogRecord } from '../store/record.ts';
import { matchStarts } from '../store/starts.ts';
import { matchWorks } from '../store/works.ts';
import { actOf } from './acts.ts';
import { admit, isEmpty, type TaskAct } from './apply.ts';
import { createEngine, type Engine } from './engine.ts';
import { addFieldKeys, parseEnvelope } from './envelope.ts';
import { createLibrary, loadGraphs } from './library.ts';

export interface Script {
  /** from this time on (milliseconds since 1970 UTC) new instances start on this graph, whatever the log says; null: on those of the log */
  readonly change: {
    readonly graph: Graph;
    readonly from: number;
    /** `Played.early` with the graphs of the log */
    readonly early: ReadonlySet<number>;
  } | null;
  /** the last record that is played: the log may grow meanwhile */
  readonly last: number;
  /** when all is played, timers fire up to then; milliseconds since 1970 UTC */
  readonly until: number;
  /** hears now and then how many records are played */
  readonly told?: (records: number) => void;
}

export interface Played {
  /** false: signals have named other customers than in the log, and the same number is not the same customer */
  readonly aligned: boolean;
  /** signals of the log that were refused, and why the first one was */
  readonly refused: number;
  readonly refusal: string | null;
  /** answers, deliveries and acts of teams about what was not decided here */
  readonly unheard: number;
  /** acts of the log that came before what was due then, since nobody was awake */
  readonly early: ReadonlySet<number>;
}

const SOURCE = { name: 'the log', line: null } as const;
const BY = 'backtest';
const TELL_EVERY = 4096;

/**
 * Feeds an empty database with everything in the log that came from outside, at the time when it came: signals, what became of messages,
 * answers, what teams and operators did. Timers fire between as they would have, and everything else follows anew.
 */
export function playAgain(source: Database, into: Database, script: Script): Played {
  const { change, last, until, told } = script;
  const graphs = new Map(loadGraphs(source).map(({ id, graph }) => [id, graph]));
  const [first] = graphs.values();
  if (first === undefined) return { aligned: true, refused: 0, refusal: null, unheard: 0, early: new Set() };
  const engine = createEngine(into, first, createCommitter(into, 'the database of the backtest'));
  const works = matchWorks(source, into);
  const starts = matchStarts(source, into);
  // What a signal meant then, where it is refused now.
  const then = createLibrary();
  let aligned = true;
  /** the highest number of a customer in the log so far */
  let highest = 0;
  let changed = false;
  let records = 0;
  let refused = 0;
  let refusal: string | null = null;
  let unheard = 0;
  /** while a deployment looks at everybody: when, and who was the last one */
  let meets: { readonly time: number; readonly customer: number } | null = null;
  const early = new Set<number>(change?.early);

  /** An act fires no timer. With the files of now others may be due before it than in the log, where each has a record of its own. */
  function wakeBefore({ seq }: LogRecord, time: number): void {
    if (change === null && (engine.nextTimer() ?? time) < time) early.add(seq);
    if (!early.has(seq)) engine.wakeUntil(Math.min(time, until), false);
  }

  function feed(record: LogRecord): void {
    const { seq, kind, time, customer, body, altered } = record;
    if (kind === 'signal') aligned &&= engine.customers === highest;
    highest = Math.max(highest, customer ?? 0);
    if (altered === 'erased') {
      if (highest > engine.customers) forgottenOne(engine, seq, time);
      return;
    }
    switch (kind) {
      case 'graph': {
        const id = Number(body?.toString());
        const graph = graphs.get(id);
        if (graph === undefined) return;
        then.activate(id, graph);
        if (graph !== first && !changed) engine.reload(graph, BY, time);
        meets = then.programs.current.watches.all.length === 0 ? null : { time, customer: 0 };
        return;
      }
      case 'signal': {
        const receipt = engine.accept(body ?? Buffer.alloc(0), time, SOURCE);
        if (receipt.status !== 'rejected') return;
        if (altered === 'redacted') {
          named(record);
          return;
        }
        refused++;
        refusal ??= receipt.reason;
        const meant = admit(then.programs, body?.toString() ?? '');
        if (!meant.ok) return;
        if (!isEmpty(meant.taken.keys)) accept(engine, '(refused)', seq, time, meant.taken.keys);
        for (const subject of meant.taken.subjects) engine.meet(subject, time);
        return;
      }
      case 'wake':
        // Who is looked at because files are new is not due: others are that are not woken yet.
        if (meets !== null && meets.time === time && customer !== null && customer > meets.customer) {
          meets = { time, customer };
          return;
        }
        meets = null;
        engine.wakeUntil(time, true);
        return;
      case 'delivery':
      case 'resend':
      case 'answer':
      case 'task':
        if (!hear(record)) unheard++;
        return;
      case 'act':
        act(record);
        return;
      case 'about':
        // Nothing is left of the signal that has named it first.
        if (highest > engine.customers) engine.meet((JSON.parse(body?.toString() ?? '') as About).subject, time);
        return;
      // They follow from the others.
      case 'join':
      case 'emit':
      case 'told':
      case 'parcel':
      case 'recall':
      case 'heard':
        return;
    }
  }

  /** A value of somebody who is forgotten was taken out of it, and it does nothing any more; whose it was counts on. */
  function named({ seq, time, body }: LogRecord): void {
    const parsed = parseEnvelope(body?.toString() ?? '');
    if (!parsed.ok) return;
    const { type, keys: own, data } = parsed.envelope;
    const { wire, subjects: names } = then.programs.current;
    const all = addFieldKeys(
      own,
      wire.get(type)?.keys ?? [],
      typeof data === 'object' && data !== null ? { ...data } : {},
    );
    const { keys, subjects } = partKeys(all, names);
    if (!isEmpty(keys)) accept(engine, '(redacted)', seq, time, keys);
    for (const subject of subjects) engine.meet(subject, time);
  }

  /** False: it is about something that was not decided here. */
  function hear(record: LogRecord): boolean {
    const { kind, time, body } = record;
    const text = body?.toString() ?? '{}';
    if (kind === 'delivery') {
      const report = JSON.parse(text) as { data: { message: string } };
      const message = counterpart('message', report.data.message);
      if (message === null) return false;
      const told = { ...report, data: { ...report.data, message } };
      return engine.accept(Buffer.from(JSON.stringify(told)), time, SOURCE).status === 'accepted';
    }
    if (kind === 'resend') {
      const { id } = JSON.parse(text) as Resend;
      const row = readMessage(into, counterpart('message', id) ?? '');
      if (row === undefined) return false;
      const { customer, instance, journey, message, way: channel } = row;
      engine.leave(customer, { id: row.id, instance, journey, message, channel, late: true }, time);
      return true;
    }
    if (kind === 'answer') {
      const answer = JSON.parse(text) as Answer;
      const call = counterpart('call', answer.call);
      if (call === null) return false;
      engine.answer(holderOf('call', call), { ...answer, call }, time);
      return true;
    }
    const { action, by, task: closed, id } = JSON.parse(text) as TaskAct & { readonly id?: string };
    const task = counterpart('task', closed);
    if (task === null) return false;
    // The connector of its team is heard also about one that is closed.
    if (id !== undefined) {
      const report = { id, type: `task.${action}`, time: new Date(time).toISOString(), data: { task, by } };
      return engine.accept(Buffer.from(JSON.stringify(report)), time, SOURCE).status === 'accepted';
    }
    wakeBefore(record, time);
    engine.operate({ act: 'close', task, action, by }, time);
    return true;
  }

  /** What is not on disk yet goes there only where it is asked for. */
  function counterpart(kind: OutboxKind, id: string): string | null {
    const found = works.counterpart(kind, id);
    if (found !== null) return found;
    engine.commit();
    return works.counterpart(kind, id);
  }

  function holderOf(kind: OutboxKind, id: string): number {
    return customerOfWork(into, kind, id) ?? 0;
  }

  /** What cannot be done here, because it was not decided, is left. */
  function act(record: LogRecord): void {
    const { time } = record;
    const done = actOf(record.body);
    switch (done.act) {
      case 'pause':
      case 'resume':
        // A pause is noted where the log stands, and holds from when it was asked for.
        wakeBefore(record, Math.max(time, done.at));
        engine.operate({ act: done.act, journey: done.journey, by: done.by }, time);
        return;
      case 'cancel':
      case 'move': {
        wakeBefore(record, time);
        engine.commit();
        const instance = starts.counterpart(done.instance);
        if (instance === null) return;
        const act = done.act === 'cancel' ? done : { ...done, to: { time: done.to } };
        engine.operate({ ...act, instance }, time);
        return;
      }
      case 'claim': {
        wakeBefore(record, time);
        const task = counterpart('task', done.task);
        if (task !== null) engine.operate({ act: 'claim', task, by: done.by }, time);
        return;
      }
      // Of a person nothing has come again; a subject is named by signals of others, and from here on they name a new one.
      case 'forget':
        engine.operate({ act: 'forget', customer: done.customer, by: done.by }, time);
        return;
      // Nothing leaves here, and who moves to another graph is what is asked.
      case 'migrate':
      case 'retry':
      case 'reload':
      case 'backup':
      case 'restore':
      case 'export':
      case 'key created':
      case 'key revoked':
        return;
    }
  }

  for (const record of readLog(source)) {
    if (record.seq > last) break;
    if (change !== null && !changed && record.kind !== 'graph' && record.time >= change.from) {
      if (!early.has(record.seq)) engine.wakeUntil(change.from, false);
      engine.reload(change.graph, BY, change.from);
      changed = true;
    }
    feed(record);
    if (++records % TELL_EVERY === 0) told?.(records);
  }
  engine.wakeUntil(until, false);
  engine.close();
  works.end();
  return { aligned: aligned && engine.customers === highest, refused, refusal, unheard, early };
}

/** Somebody of whom nothing is left but the number, so that those who came later have the numbers that they had. */
function forgottenOne(engine: Engine, seq: number, time: number): void {
  accept(engine, '(forgotten)', seq, time, { user_id: `forgotten-${seq}` });
  engine.operate({ act: 'forget', customer: engine.customers, by: BY }, time);
}

/** A signal that nothing listens to, from whom it was. */
function accept(engine: Engine, type: string, seq: number, time: number, keys: Keys): void {
  const signal = { id: `${type}-${seq}`, type, time: new Date(time).toISOString(), keys, data: {} };
  engine.accept(Buffer.from(JSON.stringify(signal)), time, SOURCE);
}
