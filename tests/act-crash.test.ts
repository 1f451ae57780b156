/** The process dies while an operator asks for something: on disk is all of it or nothing, the time of the log included. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Graph } from '../compiler/graph/types.ts';
import { actOf } from '../runtime/engine/acts.ts';
import { createEngine } from '../runtime/engine/engine.ts';
import { loadGraphs } from '../runtime/engine/library.ts';
import type { Engine } from '../runtime/engine/types.ts';
import { readActs } from '../runtime/store/acts.ts';
import { type Committer, createCommitter } from '../runtime/store/committer.ts';
import { readLog } from '../runtime/store/log.ts';
import { type Database, openWriter } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-act-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NINE = Date.UTC(2026, 2, 2, 9);
const SEEN = 'signal Seen {}\n';
const { graph } = compileTexts({ 'a.journey': SEEN });
const waiting = (days: number) =>
  compileTexts({
    'a.journey': `${SEEN}journey Waits { start on Seen every time, wait ${days} days, finish as done }\n`,
  }).graph;
const [before, after] = [waiting(3), waiting(4)];

/** `commits`: so many until it dies */
function opened(file: string, graph: Graph) {
  const { database, lock } = openWriter(file, 'test');
  const committer = createCommitter(database, file);
  let left = Number.POSITIVE_INFINITY;
  const mortal: Committer = {
    ...committer,
    commit(batch) {
      if (left-- === 0) throw new Error('died');
      committer.commit(batch);
    },
  };
  const engine = createEngine(database, graph, mortal, 'real');
  return {
    database,
    engine,
    diesAfter(commits: number): void {
      left = commits;
    },
    end(): void {
      database.close();
      lock.release();
    },
  };
}

function see(engine: Engine, who: string): void {
  const seen = { id: who, type: 'Seen', subject: who, time: new Date(NINE).toISOString(), data: {} };
  accept(engine, seen, NINE);
}

it('the time at which it was asked for is not on disk without it', () => {
  const file = join(folder, 'time.db');
  const first = opened(file, graph);
  see(first.engine, 'ada');
  first.diesAfter(1);
  const cancel = { act: 'cancel', instance: '1-1', by: 'mia' } as const;
  expect(() => first.engine.operate(cancel, NINE + 3_600_000)).toThrow('died');
  first.end();
  const second = opened(file, graph);
  expect(second.engine.clock).toBe(NINE);
  second.end();
});

/** Acts of the log, and those of the audit. */
function acts(database: Database) {
  const logged = [...readLog(database)].flatMap(({ kind, seq, body }) =>
    kind === 'act' ? [`${seq} ${actOf(body).act}`] : [],
  );
  const told = readActs(database, { act: null, limit: Number.MAX_SAFE_INTEGER });
  return { logged, told: told.map(({ seq, act }) => `${seq} ${act}`).reverse() };
}

it('of many that end, each stands in the audit, whichever was the last before it died', () => {
  const first = opened(join(folder, 'many.db'), before);
  for (let who = 1; who <= 4100; who++) see(first.engine, `c${who}`);
  first.diesAfter(2);
  expect(() => first.engine.operate({ act: 'cancel all', journey: 'Waits', by: 'mia' }, NINE)).toThrow('died');
  const { logged, told } = acts(first.database);
  expect(logged.length).toBe(4096);
  expect(told).toEqual(logged);
  first.end();
});

it('new files are not taken without who brought them', () => {
  const file = join(folder, 'reload.db');
  for (let commits = 0, taken = false; !taken; commits++) {
    const first = opened(file, before);
    first.diesAfter(commits);
    expect(() => {
      first.engine.reload(after, 'mia', NINE);
      throw new Error('done');
    }).toThrow(/died|done/);
    taken = loadGraphs(first.database).at(-1)?.graph.hash === after.hash;
    expect(acts(first.database).told.length).toBe(taken ? 1 : 0);
    first.end();
  }
});
