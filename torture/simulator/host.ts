/** The engine over a real store, told what happens step by step; it can die at any of them. */
import type { Field, Graph, Type } from '../../compiler/graph/types.ts';
import { createEngine, type Engine } from '../../runtime/engine/engine.ts';
import { playAgain } from '../../runtime/engine/play-again.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import { diagnose } from '../../runtime/insight/doctor.ts';
import { exportOf } from '../../runtime/insight/export.ts';
import { timeline, why } from '../../runtime/insight/history.ts';
import { findInstance, runningInstances } from '../../runtime/insight/instances.ts';
import { report } from '../../runtime/insight/report.ts';
import { summarize } from '../../runtime/insight/summary.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { decodeDecisions } from '../../runtime/store/decisions.ts';
import { readLog } from '../../runtime/store/log.ts';
import { type Database, openTemporary, openWriter } from '../../runtime/store/open.ts';
import { readOutbox } from '../../runtime/store/outbox.ts';
import { readTallies } from '../../runtime/store/tallies.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import type { Change } from './changes.ts';
import { answer, leave, operate } from './operator.ts';
import type { Step } from './script.ts';

export interface Host {
  apply(step: Step, index: number): void;
  /** Everything is committed, all timers of the next months fire, and the engine ends. */
  finish(): Ending;
}

/** What can be compared: the decisions of the log in their order, and what replay says of the state. */
export interface Ending {
  readonly decisions: readonly string[];
  /** the same of a backtest with the files of then */
  readonly playedAgain: readonly string[];
  readonly differences: readonly string[];
  /** what stands beside the log: outbox, tasks, tallies */
  readonly derived: readonly string[];
}

const START = Date.UTC(2026, 2, 27, 9);
/** What is on disk when it is done. */
const DURABLE: ReadonlySet<Step['kind']> = new Set(['task', 'delivery', 'deploy', 'answered', 'operated', 'left']);
const LAST_TIMERS_MS = 100 * 86_400_000;

/** `faulty`: crashes happen, signals come twice; else those steps are passed over. */
export function createHost(file: string, graphWith: (changes: readonly Change[]) => Graph, faulty: boolean): Host {
  const usual = graphWith([]);
  let graph = usual;
  let opened = open();
  let machine = START;
  /** since the last commit: their senders have no answer yet */
  let unanswered: { readonly step: Step; readonly index: number; readonly machine: number }[] = [];
  const sent: string[] = [];

  function open(): { database: Database; engine: Engine; release: () => void } {
    const { database, lock } = openWriter(file, 'simulator');
    const engine = createEngine(database, graph, createCommitter(database, file), 'real');
    return { database, engine, release: lock.release };
  }

  const now = (): number => Math.max(machine, opened.engine.clock);
  /** False: other files ask for more than a signal has. */
  const accept = (line: object): boolean => {
    const text = JSON.stringify(line);
    const receipt = opened.engine.accept(Buffer.from(text), now(), { name: 'simulator', line: null });
    if (receipt.status === 'rejected' && graph === usual) throw new Error(`${receipt.reason}\n${text}`);
    return receipt.status !== 'rejected';
  };
  const signal = (
    index: number,
    type: string,
    lateMs: number,
    rest: Record<string, unknown> & { readonly data: object },
  ): void => {
    const data = fitting(graph.signals[type]?.fields ?? [], rest.data);
    const line = { id: `s${index}`, type, time: new Date(machine - lateMs).toISOString(), ...rest, data };
    if (accept(line)) sent[index] = JSON.stringify(line);
  };
  const commit = (): void => {
    opened.engine.commit();
    unanswered = [];
  };

  /** The same step again, after a crash, comes to the same. */
  const perform = (step: Step, index: number): void => {
    const { engine, database } = opened;
    switch (step.kind) {
      case 'signal': {
        machine += step.afterMs;
        const { cart, amount } = step;
        const data = dataOf(step.type, `cart-${cart}`, amount, index);
        signal(index, step.type, step.lateMs, { subject: `customer-${step.customer}`, data });
        return;
      }
      case 'signed in':
        machine += step.afterMs;
        signal(index, 'SignedIn', 0, { data: { user: `customer-${step.customer}`, device: `device-${step.device}` } });
        return;
      case 'page':
        machine += step.afterMs;
        signal(index, 'PageViewed', 0, { data: { device: `device-${step.device}`, page: '/' } });
        return;
      case 'called': {
        machine += step.afterMs;
        const { alias, device, isPublic } = step;
        const keys = {
          ...(step.customer === null ? {} : { user_id: `customer-${step.customer}` }),
          ...(step.card === null ? {} : { card: `card-${step.card}` }),
          device_id: `device-${device}`,
        };
        const data = alias === null ? { mood: `of ${index}` } : { previousId: `customer-${alias}` };
        const trust = isPublic ? { trust: 'public' } : {};
        signal(index, alias === null ? 'identify' : 'alias', 0, { keys, ...trust, data });
        return;
      }
      case 'cart left':
        machine += step.afterMs;
        signal(index, 'CartLeft', 0, { data: { cart: `cart-${step.cart}` } });
        return;
      case 'again': {
        const before = sent.slice(0, index).filter((line) => line !== undefined);
        const line = before[before.length - 1 - step.back];
        if (faulty && line !== undefined) accept(JSON.parse(line) as object);
        return;
      }
      case 'time passes':
        machine += step.ms;
        engine.wakeUntil(now(), true);
        return;
      case 'clock':
        machine += step.byMs;
        return;
      case 'wished':
        machine += step.afterMs;
        signal(index, 'Wished', 0, { subject: `customer-${step.customer}`, data: { product: `p${step.product}` } });
        return;
      case 'restocked':
        signal(index, 'Restocked', 0, {
          ...(graph.signals.Restocked?.withoutCustomer === true ? {} : { subject: 'customer-0' }),
          data: { product: `p${step.product}`, pieces: step.pieces },
        });
        return;
      case 'booked': {
        machine += step.afterMs;
        const leaves = step.leavesMs === null ? {} : { leaves: new Date(machine + step.leavesMs).toISOString() };
        signal(index, 'Booked', 0, {
          subject: `customer-${step.customer}`,
          data: { trip: `trip-${step.trip}`, ...leaves },
        });
        return;
      }
      case 'referred': {
        const gifts = ['tea', 'cake', 'salt'].slice(0, step.gifts);
        const data = { friend: `customer-${step.friend}`, gifts };
        signal(index, 'Referred', 0, { subject: `customer-${step.customer}`, data });
        return;
      }
      case 'answered':
        engine.commit();
        answer(engine, database, step, now());
        return;
      case 'left':
        engine.commit();
        leave(engine, database, step, now());
        return;
      case 'operated':
        engine.commit();
        operate(engine, database, step, now());
        return;
      case 'task': {
        engine.commit();
        const [task] = readTasks(database, { team: null, closed: false, limit: 1 });
        if (task !== undefined)
          engine.operate({ act: 'close', task: task.id, action: step.action, by: 'simulator' }, now());
        return;
      }
      case 'delivery': {
        engine.commit();
        const [message] = readOutbox(database, { status: null, limit: 100 }).filter(({ kind }) => kind === 'message');
        if (message !== undefined) signal(index, `message.${step.what}`, 0, { data: { message: message.id } });
        return;
      }
      case 'deploy':
        if (step.live) {
          graph = graphWith(step.changes);
          engine.reload(graph, 'simulator', now());
        } else {
          engine.close();
          reopen(graphWith(step.changes));
        }
        return;
      case 'commit':
      case 'crash':
        return;
    }
  };
  const reopen = (next: Graph): void => {
    opened.database.close();
    opened.release();
    graph = next;
    opened = open();
  };

  return {
    apply(step, index) {
      if (step.kind === 'commit') commit();
      else if (step.kind === 'crash') {
        if (!faulty) return;
        reopen(graph);
        for (const each of unanswered) {
          machine = each.machine;
          perform(each.step, each.index);
        }
      } else {
        unanswered.push({ step, index, machine });
        perform(step, index);
        if (DURABLE.has(step.kind)) commit();
      }
    },
    finish() {
      const { engine, database, release } = opened;
      engine.wakeUntil(now() + LAST_TIMERS_MS, true);
      engine.close();
      const { differences } = replayAll(database, true);
      const ending = {
        decisions: decisionsOf(database),
        playedAgain: playedAgain(database),
        differences,
        derived: derivedOf(database),
      };
      tellAll(file, database, now());
      database.close();
      release();
      return ending;
    },
  };
}

