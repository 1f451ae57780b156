/** Kill -9 at any moment: nothing acknowledged is lost, nothing happens twice, and the end is that of an uninterrupted run. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../runtime/engine/verify.ts';
import { lastOf, readLog } from '../runtime/store/log.ts';
import { openReader, openWriter } from '../runtime/store/open.ts';
import { type Finished, journey, journeyJson } from './command.ts';

const KILLS = 15;
const folder = mkdtempSync(join(tmpdir(), 'journey-crash-'));
const input = join(folder, 'signals.jsonl');
const workspace = 'bench/cart-rescue/workspace';
const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeInput(): void {
  const start = Date.UTC(2026, 0, 1);
  const lines: { time: number; text: string }[] = [];
  const add = (id: string, type: string, customer: number, time: number, data: object): void => {
    lines.push({
      time,
      text: JSON.stringify({ id, type, subject: `c${customer}`, time: new Date(time).toISOString(), data }),
    });
  };
  for (let customer = 0; customer < 9000; customer++) {
    const time = start + customer * 7919;
    const total = 10 + (customer % 90);
    add(`u${customer}`, 'CartUpdated', customer, time, {
      cart: `k${customer}`,
      total,
      consent: customer % 3 > 0,
      items: 2,
    });
    if (customer % 10 === 9) continue;
    const later = time + (customer % 5 === 0 ? 7_000_000 : 1_500_000);
    add(`o${customer}`, 'OrderPlaced', customer, later, {
      order: `o${customer}`,
      cart: `k${customer}`,
      total,
      method: 'card',
      items: 2,
    });
  }
  lines.sort((a, b) => a.time - b.time);
  writeFileSync(input, lines.map(({ text }) => `${text}\n`).join(''));
}

/** Everything in a database that has a meaning, as text. */
function contents(file: string): string {
  const database = openReader(file);
  const tables = ['customers', 'keys', 'outbox', 'tasks', 'tallies'];
  const rows = tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).raw().all()]);
  // Rows of the log end where commits ended; the records and the last hash, which covers them all, are the same.
  const log = [...readLog(database)].map((record) => ({ ...record, body: record.body?.toString() }));
  const { hash } = lastOf(database);
  database.close();
  return JSON.stringify([rows, log, hash.toString('hex')]);
}

function args(database: string): string[] {
  return ['run', workspace, '--input', input, '--drain', '--db', database, '--json'];
}

/** Starts a run and kills it after so many milliseconds; tells whether it was still alive. */
async function runAndKill(database: string, after: number): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...args(database)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const alive = await Promise.race([sleep(after).then(() => true), ended.then(() => false)]);
  child.kill('SIGKILL');
  await ended;
  return alive;
}

describe('kill -9', () => {
  it('leaves a log from which the next run goes on to the very same end', async () => {
    writeInput();
    const whole = join(folder, 'whole.db');
    const started = performance.now();
    expect((await journey(...args(whole))).status).toBe(0);
    const duration = performance.now() - started;
    const expected = contents(whole);
    let killed = 0;
    for (let round = 0; killed < KILLS && round < KILLS * 2; round++) {
      const database = join(folder, `killed-${round}.db`);
      // Spread over the whole life of the process, start-up and last commit included; three times on one database.
      for (let again = 0; again < 3; again++) {
        const moment = duration * (0.15 + (((round * 3 + again) * 0.137) % 0.85));
        if (await runAndKill(database, moment)) killed++;
      }
      expect((await journey(...args(database))).status).toBe(0);
      expect(contents(database) === expected, `round ${round}: the state is that of an uninterrupted run`).toBe(true);
      for (const end of ['', '-wal', '-shm', '-writer']) rmSync(database + end, { force: true });
    }
    expect(killed).toBeGreaterThanOrEqual(KILLS);
    expect((await journeyJson<ReplayReport>('replay', '--verify', '--db', whole)).identical).toBe(true);
  }, 180_000);

  it('keeps what `send` has acknowledged, and takes it once however often it is sent', async () => {
    const database = join(folder, 'send.db');
    const data = JSON.stringify({ invoice: 'i1', amount: 120, previous: 50, due: '2026-03-20' });
    const signal = ['BillIssued', '--customer', 'ada', '--id', 's1', '--at', '2026-03-02T10:00:00Z', '--data', data];
    const send = (): Promise<Finished> =>
      journey('send', ...signal, '--workspace', 'journeys/telco', '--db', database, '--json');
    const first = await send();
    const again = await send();
    expect(JSON.parse(again.stdout)).toMatchObject({ seq: JSON.parse(first.stdout).seq, duplicate: true });
    expect(JSON.parse(first.stdout).decisions.map((d: { kind: string }) => d.kind)).toEqual([
      'started',
      'dropped',
      'finished',
    ]);
  });
});

describe('two processes', () => {
  it('do not write to one database: the second is told who does, while others may read', async () => {
    const database = join(folder, 'busy.db');
    const child = spawn(process.execPath, [program, 'run', workspace, '--input', '-', '--db', database], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    await sleep(1200);
    const second = await journey('run', workspace, '--input', input, '--db', database);
    expect(second.status).toBe(3);
    expect(second.stderr).toContain(`Another process writes to ${database}: journey run, process ${child.pid}`);
    expect((await journey('status', '--db', database)).status).toBe(0);
    child.stdin.end();
    await ended;
    expect((await journey('run', workspace, '--input', input, '--db', database)).status).toBe(0);
  }, 60_000);
});

describe('a process that dies while the file has no write-ahead log yet', () => {
  /** The file and its journal as they are in the middle of a transaction. */
  function halfWritten(name: string, before: string): string {
    const [whole, file] = [join(folder, `${name}.whole.db`), join(folder, `${name}.db`)];
    const database = new Sqlite(whole);
    database.pragma('cache_size = 1');
    database.exec(`${before}; BEGIN; CREATE TABLE half (x)`);
    const add = database.prepare('INSERT INTO half VALUES (zeroblob(5000))');
    for (let row = 0; row < 20; row++) add.run();
    for (const end of ['', '-journal']) copyFileSync(`${whole}${end}`, `${file}${end}`);
    database.close();
    return file;
  }

  it('leaves a file that the next writer begins anew; who only looks is told so', async () => {
    const file = halfWritten('half', '');
    const look = await journey('status', '--db', file);
    expect([look.status, look.stderr]).toEqual([
      3,
      expect.stringContaining('left half written by a process that died'),
    ]);
    const { database, lock } = openWriter(file, 'test');
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE name IN ('log', 'half')").pluck().all()).toEqual([
      'log',
    ]);
    database.close();
    lock.release();
  });

  it('in a file that is somebody else’s: that is not begun anew', () => {
    const file = halfWritten('theirs', 'CREATE TABLE friends (name TEXT)');
    expect(() => openWriter(file, 'test')).toThrow('is not a journey database');
    expect(existsSync(`${file}-writer`)).toBe(false);
    const theirs = new Sqlite(file, { readonly: true });
    expect(theirs.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['friends']);
    theirs.close();
  });
});
