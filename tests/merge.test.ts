/** Two customers turn out to be one while both are in a journey: which of the two instances goes on, and what the traces say. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createEngine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { openWriter } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rules = ['keep oldest', 'keep furthest', 'keep both', 'restart'];
const journeys = rules.map(
  (rule, index) => `
journey J${index} {
  start on Began as b every time on merge ${rule}
  expire after 90 days
  wait for Next since start
  wait 30 days
  if b.by == "old" { finish as old } else { finish as young }
}`,
);
const { graph } = compileTexts({
  'a.journey': `
signal Began { by: text }
signal Next { by: text }
signal Known { email: id key email }
identity { strong user_id, email }
${journeys.join('\n')}
`,
});

it('keeps what the journey says; both traces name the other', () => {
  const file = join(folder, 'merge.db');
  const { database, lock } = openWriter(file, 'test');
  const engine = createEngine(database, graph, createCommitter(database, file));
  const day = 86_400_000;
  const start = Date.UTC(2026, 2, 2, 10);
  const send = (type: string, subject: string, data: object, at: number): void => {
    const line = { id: `${type}${subject}${at}`, type, subject, time: new Date(start + at).toISOString(), data };
    expect(engine.accept(Buffer.from(JSON.stringify(line)), 'event', { name: 'test', line: 1 }).status).toBe(
      'accepted',
    );
  };
  send('Began', 'ada', { by: 'old' }, 0);
  send('Began', 'bob', { by: 'young' }, day);
  send('Next', 'bob', { by: 'young' }, 2 * day);
  send('Known', 'ada', { email: 'e' }, 3 * day);
  send('Known', 'bob', { email: 'e' }, 4 * day);
  engine.wakeUntil(start + 60 * day, true);
  engine.close();
  const decisions = timeline(database, openView(database), 1).flatMap((entry) => entry.decisions);
  const told = decisions
    .filter(({ kind }) => kind === 'kept' || kind === 'finished' || kind === 'stopped')
    .map(({ journey, instance, kind, subject, outcome }) =>
      `${journey} ${instance} ${kind} ${subject ?? ''} ${outcome ?? ''}`.trim(),
    );
  expect(told.toSorted()).toEqual([
    'J0 1-1 kept 2-1',
    'J0 2-1 finished 1-1 merged',
    'J1 1-2 finished 2-2 merged',
    'J1 2-2 finished  young',
    'J1 2-2 kept 1-2',
    'J2 2-3 finished  young',
    // The joined history holds what it waits for since its start.
    'J3 1-4 finished  old',
    'J3 1-4 kept 2-4',
    'J3 2-4 finished 1-4 merged',
  ]);
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  database.close();
  lock.release();
});
