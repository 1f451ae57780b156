/** A day in the life of a shop: the same signals through the bare core and through the real store, which dies again and again. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../bench/harness/random.ts';
import type { Decision } from '../../runtime/core/state/output.ts';
import { createEngine } from '../../runtime/engine/engine.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { decodeDecisions } from '../../runtime/store/decisions.ts';
import { hash32 } from '../../runtime/store/hash.ts';
import { readLog } from '../../runtime/store/log.ts';
import { openWriter } from '../../runtime/store/open.ts';
import type { Torture } from '../case.ts';
import { departments, inDepartment } from '../graph.ts';
import { linesOf } from '../lines.ts';
import { createCoreHost } from '../simulator/core.ts';

/** Four journeys each, one of them about carts. */
const DEPARTMENTS = 7;
const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 27);
const A_COMMIT = 1000;
const CRASHES = 20;

export function day(customers: number, signals: number): Torture {
  return {
    name: 'day',
    what: `a day of ${signals} signals of ${customers} customers in ${DEPARTMENTS * 4} journeys, with ${CRASHES} crashes`,
    missing: null,
    rounds: 1,
    run({ random, folder }) {
      const graph = departments(DEPARTMENTS);
      const seed = Math.floor(random() * 2 ** 31);
      const lines = (): Generator<string> => dayOf(seed, customers, signals);
      const expected = inCore(graph, lines());
      const file = join(folder, 'day.db');
      const seconds = inStore(file, graph, lines(), signals);
      const { found, decisions, differences } = stored(file);
      const other = [...expected].filter(([customer, hash]) => found.get(customer) !== hash);
      if (other.length > 0 || found.size !== expected.size)
        throw new Error(
          `${other.length} of ${expected.size} customers and carts met other decisions, such as number ${other[0]?.[0]}`,
        );
      if (differences.length > 0) throw new Error(`replay differs: ${differences.join('; ')}`);
      const size = Math.round(statSync(file).size / 1_000_000);
      return Promise.resolve(
        `${decisions} decisions are equal; ${Math.round(signals / seconds)} signals/s, ${size} MB`,
      );
    },
  };
}

/** The same seed gives the same lines, one after the other. */
function* dayOf(seed: number, customers: number, signals: number): Generator<string> {
  const random = seeded(seed);
  for (let index = 0; index < signals; index++) {
    const time = new Date(START + Math.floor((index * DAY) / signals)).toISOString();
    const [line] = linesOf(random, 1);
    if (line === undefined) return;
    const type = inDepartment(line.type, Math.floor(random() * DEPARTMENTS));
    const subject = `customer-${Math.floor(random() * customers)}`;
    yield JSON.stringify({ ...line, id: `s${index}`, type, subject, time });
  }
}

/** What every customer met, as one number each. */
type Met = Map<number, number>;

function meet(met: Met, customer: number, decisions: readonly Omit<Decision, 'graph'>[]): void {
  let hash = met.get(customer) ?? 0;
  for (const { kind, journey, subject, outcome, because } of decisions) {
    const reasons = because.map(({ rule }) => rule).join();
    hash = hash32(`${kind} ${journey} ${withoutPlace(subject)} ${withoutPlace(outcome)} ${reasons}`, hash);
  }
  met.set(customer, hash);
}

/** Ids of messages and tasks hold their place in the log. */
function withoutPlace(text: string | null): string | null {
  return text !== null && /^[mt]-\d/.test(text) ? 'id' : text;
}

function inCore(graph: Parameters<typeof createCoreHost>[0], lines: Iterable<string>): Met {
  const met: Met = new Map();
  const host = createCoreHost(graph, (customer, decisions) => meet(met, customer, decisions));
  for (const text of lines) {
    const line = JSON.parse(text) as Parameters<typeof host.signal>[0] & { readonly time: string };
    host.signal(line, Date.parse(line.time));
  }
  host.moveTo(START + 10 * DAY, true);
  return met;
}

/** Gives the seconds that it took. */
function inStore(
  file: string,
  graph: Parameters<typeof createEngine>[1],
  lines: Iterable<string>,
  signals: number,
): number {
  const open = () => {
    const { database, lock } = openWriter(file, 'torture');
    return { database, lock, engine: createEngine(database, graph, createCommitter(database, file)) };
  };
  const started = performance.now();
  let opened = open();
  let unanswered: Buffer[] = [];
  let count = 0;
  const accept = (body: Buffer): void => void opened.engine.accept(body, 'event', { name: 'day', line: null });
  for (const text of lines) {
    const body = Buffer.from(text);
    unanswered.push(body);
    accept(body);
    count++;
    if (count % Math.floor(signals / CRASHES) === A_COMMIT >> 1) {
      // Dies between two commits: nothing is written down any more, and the senders come again.
      opened.database.close();
      opened.lock.release();
      opened = open();
      for (const again of unanswered) accept(again);
    }
    if (count % A_COMMIT > 0) continue;
    opened.engine.commit();
    unanswered = [];
  }
  opened.engine.wakeUntil(START + 10 * DAY, true);
  opened.engine.close();
  opened.database.close();
  opened.lock.release();
  return (performance.now() - started) / 1000;
}

function stored(file: string): {
  readonly found: Met;
  readonly decisions: number;
  readonly differences: readonly string[];
} {
  const { database, lock } = openWriter(file, 'torture');
  const found: Met = new Map();
  let count = 0;
  for (const { customer, decisions: text } of readLog(database)) {
    const decisions = decodeDecisions(text);
    count += decisions.length;
    if (customer !== null && decisions.length > 0) meet(found, customer, decisions);
  }
  const { differences } = replayAll(database, true);
  database.close();
  lock.release();
  return { found, decisions: count, differences };
}
