/** Two customers who turn out to be one, put through the engine: what is told of both, and what is left. */
import { expect } from 'vitest';
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { decide } from '../../runtime/core/decide.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import type { Customer } from '../../runtime/core/state/customer.ts';
import type { Decision } from '../../runtime/core/state/output.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import { type Entry, timeline } from '../../runtime/insight/history.ts';
import { accept, openEngine } from '../engine.ts';
import { workspaceOf } from '../soundness/accepted.ts';

/** `at`: milliseconds since the start, of which it tells; it comes at `time`, where that is another. */
export interface Step {
  readonly time: number;
  readonly at?: number;
  readonly who: 'ada' | 'bob' | 'cleo';
  readonly type: string;
  readonly data: object;
  /** whose it is, where that is not said by `who` alone */
  readonly keys?: Readonly<Record<string, string>>;
}

export interface Played {
  /** the oldest first */
  readonly entries: readonly Entry[];
  /** the joined one, at the end */
  readonly customer: Customer;
  /** what one more look at the joined customer decides, right behind the join: it has settled, so nothing */
  readonly unsettled: readonly Decision[];
}

export const joins = (time: number, who: Step['who'] = 'ada'): Step => ({
  time,
  who,
  type: 'alias',
  data: { previousId: who === 'ada' ? 'bob' : 'ada' },
});

export const START = Date.UTC(2026, 2, 2, 10);

/** Whoever is named first is the older one. A replay of the log gives the same. */
export function play(text: string, steps: readonly Step[], end: number): Played {
  const compiled = workspaceOf(text).compile();
  if (compiled === undefined) throw new Error(`not compiled: ${text}`);
  const programs = programsOf(compileProgram(compiled.graph));
  const { database, engine, release } = openEngine(compiled.graph);
  let unsettled: readonly Decision[] = [];
  for (const [index, { time, at = time, who, type, data, keys = { user_id: who } }] of steps.entries()) {
    const line = { id: `s${index}`, type, keys, time: new Date(START + at).toISOString(), data };
    const receipt = accept(engine, line, START + time);
    expect(receipt, JSON.stringify(line)).toMatchObject({ status: 'accepted' });
    if (type !== 'alias') continue;
    engine.commit();
    const now = START + time;
    const joined = openView(database).find(1)?.customer;
    // What is due at this very instant comes behind it by itself.
    if (joined === undefined || (joined.wake !== null && joined.wake <= now)) continue;
    unsettled = decide(programs, structuredClone(joined), { kind: 'identify', seq: 0, now, profile: {} }).decisions;
  }
  engine.wakeUntil(START + end, true);
  engine.close();
  const view = openView(database);
  const found = new Map([1, 2].flatMap((number) => timeline(database, view, number)).map((each) => [each.seq, each]));
  const entries = [...found.values()].toSorted((a, b) => a.seq - b.seq);
  const joined = view.find(1)?.customer;
  const customer = joined?.joined == null ? joined : view.find(joined.joined)?.customer;
  if (customer === undefined) throw new Error('nobody is known');
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
  return { entries, customer, unsettled };
}

/** What is told of the instances, in words that say nothing of whose they were. */
export function told({ entries }: Played): string[] {
  return entries.flatMap(({ time, decisions }) =>
    decisions.flatMap(({ kind, journey, subject, outcome }) => {
      if (journey === null || Date.parse(time) < START) return [];
      const hours = (Date.parse(time) - START) / 3_600_000;
      return [`${hours}h ${journey} ${kind} ${subject ?? ''} ${outcome ?? ''}`.replaceAll(/\b\d+-\d+\b/g, 'it')];
    }),
  );
}
