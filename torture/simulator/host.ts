/** The engine over a real store, told what happens step by step; it can die at any of them. */
import { rmSync } from 'node:fs';
import type { Graph } from '../../compiler/graph/types.ts';
import { createEngine, type Engine } from '../../runtime/engine/engine.ts';
import { backUp } from '../../runtime/store/backup.ts';
import { type Committer, createCommitter } from '../../runtime/store/committer.ts';
import { type Database, openWriter } from '../../runtime/store/open.ts';
import { bringBack, lastingOf, requireForgotten } from './backups.ts';
import { AGAIN, type Ending, endingOf, requireSame } from './ending.ts';
import { BY, operate } from './operator.ts';
import { answer, close, deliver, leave, meetAll, type Outside } from './outside.ts';
import type { Step } from './script.ts';
import { fitting, isSignal, type Told, told } from './signals.ts';

/** What is deployed, in whatever words: `graphWith` knows what it means. */
export interface Place<Files> {
  readonly file: string;
  readonly graphWith: (files: Files) => Graph;
  readonly first: Files;
  /** The timers of so long fire when all is over. */
  readonly lastMs: number;
}

export interface Host<Files> {
  apply(step: Step<Files>, index: number): Promise<void>;
  /** Everything is committed, all timers of the next time fire, and the engine ends. */
  finish(): Ending;
}

/** How a history is played. */
interface Way {
  /** crashes happen, signals come twice; else those steps are passed over */
  readonly faulty: boolean;
  /** the places of the steps that count in the end: of others only the time passes, and the files are noted */
  readonly lasting: ReadonlySet<number>;
  /** who is forgotten again, by the place of the step at which a backup comes back: with faults that is found out, without it is taken from there */
  readonly forgottenAgain: Map<number, readonly number[]>;
}

/** What is known of the outside beside the database. */
interface Beside {
  /** lines of signals, by the step */
  readonly sent: string[];
  readonly met: Set<string>;
  /** numbers of customers */
  readonly forgotten: number[];
}

export const START = Date.UTC(2026, 2, 27, 9);
/** What is on disk when it is done. */
const DURABLE: ReadonlySet<Step['kind']> = new Set([
  'task',
  'delivery',
  'deploy',
  'answered',
  'operated',
  'left',
  'backup',
  'restore',
]);
/** What is something else if it is begun a second time. */
const IN_ONE_GO: ReadonlySet<Step['kind']> = new Set(['deploy', 'left', 'backup', 'restore']);

class Death extends Error {}

