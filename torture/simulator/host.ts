/** The engine over a real store, told what happens step by step; it can die at any of them. */
import { rmSync } from 'node:fs';
import type { Field, Graph, Type } from '../../compiler/graph/types.ts';
import { createEngine, type Engine } from '../../runtime/engine/engine.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { type Database, openWriter } from '../../runtime/store/open.ts';
import { readOutbox } from '../../runtime/store/outbox.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { type Ending, endingOf, requireSame } from './ending.ts';
import { answer, leave, operate } from './operator.ts';
import type { Step } from './script.ts';

/** What is deployed, in whatever words: `graphWith` knows what it means. */
export interface Place<Files> {
  readonly file: string;
  readonly graphWith: (files: Files) => Graph;
  readonly first: Files;
  /** The timers of so long fire when all is over. */
  readonly lastMs: number;
}

export interface Host<Files> {
  apply(step: Step<Files>, index: number): void;
  /** Everything is committed, all timers of the next time fire, and the engine ends. */
  finish(): Ending;
}

export const START = Date.UTC(2026, 2, 27, 9);
/** What is on disk when it is done. */
const DURABLE: ReadonlySet<Step['kind']> = new Set(['task', 'delivery', 'deploy', 'answered', 'operated', 'left']);

/** `faulty`: crashes happen, signals come twice; else those steps are passed over. */
export function createHost<Files>({ file, graphWith, first, lastMs }: Place<Files>, faulty: boolean): Host<Files> {
  const usual = graphWith(first);
  let graph = usual;
  let opened = open();
  let machine = START;
  /** since the last commit: their senders have no answer yet */
  let unanswered: { readonly step: Step<Files>; readonly index: number; readonly machine: number }[] = [];
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
  const perform = (step: Step<Files>, index: number): void => {
    const { engine, database } = opened;
    switch (step.kind) {
      case 'signal': {
        machine += step.afterMs;
        const { cart, amount } = step;
        const data = dataOf(step.type, `cart-${cart}`, amount, index);
        signal(index, step.type, step.lateMs, { subject: `customer-${step.customer}`, data });
        return;
      }
      case 'given': {
        machine += step.afterMs;
        const { type, subject, keys, data } = step;
        signal(index, type, step.lateMs, { ...(subject === null ? {} : { subject }), keys, data });
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
        answer(engine, database, graph, step, now());
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
        const tasks = readTasks(database, { team: null, closed: false, limit: 100 });
        const task = tasks[step.pick % Math.max(1, tasks.length)];
        if (task !== undefined)
          engine.operate({ act: 'close', task: task.id, action: step.action, by: 'simulator' }, now());
        return;
      }
      case 'delivery': {
        engine.commit();
        const sent = readOutbox(database, { status: null, limit: 100 }).filter(({ kind }) => kind === 'message');
        const message = sent[step.pick % Math.max(1, sent.length)];
        const link = step.what === 'clicked' ? { link: 'link' } : {};
        if (message !== undefined) signal(index, `message.${step.what}`, 0, { data: { message: message.id, ...link } });
        return;
      }
      case 'deploy':
        if (step.live) {
          graph = graphWith(step.files);
          engine.reload(graph, 'simulator', now());
        } else {
          engine.close();
          reopen(graphWith(step.files));
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
      engine.wakeUntil(now() + lastMs, true);
      engine.close();
      const ending = endingOf(file, database, now(), faulty);
      database.close();
      release();
      return ending;
    },
  };
}

/** The same history twice, with its faults and without, comes to the same. */
export function requireFaultless<Files>(place: Place<Files>, steps: readonly Step<Files>[]): void {
  const play = (faulty: boolean): Ending => {
    for (const tail of ['', '-wal', '-shm', '-writer']) rmSync(place.file + tail, { force: true });
    const host = createHost(place, faulty);
    for (const [index, step] of steps.entries()) host.apply(step, index);
    return host.finish();
  };
  // A backtest has nothing of those who were forgotten, and moves nobody to another graph.
  const isMoved = steps.some((step) => step.kind === 'operated' && /forget|migrate/.test(step.act));
  requireSame(play(false), play(true), !isMoved);
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
  if (value === null) return null;
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