function decisionsOf(database: Database): string[] {
  return [...readLog(database)].map(
    ({ kind, time, customer, decisions }) =>
      `${kind} of ${customer} at ${time}: ${decodeDecisions(decisions)
        .map((d) => JSON.stringify(d))
        .join(' ')}`,
  );
}

function derivedOf(database: Database): string[] {
  return [
    ...readOutbox(database, { status: null, limit: 9999 }),
    ...readTasks(database, { team: null, closed: true, limit: 9999 }),
    ...readTallies(database),
  ].map((row) => JSON.stringify(row));
}

/** Whatever the files are by now, everything can be read. */
function tellAll(file: string, database: Database, now: number): void {
  const view = openView(database);
  for (let number = 1; number <= view.customers; number++) {
    JSON.stringify([timeline(database, view, number), why(database, view, number)]);
    JSON.stringify(exportOf(database, view, number));
  }
  for (const { id } of runningInstances(view)) findInstance(view, id);
  report(database, view, { journey: null, from: null, to: null, repeatMs: 7 * 86_400_000 });
  summarize(database);
  diagnose({ file, database, deep: false, now, openKeys: 0 });
}

/** The same once more, from what came from outside alone. */
function playedAgain(database: Database): string[] {
  const stage = openTemporary();
  playAgain(database, stage, { change: null, last: Number.POSITIVE_INFINITY, until: 0 });
  const decisions = decisionsOf(stage);
  stage.close();
  return decisions;
}

/** What the files ask for now, made of what they asked for at first. */
function fitting(fields: readonly Field[], data: object): object {
  const entries = Object.entries(data).map(([name, value]) => [
    name,
    inType(fields.find((field) => field.name === name)?.type, value),
  ]);
  return Object.fromEntries(entries) as object;
}

function inType(type: Type | undefined, value: unknown): unknown {
  switch (type?.kind) {
    case 'optional':
      return inType(type.of, value);
    case 'list':
      return (value as unknown[]).map((each) => inType(type.of, each));
    case 'text':
      return String(value);
    case 'integer':
      return typeof value === 'number' ? value : String(value).length;
    case 'date':
      return String(value).slice(0, 10);
    default:
      return value;
  }
}

function dataOf(type: string, cart: string, amount: number, index: number): object {
  switch (type) {
    case 'CartUpdated':
      return { cart, total: amount };
    case 'OrderPlaced':
      return { order: `order-${index}`, cart, total: amount };
    case 'ComplaintRaised':
    case 'CaseResolved':
      return { about: `delivery ${amount % 5}` };
    default:
      return {};
  }
}
