/** The engine over a real store, told what happens step by step; it can die at any of them. */
import type { Graph } from '../../compiler/graph/types.ts';
import { createEngine, type Engine } from '../../runtime/engine/engine.ts';
import { playAgain } from '../../runtime/engine/play-again.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { decodeDecisions } from '../../runtime/store/decisions.ts';
import { readLog } from '../../runtime/store/log.ts';
import { type Database, openTemporary, openWriter } from '../../runtime/store/open.ts';
import { readOutbox } from '../../runtime/store/outbox.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { answer, operate } from './operator.ts';
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
}

const START = Date.UTC(2026, 2, 27, 9);
/** What is on disk when it is done. */
const DURABLE: ReadonlySet<Step['kind']> = new Set(['task', 'delivery', 'deploy', 'answered', 'operated']);
const LAST_TIMERS_MS = 100 * 86_400_000;

/** `faulty`: crashes happen, signals come twice; else those steps are passed over. */
export function createHost(
  file: string,
  graphs: { readonly usual: Graph; readonly other: Graph },
  faulty: boolean,
): Host {
  let graph = graphs.usual;
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
  const accept = (line: object): void => {
    const text = JSON.stringify(line);
    const receipt = opened.engine.accept(Buffer.from(text), now(), { name: 'simulator', line: null });
    if (receipt.status === 'rejected') throw new Error(`${receipt.reason}\n${text}`);
  };
  const signal = (index: number, type: string, lateMs: number, rest: object): void => {
    const line = { id: `s${index}`, type, time: new Date(machine - lateMs).toISOString(), ...rest };
    sent[index] = JSON.stringify(line);
    accept(line);
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
        signal(index, 'Restocked', 0, { data: { product: `p${step.product}`, pieces: step.pieces } });
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
        engine.close();
        reopen(step.other ? graphs.other : graphs.usual);
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
      const ending = { decisions: decisionsOf(database), playedAgain: playedAgain(database), differences };
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

/** The same once more, from what came from outside alone. */
function playedAgain(database: Database): string[] {
  const stage = openTemporary();
  playAgain(database, stage, { change: null, last: Number.POSITIVE_INFINITY, until: 0 });
  const decisions = decisionsOf(stage);
  stage.close();
  return decisions;
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
