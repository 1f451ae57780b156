/** The process dies while an operator asks for something: on disk is all of it or nothing, the time of the log included. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createEngine } from '../runtime/engine/engine.ts';
import { type Committer, createCommitter } from '../runtime/store/committer.ts';
import { openWriter } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-act-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NINE = Date.UTC(2026, 2, 2, 9);
const { graph } = compileTexts({ 'a.journey': 'signal Seen {}\n' });

it('the time at which it was asked for is not on disk without it', () => {
  const file = join(folder, 'journey.db');
  /** `commits`: so many until it dies */
  const opened = (commits: number) => {
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
    const end = (): void => {
      database.close();
      lock.release();
    };
    const seen = { id: 's1', type: 'Seen', subject: 'ada', time: new Date(NINE).toISOString(), data: {} };
    engine.accept(Buffer.from(JSON.stringify(seen)), NINE, { name: 'test', line: null });
    left = commits;
    return { engine, end };
  };
  const first = opened(1);
  const cancel = { act: 'cancel', instance: '1-1', by: 'mia' } as const;
  expect(() => first.engine.operate(cancel, NINE + 3_600_000)).toThrow('died');
  first.end();
  const second = opened(9);
  expect(second.engine.clock).toBe(NINE);
  second.end();
});
