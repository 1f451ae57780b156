/** The thread that writes lags behind: an id is recognised all the same, though it is not in the table yet. */
import { expect, it } from 'vitest';
import { createEngine } from '../runtime/engine/engine.ts';
import { type Batch, createApplier } from '../runtime/store/batch.ts';
import { type Committer, MOST_UNDER_WAY } from '../runtime/store/committer.ts';
import { openTemporary } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept } from './engine.ts';

const { graph } = compileTexts({
  'a.journey': `
signal Liked {}
signal Restocked without customer {}
journey Telling {
  start for each customer where any Liked on Restocked every time
  finish as told
}
`,
});

/** More than a commit takes. */
const CUSTOMERS = 5000;

it('after signals to everybody, each a large commit', () => {
  const database = openTemporary();
  const apply = createApplier(database);
  const underWay: Batch[] = [];
  const settle = (most = 0): void => {
    for (const batch of underWay.splice(0, Math.max(0, underWay.length - most))) apply(batch);
  };
  // As late as the thread may be.
  const late: Committer = {
    commit(batch) {
      settle(MOST_UNDER_WAY - 1);
      underWay.push(batch);
    },
    settle,
    settled: () => Promise.resolve(settle()),
    close: settle,
  };
  const engine = createEngine(database, graph, late, 'real');
  const now = Date.UTC(2026, 2, 2, 10);
  const take = (id: string, type: string, subject?: string): string => {
    const line = {
      id,
      type,
      time: new Date(now).toISOString(),
      data: {},
      ...(subject === undefined ? {} : { subject }),
    };
    return accept(engine, line, now).status;
  };
  for (let customer = 0; customer < CUSTOMERS; customer++) take(`l${customer}`, 'Liked', `c${customer}`);
  engine.commit();
  expect(take('once', 'Liked', 'c1')).toBe('accepted');
  for (const id of ['first', 'second']) expect(take(id, 'Restocked')).toBe('accepted');
  expect(take('once', 'Liked', 'c1')).toBe('duplicate');
  engine.close();
  database.close();
});
