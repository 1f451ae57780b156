/** A database in which nothing has run yet, as a start that was cut short leaves it, and one whose stored customers trail its log. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { diagnose } from '../runtime/insight/doctor.ts';
import { openWriter } from '../runtime/store/open.ts';
import { journeyIn } from './command.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-unrun-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says that nothing has run, and is not damaged', async () => {
  const file = join(folder, 'empty.db');
  const { database, lock } = openWriter(file, 'test');
  database.close();
  lock.release();
  const looks = ['status', 'instances', 'tasks', 'outbox', 'outbox m-1-0', 'show 1-1', 'timeline ada', 'why ada'];
  for (const command of [...looks, 'export ada', 'report', 'audit', 'forget ada --yes', 'pause Help', 'migrate Help']) {
    const { status, stderr } = await journeyIn(folder, [...command.split(' '), '--db', file]);
    expect([command, status, stderr]).toEqual([command, 1, `error Nothing has run in ${file} yet.\n`]);
  }
  const { status, stdout } = await journeyIn(folder, ['doctor', '--deep', '--db', file]);
  expect(stdout).toContain('look  graphs: nothing has run in it yet');
  expect(status).toBe(0);
}, 30_000);

it('what is stored of customers trails the log while a daemon runs: a timer that has fired is not overdue', () => {
  const file = join(folder, 'trails.db');
  const { graph } = compileTexts({
    'a.journey': `
signal Asked { about: text }
journey Help {
  start on Asked once
  wait 1 hour
  finish as done
}
`,
  });
  const at = Date.UTC(2026, 2, 2, 10);
  const asked = { id: 'a', type: 'Asked', time: new Date(at).toISOString(), subject: 'ada', data: { about: 'tea' } };
  const first = openEngine(graph, file, 'real');
  accept(first.engine, asked, at);
  first.engine.close();
  first.release();
  const { database, engine, release } = openEngine(graph, file, 'real');
  const instances = (now: number) =>
    diagnose({ file, database, deep: false, now, openKeys: 0 }).find(({ name }) => name === 'instances');
  expect(instances(at + 3_600_000 + 70_000)).toMatchObject({ said: 'no timer is overdue by more than 5 minutes' });
  expect(instances(at + 2 * 3_600_000)).toMatchObject({
    state: 'look',
    said: '1 customer has had a timer due since 2026-03-02T11:00:00.000Z or later',
  });
  engine.wakeUntil(at + 2 * 3_600_000, true);
  engine.commit();
  expect(instances(at + 2 * 3_600_000)).toMatchObject({ state: 'fine' });
  engine.close();
  release();
});
