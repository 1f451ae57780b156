/** New files while it runs, and then a crash: whoever is stored already knows graphs that the log, read back, has not come to yet. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { readTallies } from '../runtime/store/tallies.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-reload-crash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (days: number) =>
  compileTexts({
    'shop.journey': `
signal Seen { visit: integer }
identity { strong user_id, email }
journey Looking {
  start on Seen as seen per seen.visit every time on merge keep both
  wait ${days} days
  finish as looked
}
`,
  }).graph;

test('two customers become one after a reload, and the process dies: it starts again, and everybody goes on', () => {
  const file = join(folder, 'shop.db');
  const [before, after] = [files(2), files(3)];
  const { database: first, engine, release } = openEngine(before, file, 'real');
  const seen = (visit: number, keys: object): void => {
    const time = new Date(Date.UTC(2026, 2, 2, 10, visit)).toISOString();
    expect(accept(engine, { id: `s${visit}`, type: 'Seen', time, keys, data: { visit } }).status).toBe('accepted');
  };
  seen(1, { user_id: 'ada' });
  engine.reload(after, 'mia', engine.clock);
  seen(2, { email: 'ada@example.org' });
  seen(3, { user_id: 'ada', email: 'ada@example.org' });
  engine.commit();
  const graphs = openView(first)
    .find(1)
    ?.customer.instances.map(({ graph }) => graph);
  expect(graphs).toEqual([before.hash, after.hash, after.hash]);
  release();

  const again = openEngine(after, file, 'real');
  again.engine.wakeUntil(again.engine.clock + 9 * 86_400_000, true);
  again.engine.close();
  expect(readTallies(again.database)).toContainEqual({ journey: 'Looking', what: 'outcome', name: 'looked', count: 3 });
  expect(replayAll(again.database, true).differences).toEqual([]);
  again.release();
});
