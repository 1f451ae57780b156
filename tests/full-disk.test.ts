/** A disk that is full, and one that fails: what clients hear, and how it goes on. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { seeded } from '../bench/harness/random.ts';
import { createEngine } from '../runtime/engine/engine.ts';
import { createLive } from '../runtime/engine/live.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { createGateway } from '../runtime/gateway/server.ts';
import { type Committer, createCommitter } from '../runtime/store/committer.ts';
import { examine } from '../runtime/store/examine.ts';
import { explainSqlite } from '../runtime/store/failure.ts';
import { readLog } from '../runtime/store/log.ts';
import { openReader, openWriter } from '../runtime/store/open.ts';
import { audit } from '../torture/audit.ts';
import { systemCalls } from '../torture/cases/system-calls.ts';
import { startDaemon } from '../torture/daemon.ts';
import { linesOf } from '../torture/lines.ts';
import { journey } from './command.ts';
import { compileTexts } from './compile.ts';

const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
const folder = mkdtempSync(join(tmpdir(), 'journey-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'a.journey': `
signal Paid { total: integer }
journey Thank {
  start on Paid every time
  wait 100 days
}
`,
});

const signal = (id: number): object => ({
  id: `p${id}`,
  type: 'Paid',
  subject: `c${id}`,
  time: new Date().toISOString(),
  data: { total: id, note: 'x'.repeat(2000) },
});

it('a full disk: 507, reads go on, nothing half written, and it goes on by itself when there is room', async () => {
  const file = join(folder, 'full.db');
  const { database, lock } = openWriter(file, 'test');
  const engine = () => createEngine(database, graph, createCommitter(database, file));
  const told: string[] = [];
  const live = createLive(engine(), Date.now, engine, (line) => told.push(line));
  const gateway = createGateway({ live, mayWrite: null, mayReport: null, now: Date.now, log: false });
  const post = (id: number) =>
    gateway.inject({
      method: 'POST',
      url: '/v1/signals',
      payload: JSON.stringify(signal(id)),
      headers: { 'content-type': 'application/json' },
    });
  let next = 0;
  expect((await post(next++)).statusCode).toBe(200);
  const pages = Number(database.pragma('page_count', { simple: true }));
  database.pragma(`max_page_count = ${pages + 3}`);
  let answer = await post(next++);
  for (; answer.statusCode === 200 && next < 1000; answer = await post(next++));
  expect(answer.statusCode).toBe(507);
  expect(answer.headers['retry-after']).toBe('5');
  const refused = next - 1;
  expect((await gateway.inject('/readyz')).statusCode).toBe(503);
  expect((await gateway.inject('/healthz')).statusCode).toBe(200);
  const reader = openReader(file);
  expect(openView(reader).byKey('c0')).toBe(1);
  reader.close();
  database.pragma('max_page_count = 1000000');
  await expect.poll(async () => (await post(refused)).statusCode, { timeout: 10_000, interval: 200 }).toBe(200);
  expect((await gateway.inject('/readyz')).statusCode).toBe(200);
  // Once each, however often it was tried in between.
  expect(told).toEqual([expect.stringContaining('The disk is full'), expect.stringContaining('There is room')]);
  await live.stop();
  const stored = [...readLog(database)]
    .filter(({ kind }) => kind === 'signal')
    .map(({ body }) => JSON.parse(body?.toString() ?? '{}').id);
  expect(stored).toEqual(Array.from({ length: refused + 1 }, (_, id) => `p${id}`));
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  await gateway.close();
  database.close();
  lock.release();
}, 30_000);

it.skipIf(systemCalls.missing !== null)(
  `the same where a thread of its own writes${systemCalls.missing === null ? '' : ` (${systemCalls.missing})`}`,
  async () => {
    const file = join(folder, 'thread.db');
    const fault = 'inject=pwrite64:error=ENOSPC:when=150';
    const daemon = await startDaemon(file, ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', fault]);
    const signals = linesOf(seeded(7), 60);
    const answers: number[] = [];
    for (const body of signals) {
      const post = async (): Promise<number> => {
        const answer = await fetch(`${daemon.address}/v1/signals`, { method: 'POST', body: JSON.stringify(body) });
        answers.push(answer.status);
        return answer.status;
      };
      await expect.poll(post, { timeout: 10_000, interval: 300 }).toBe(200);
    }
    expect(answers).toContain(507);
    daemon.kill('SIGTERM');
    expect([await daemon.ended, daemon.errors()]).toEqual([0, expect.stringContaining('stopping: what was taken')]);
    audit(file, new Set(signals.map(({ id }) => id)));
  },
  60_000,
);

it('somebody else has the file locked: whoever sends waits, and it goes on', async () => {
  const file = join(folder, 'locked.db');
  const daemon = await startDaemon(file);
  const [body] = linesOf(seeded(7), 1);
  const other = new Sqlite(file);
  other.exec('BEGIN IMMEDIATE');
  const answer = fetch(`${daemon.address}/v1/signals`, { method: 'POST', body: JSON.stringify(body) });
  // SQLite's own patience is five seconds.
  await sleep(7000);
  other.exec('ROLLBACK');
  other.close();
  expect((await answer).status).toBe(200);
  daemon.kill('SIGTERM');
  expect(await daemon.ended).toBe(0);
}, 60_000);

it('a disk that fails: the senders are asked to come again, and the process is told to end', async () => {
  const file = join(folder, 'broken.db');
  const { database, lock } = openWriter(file, 'test');
  const real = createCommitter(database, file);
  let fails = false;
  const committer: Committer = {
    ...real,
    commit(batch) {
      if (fails) throw explainSqlite(Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' }), file);
      real.commit(batch);
    },
  };
  const live = createLive(createEngine(database, graph, committer), Date.now, () =>
    createEngine(database, graph, real),
  );
  const gateway = createGateway({ live, mayWrite: null, mayReport: null, now: Date.now, log: false });
  fails = true;
  const answer = await gateway.inject({
    method: 'POST',
    url: '/v1/signals',
    payload: JSON.stringify(signal(1)),
    headers: { 'content-type': 'application/json' },
  });
  expect(answer.statusCode).toBe(503);
  expect(String(await live.broken)).toContain('could not be read or written (SQLITE_IOERR_FSYNC)');
  expect((await gateway.inject('/readyz')).statusCode).toBe(503);
  await gateway.close();
  await live.stop();
  database.close();
  lock.release();
});

it.skipIf(systemCalls.missing !== null)(
  'no room to write the file anew after somebody was forgotten: they are, it is said, and the next start cleans the file',
  async () => {
    const file = join(folder, 'forgetting.db');
    const copy = join(folder, 'forgotten.db');
    const send = (customer: string) =>
      journey(
        'send',
        'CallStarted',
        '--customer',
        customer,
        '--data',
        '{"queue": "billing"}',
        '--workspace',
        'journeys/telco',
        '--db',
        file,
      );
    for (const customer of ['ada.lovelace', 'ben']) expect((await send(customer)).status).toBe(0);
    const forget = (db: string, ...faults: string[]) => {
      const trace = join(folder, 'trace');
      const strace = ['-f', '-qq', '-o', trace, '-e', 'trace=pwrite64', ...faults, process.execPath, program];
      const done = spawnSync('strace', [...strace, 'forget', 'ada.lovelace', '--yes', '--db', db], {
        encoding: 'utf8',
      });
      return { ...done, writes: readFileSync(trace, 'utf8').split('pwrite64').length - 1 };
    };
    copyFileSync(file, copy);
    const { writes } = forget(copy);
    const full = forget(file, '-e', `inject=pwrite64:error=ENOSPC:when=${writes - 10}+`);
    expect([full.status, full.stderr]).toEqual([0, expect.stringContaining('no room')]);
    const unclean = (): boolean => {
      const reader = openReader(file);
      const { unscrubbed } = examine(reader);
      reader.close();
      return unscrubbed;
    };
    expect(unclean()).toBe(true);
    expect((await send('cai')).status).toBe(0);
    expect(unclean()).toBe(false);
    for (const name of [file, `${file}-wal`])
      if (existsSync(name)) expect(readFileSync(name).includes('ada.lovelace')).toBe(false);
  },
  60_000,
);