export function createHost<Files>(place: Place<Files>, way: Way): Host<Files> {
  const { file, graphWith, lastMs } = place;
  const { faulty, lasting, forgottenAgain } = way;
  const usual = graphWith(place.first);
  let files = place.first;
  let graph = usual;
  /** commits until the process dies */
  let fuse: number | null = null;
  let armed = false;
  let opened = open();
  let machine = START;
  /** since the last commit: their senders have no answer yet */
  let unanswered: { readonly step: Step<Files>; readonly index: number; readonly machine: number }[] = [];
  const keys = new Map<string, string>();
  let beside: Beside = { sent: [], met: new Set(), forgotten: [] };
  /** as of the newest backup */
  let copied: (Beside & { readonly customers: number }) | null = null;

  function open(): { database: Database; engine: Engine; release: () => void } {
    const { database, lock } = openWriter(file, 'simulator');
    const committer = createCommitter(database, file);
    const mortal: Committer = {
      ...committer,
      commit(batch) {
        if (armed && fuse !== null && fuse-- === 0) throw new Death();
        committer.commit(batch);
      },
    };
    return { database, engine: createEngine(database, graph, mortal, 'real'), release: lock.release };
  }

  const now = (): number => Math.max(machine, opened.engine.clock);
  const outside = (index: number): Outside => ({
    engine: opened.engine,
    database: opened.database,
    graph,
    now: now(),
    met: beside.met,
    keys,
    report: (type, data) => signal(index, { type, data }, true),
  });
  /** False: other files ask for more than a signal has. */
  const accept = (line: object, isRefusable: boolean, name = 'simulator'): boolean => {
    const text = JSON.stringify(line);
    const receipt = opened.engine.accept(Buffer.from(text), now(), { name, line: null });
    if (receipt.status === 'rejected' && graph === usual && !isRefusable) throw new Error(`${receipt.reason}\n${text}`);
    return receipt.status !== 'rejected';
  };
  const signal = (index: number, { type, lateMs = 0, ...rest }: Told, isRefusable = false): void => {
    const data = fitting(graph.signals[type]?.fields ?? [], rest.data);
    const line = { id: `s${index}`, type, time: new Date(machine - lateMs).toISOString(), ...rest, data };
    if (accept(line, isRefusable)) beside.sent[index] = JSON.stringify(line);
  };
  const commit = (): void => {
    opened.engine.commit();
    unanswered = [];
  };

  /** The same step again, after a crash, comes to the same. */
  const perform = (step: Step<Files>, index: number): void => {
    const { engine, database } = opened;
    if (isSignal(step)) {
      signal(index, told(step, index, machine, graph));
      return;
    }
    if (DURABLE.has(step.kind)) {
      engine.commit();
      // Those before have their answer: time that has passed already passes no second time.
      unanswered = unanswered.slice(-1);
    }
    switch (step.kind) {
      case 'again': {
        const before = beside.sent.slice(0, index).filter((line) => line !== undefined);
        const line = before[before.length - 1 - step.back];
        if (faulty && line !== undefined) accept(JSON.parse(line) as object, true, AGAIN);
        return;
      }
      case 'time passes':
        engine.wakeUntil(now(), true);
        return;
      case 'answered':
        answer(outside(index), step);
        return;
      case 'left':
        leave(outside(index), step);
        return;
      case 'task':
        close(outside(index), step);
        return;
      case 'delivery':
        deliver(outside(index), step);
        return;
      case 'operated': {
        meetAll(database, beside.met);
        const done = operate(engine, database, step, now());
        if (done?.act === 'forget') beside.forgotten.push(done.customer);
        return;
      }
      case 'deploy':
        files = step.files;
        if (step.live) {
          graph = graphWith(files);
          engine.reload(graph, BY, now());
        } else {
          engine.close();
          reopen();
        }
        return;
      case 'clock':
      case 'commit':
      case 'crash':
      case 'dies':
      case 'backup':
      case 'restore':
        return;
    }
  };
  const end = (): void => {
    opened.database.close();
    opened.release();
  };
  const reopen = (): void => {
    end();
    graph = graphWith(files);
    opened = open();
  };
  /** The process is there again, and so are those who had no answer. */
  const rise = (): void => {
    armed = false;
    fuse = null;
    reopen();
    for (const each of unanswered) {
      machine = each.machine;
      perform(each.step, each.index);
    }
  };
  const copyOf = ({ sent, met, forgotten }: Beside): Beside => ({
    sent: [...sent],
    met: new Set(met),
    forgotten: [...forgotten],
  });

  const backup = async (): Promise<void> => {
    if (faulty) await backUp(file, `${file}.backup`);
    copied = { ...copyOf(beside), customers: opened.engine.customers };
  };
  const forget = (customer: number): void => {
    if (opened.engine.operate({ act: 'forget', customer, by: BY }, now()).ok) beside.forgotten.push(customer);
  };
  const restore = async ({ forgets }: Step & { readonly kind: 'restore' }, index: number): Promise<void> => {
    if (copied === null) return;
    const before = copied;
    if (faulty) {
      if (forgets !== null) forget(1 + (forgets % Math.max(1, opened.engine.customers)));
      opened.engine.close();
      end();
      const known = beside.forgotten.filter((number) => number <= before.customers);
      forgottenAgain.set(index, await bringBack(`${file}.backup`, file, machine));
      graph = graphWith(files);
      opened = open();
      requireForgotten(opened.database, known);
    } else {
      for (const customer of forgottenAgain.get(index) ?? [])
        opened.engine.operate({ act: 'forget', customer, by: BY }, machine);
      opened.engine.close();
      reopen();
    }
    opened.engine.operate({ act: 'restore', subject: 'backup', detail: '', by: BY }, now());
    beside = copyOf(before);
  };

  const happen = async (step: Step<Files>, index: number): Promise<void> => {
    unanswered.push({ step, index, machine });
    armed = !IN_ONE_GO.has(step.kind);
    perform(step, index);
    // An operation is on disk already: whoever asked for it does not ask again.
    if (step.kind === 'operated' || step.kind === 'task') armed = false;
    if (DURABLE.has(step.kind)) commit();
    if (step.kind === 'backup') await backup();
    if (step.kind === 'restore') await restore(step, index);
  };

  return {
    async apply(step, index) {
      machine += msOf(step);
      if (step.kind === 'deploy' && !lasting.has(index)) files = step.files;
      if (!faulty && !lasting.has(index)) return;
      try {
        if (step.kind === 'commit') {
          armed = true;
          commit();
        } else if (step.kind === 'dies') fuse = faulty ? step.commits : null;
        else if (step.kind !== 'crash') await happen(step, index);
        else if (faulty) rise();
      } catch (error) {
        if (!(error instanceof Death)) throw error;
        rise();
        if (step.kind === 'commit' || DURABLE.has(step.kind)) commit();
      }
      armed = false;
    },
    finish() {
      const { engine, database } = opened;
      engine.wakeUntil(now() + lastMs, true);
      engine.close();
      const ending = endingOf(file, database, now(), faulty);
      end();
      return ending;
    },
  };
}

/** How far it moves the machine's clock. */
function msOf(step: Step<unknown>): number {
  if (step.kind === 'time passes') return step.ms;
  if (step.kind === 'clock') return step.byMs;
  return 'afterMs' in step ? step.afterMs : 0;
}

/** The same history twice, with its faults and without, comes to the same. */
export async function requireFaultless<Files>(place: Place<Files>, steps: readonly Step<Files>[]): Promise<void> {
  const lasting = lastingOf(steps);
  const forgottenAgain = new Map<number, readonly number[]>();
  const play = async (faulty: boolean): Promise<Ending> => {
    for (const tail of ['', '-wal', '-shm', '-writer', '.backup']) rmSync(place.file + tail, { force: true });
    const host = createHost(place, { faulty, lasting, forgottenAgain });
    for (const [index, step] of steps.entries()) await host.apply(step, index);
    return host.finish();
  };
  const faulty = await play(true);
  // A backtest has nothing of those who were forgotten, and moves nobody to another graph.
  const isMoved = steps.some((step) => step.kind === 'operated' && /forget|migrate/.test(step.act));
  requireSame(await play(false), faulty, !isMoved);
}
