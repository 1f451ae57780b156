/** Backup while a daemon writes, restore, doctor: what is damaged is found, said where, and mended. */
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../runtime/engine/verify.ts';
import type { Finding } from '../runtime/insight/doctor.ts';
import { lockWriter } from '../runtime/store/lock.ts';
import { systemCalls } from '../torture/cases/system-calls.ts';
import { journey, journeyIn, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-backup-'));
const db = join(folder, 'live.db');
const copy = join(folder, 'copy.db');
const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
const input = 'journeys/telco/samples/signals.jsonl';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Examined {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

const doctor = (file: string, ...more: string[]): Promise<Examined> => journeyJson('doctor', '--db', file, ...more);
const wrong = ({ findings }: Examined): string[] =>
  findings.filter(({ state }) => state === 'wrong').map(({ name, said }) => `${name}: ${said}`);
const verified = async (file: string): Promise<boolean> =>
  (await journeyJson<ReplayReport>('replay', '--verify', '--db', file)).identical;

beforeAll(async () => {
  expect((await journey('run', 'journeys/telco', '--input', input, '--db', db)).status).toBe(0);
  expect((await journey('backup', copy, '--by', 'mia', '--db', db)).status).toBe(0);
}, 30_000);

describe('backup', () => {
  it('is one file that a restore takes, and stands in the audit', async () => {
    expect(existsSync(`${copy}-wal`)).toBe(false);
    expect(await verified(copy)).toBe(true);
    const { acts } = await journeyJson<{ acts: object[] }>('audit', '--db', db);
    expect(acts).toMatchObject([{ by: 'mia', act: 'backup', subject: 'copy.db' }]);
    const again = await journey('backup', copy, '--db', db);
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
  });

  it('is made by one, where several are to be made in the same place at once', async () => {
    const place = mkdtempSync(join(folder, 'same-'));
    const target = join(place, 'same.db');
    const made = await Promise.all([1, 2, 3, 4].map(() => journey('backup', target, '--db', db)));
    expect(made.filter(({ status }) => status === 0).length).toBe(1);
    for (const { status, stderr } of made)
      if (status !== 0)
        expect(stderr).toMatch(/same\.db is there already|Another process writes to .*: journey backup/);
    expect(readdirSync(place)).toEqual(['same.db']);
    expect(await verified(target)).toBe(true);
  }, 30_000);

  it('takes away what one that was killed has left, whatever its name was, and leaves alone what is none', async () => {
    const place = mkdtempSync(join(folder, 'killed-'));
    const left = (name: string): string => join(place, name);
    // As a process that was killed leaves them: with the file whose lock the system has freed.
    for (const tail of ['', '-journal', '-writer']) writeFileSync(left(`monday.db.part${tail}`), '');
    for (const tail of ['', '-writer']) writeFileSync(left(`film.part${tail}`), 'of somebody else '.repeat(99));
    const busy = lockWriter(left('tuesday.db.part'), 'journey backup');
    writeFileSync(left('tuesday.db.part'), 'being made');
    const made = await journey('backup', left('wednesday.db'), '--db', db);
    busy.release();
    expect([made.status, made.stderr]).toEqual([
      0,
      `Taken away: ${left('monday.db.part')}, which a backup that was killed has left.\n`,
    ]);
    expect(readdirSync(place).sort()).toEqual([
      'film.part',
      'film.part-writer',
      'tuesday.db.part',
      'tuesday.db.part-writer',
      'wednesday.db',
    ]);
  });

  it('is whole while another process writes all the time', async () => {
    const busy = join(folder, 'busy.db');
    const args = ['run', 'journeys/telco', '--input', '-', '--db', busy];
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
    // It is killed while it reads.
    child.stdin.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    let sent = 0;
    const write = (): void => {
      const lines = Array.from({ length: 2000 }, () => {
        const time = new Date(Date.UTC(2026, 0, 1) + ++sent * 1000).toISOString();
        const subject = `c${sent % 5000}`;
        return JSON.stringify({ id: `b${sent}`, type: 'CallStarted', subject, time, data: { queue: 'q' } });
      });
      child.stdin.write(`${lines.join('\n')}\n`);
    };
    const writing = setInterval(write, 50);
    await expect.poll(() => existsSync(busy) && sent > 20_000, { timeout: 20_000 }).toBe(true);
    const target = join(folder, 'while-busy.db');
    const made = await journey('backup', target, '--db', busy);
    expect([made.status, made.stderr]).toEqual([0, expect.stringContaining('the log does not say so')]);
    expect(await verified(target)).toBe(true);
    clearInterval(writing);
    child.kill('SIGKILL');
    await ended;
  }, 60_000);
});

describe('doctor', () => {
  it('finds nothing wrong with what is sound', async () => {
    expect(wrong(await doctor(db, '--deep'))).toEqual([]);
  });

  it('finds every flipped byte: by the chain, by the pages, or by comparing the state with the log', async () => {
    const bytes = readFileSync(copy);
    const hurt = join(folder, 'hurt.db');
    // In the log's own rows; a flip in what no page uses harms nobody, so only these are told to be found.
    const database = new Sqlite(copy, { readonly: true });
    const [records] = database
      .prepare('SELECT records FROM log ORDER BY length(records) DESC')
      .pluck()
      .all() as Buffer[];
    database.close();
    if (records === undefined) throw new Error('the log is empty');
    // The block may lie on several pages: what of it stands in one piece. SQLite leaves copies behind in what no page uses, so all are hurt.
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      const piece = records.subarray(Math.floor(records.length * share), Math.floor(records.length * share) + 40);
      const flipped = Buffer.from(bytes);
      let hits = 0;
      for (let at = bytes.indexOf(piece); at >= 0; at = bytes.indexOf(piece, at + 1), hits++)
        flipped[at + 20] = (flipped[at + 20] ?? 0) ^ 0x10;
      if (hits === 0) continue;
      writeFileSync(hurt, flipped);
      const examined = await doctor(hurt);
      expect(wrong(examined)[0]).toMatch(/^(hash chain: record \d+, a \w+ of .*is not as it was written|pages: )/);
      rmSync(hurt);
    }
  }, 30_000);

  it('says so where a page is torn, and goes on looking', async () => {
    const hurt = join(folder, 'torn.db');
    const bytes = readFileSync(copy);
    bytes.fill(0xff, 16_384 * 3, 16_384 * 3 + 200);
    writeFileSync(hurt, bytes);
    const examined = await doctor(hurt);
    expect(examined.ok).toBe(false);
    expect(examined.findings.length).toBe(16);
    const found = examined.findings.find(({ state }) => state === 'wrong');
    expect(found?.mend).toContain('journey restore');
  });
});

describe('restore', () => {
  it('brings a damaged database back, and keeps the damaged one', async () => {
    const hurt = join(folder, 'mended.db');
    copyFileSync(db, hurt);
    const database = new Sqlite(hurt);
    database
      .prepare(
        'UPDATE log SET records = CAST(substr(records, 1, 100) || zeroblob(length(records) - 100) AS BLOB) WHERE first > 1',
      )
      .run();
    database.close();
    expect((await doctor(hurt)).ok).toBe(false);
    const asBackup = await journey('restore', hurt, '--db', db);
    expect([asBackup.status, asBackup.stderr]).toEqual([3, expect.stringContaining('is damaged: record')]);
    expect(await verified(db)).toBe(true);
    expect((await journey('restore', copy, '--by', 'mia', '--db', hurt)).status).toBe(0);
    expect(await verified(hurt)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('mended.db.before-')).length).toBeGreaterThan(0);
    const { acts } = await journeyJson<{ acts: object[] }>('audit', '--db', hurt);
    expect(acts).toMatchObject([{ by: 'mia', act: 'restore', subject: 'copy.db' }]);
    // The signals since then again: known ones are recognised.
    const run = await journeyJson<object>('run', 'journeys/telco', '--input', input, '--db', hurt);
    expect(run).toMatchObject({ accepted: 0, duplicates: 46 });
  });

  it.each([
    ['a write-ahead log', 'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE half (x)', '-wal'],
    ['a journal', 'BEGIN; CREATE TABLE half (x)', '-journal'],
  ])('takes nothing from %s that a file which is gone has left there', async (_what, half, tail) => {
    const gone = join(folder, `gone${tail}.db`);
    const left = join(folder, `left${tail}.db`);
    const database = new Sqlite(left);
    database.exec(`PRAGMA cache_size = 1; ${half}`);
    const add = database.prepare('INSERT INTO half VALUES (zeroblob(5000))');
    for (let row = 0; row < 20; row++) add.run();
    copyFileSync(left + tail, gone + tail);
    database.close();
    expect((await journey('restore', copy, '--db', gone)).stdout).toContain('is as of record');
    const { signals } = await journeyJson<ReplayReport>('replay', '--db', copy);
    expect(await journeyJson('replay', '--verify', '--db', gone)).toMatchObject({ identical: true, signals });
    const restored = new Sqlite(gone, { readonly: true });
    expect(restored.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    restored.close();
  });

  it.skipIf(systemCalls.missing !== null)(
    `is killed at any moment: there is the old database or the new one, never none${systemCalls.missing ?? ''}`,
    async () => {
      const torn = join(folder, 'torn.db');
      copyFileSync(db, torn);
      const records = async (file: string): Promise<number> =>
        (await journeyJson<ReplayReport>('replay', '--verify', '--db', file)).records;
      const [before, copied] = [await records(torn), await records(copy)];
      const statuses: (number | null)[] = [];
      for (let at = 1; at <= 6; at++) {
        const faults = ['-e', 'trace=rename,link', '-e', `inject=rename,link:signal=KILL:when=${at}`];
        const args = [...faults, process.execPath, program, 'restore', copy, '--db', torn];
        const { status } = spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', ...args], { cwd: join(folder, '..') });
        statuses.push(status);
        expect(existsSync(torn)).toBe(true);
        // That it was restored is a record, too.
        expect(await records(torn)).toBeGreaterThanOrEqual(status === 0 ? copied + 1 : Math.min(before, copied + 1));
      }
      // It was killed before it had its new name, and at last it was not killed any more.
      expect(statuses).toContain(null);
      expect(statuses.at(-1)).toBe(0);
    },
    60_000,
  );

  it.skipIf(systemCalls.missing !== null)(
    `is killed while somebody reads what it replaces: that is kept whole all the same${systemCalls.missing ?? ''}`,
    async () => {
      // After the copy has its name: around what is put aside.
      for (const at of [3, 4]) {
        const name = `read-${at}.db`;
        const file = join(folder, name);
        copyFileSync(db, file);
        const reader = new Sqlite(file, { readonly: true });
        reader.exec('BEGIN');
        reader.prepare('SELECT count(*) FROM log').get();
        // Stands in the write-ahead log, and can go nowhere else while somebody reads.
        expect((await journey('pause', 'BillShock', '--by', 'mia', '--db', file)).status).toBe(0);
        const faults = ['-e', 'trace=rename,link', '-e', `inject=rename,link:signal=KILL:when=${at}`];
        const args = [...faults, process.execPath, program, 'restore', copy, '--db', file];
        expect(spawnSync('strace', ['-f', '-qq', '-o', '/dev/null', ...args]).status).toBe(null);
        reader.close();
        const kept = readdirSync(folder).filter(
          (each) => each.startsWith(name) && /\.db(\.before-[\dTZ-]+)?$/.test(each),
        );
        const paused = kept.map(async (each) => {
          const { acts } = await journeyJson<{ acts: { act: string }[] }>('audit', '--db', join(folder, each));
          return acts.some(({ act }) => act === 'pause');
        });
        expect(await Promise.all(paused), `killed at ${at}`).toContain(true);
      }
    },
    60_000,
  );

  it('does not bring back who was forgotten since; nor does it where the log of the replaced one is damaged', async () => {
    const live = join(folder, 'forgotten.db');
    const old = join(folder, 'old.db');
    const known = async (who: string): Promise<boolean> => (await journey('timeline', who, '--db', live)).status === 0;
    copyFileSync(copy, live);
    expect((await journey('backup', old, '--db', live)).status).toBe(0);
    expect((await journey('forget', 'dora', '--yes', '--by', 'mia', '--db', live)).status).toBe(0);
    const restored = await journeyJson<{ forgotten: number; aside: string }>('restore', old, '--db', live);
    expect(restored.forgotten).toBe(1);
    expect(await known('dora')).toBe(false);
    expect(await known('bob')).toBe(true);
    expect(await verified(live)).toBe(true);
    expect(readFileSync(live).includes('dora')).toBe(false);
    expect(readdirSync(folder).filter((name) => name.startsWith('forgotten.db.restored'))).toEqual([]);
    // As a copy by hand does: whoever knows better is asked.
    copyFileSync(old, live);
    expect(await known('dora')).toBe(true);
    const again = await journeyJson<object>('forget', '--from', restored.aside, '--yes', '--db', live);
    expect(again).toMatchObject({ customers: [expect.any(Number)] });
    expect(await known('dora')).toBe(false);
    const database = new Sqlite(live);
    database.prepare('UPDATE log SET hash = zeroblob(18) WHERE first = (SELECT min(first) FROM log)').run();
    database.close();
    const mended = await journey('restore', old, '--db', live);
    expect([mended.status, mended.stderr]).toEqual([0, expect.stringContaining('taken from its audit')]);
    expect(await known('dora')).toBe(false);
    expect(await verified(live)).toBe(true);
  }, 30_000);

  it('what is decided after it leaves under other keys than what has left since the backup: the other side would drop it', async () => {
    const place = join(folder, 'keys');
    mkdirSync(place);
    writeFileSync(join(place, 'journey.json'), '{}');
    writeFileSync(
      join(place, 'answers.journey'),
      `signal Asked {}
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
message Answer for Service { on push { text "Yes" } }
journey Answering { start on Asked every time
  send Answer on push, else go on
}
`,
    );
    const done = async (...args: string[]): Promise<string> => {
      const { status, stdout, stderr } = await journeyIn(place, args);
      expect(status, stderr).toBe(0);
      return stdout;
    };
    const restored = async (): Promise<string> => {
      await done('restore', 'backup.db');
      return done('doctor', '--deep');
    };
    const keys = async (): Promise<string[]> => {
      const { messages } = JSON.parse(await done('outbox', '--json')) as { messages: { id: string }[] };
      const shown = messages.map(async ({ id }) => JSON.parse(await done('outbox', id, '--json')) as { key: string });
      return (await Promise.all(shown)).map(({ key }) => key).reverse();
    };
    await done('send', 'Asked', '--customer', 'ada');
    await done('backup', 'backup.db');
    await done('send', 'Asked', '--customer', 'ben');
    const [ada = '', ben = ''] = await keys();
    await restored();
    await done('send', 'Asked', '--customer', 'cai');
    const [again, cai = ''] = await keys();
    // The very same work, and another one of the same place in the log.
    expect(again).toBe(ada);
    expect(cai.split('.')[0]).toBe(ben.split('.')[0]);
    await restored();
    await done('send', 'Asked', '--customer', 'dan');
    const [once, dan] = await keys();
    expect(once).toBe(ada);
    expect(new Set([ben, cai, dan]).size).toBe(3);
  }, 30_000);

  it('says plainly where nobody knows who was forgotten since, and what to do', async () => {
    const live = join(folder, 'lost.db');
    const [old, later] = [join(folder, 'lost-old.db'), join(folder, 'lost-later.db')];
    const restore = async (): Promise<string> => {
      const { status, stderr } = await journey('restore', old, '--by', 'mia', '--db', live);
      expect([status, stderr]).toEqual([0, expect.stringContaining('journey forget --from FILE --yes')]);
      return stderr;
    };
    copyFileSync(copy, live);
    await journey('backup', old, '--db', live);
    await journey('forget', 'dora', '--yes', '--db', live);
    await journey('backup', later, '--db', live);
    rmSync(live);
    expect(await restore()).toContain('is not known: there is no database');
    const { acts } = await journeyJson<{ acts: { detail: string }[] }>('audit', '--db', live);
    expect(acts[0]?.detail).toContain('who was forgotten since is not known');
    expect(await journeyJson('forget', '--from', later, '--yes', '--db', live)).toMatchObject({
      customers: [expect.any(Number)],
    });
    // What is there cannot be read at all: it is kept, and replaced.
    writeFileSync(live, 'no database, but what a broken disk has left of one');
    for (const tail of ['-wal', '-shm']) rmSync(live + tail, { force: true });
    expect(await restore()).toContain('is not known: what was there cannot be read');
    expect(await verified(live)).toBe(true);
    rmSync(live);
    expect((await journey('run', 'journeys/telco', '--input', '/dev/null', '--db', live)).status).toBe(0);
    expect(await restore()).toContain('is not known: what was there is another database');
    rmSync(live);
    await journey('run', 'journeys/telco', '--input', '/dev/null', '--db', live);
    const strange = await journey('forget', '--from', later, '--yes', '--db', live);
    expect([strange.status, strange.stderr]).toEqual([1, expect.stringContaining('is no copy of')]);
  }, 30_000);

  it('is refused while another process writes', async () => {
    const child = spawn(process.execPath, [program, 'run', 'journeys/telco', '--input', '-', '--db', db], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    await expect
      .poll(async () => (await doctor(db)).findings.find(({ name }) => name === 'writer')?.said, { timeout: 10_000 })
      .toContain(`process ${child.pid}`);
    const link = join(folder, 'link.db');
    symlinkSync(db, link);
    // Whoever comes by another name of the file is another writer, too.
    for (const name of [db, link]) {
      const refused = await journey('restore', copy, '--db', name);
      expect([refused.status, refused.stderr]).toEqual([3, expect.stringContaining('Another process writes')]);
    }
    const also = await journey('run', 'journeys/telco', '--input', input, '--db', link);
    expect([also.status, also.stderr]).toEqual([3, expect.stringContaining('Another process writes')]);
    child.stdin.end();
    await ended;
  }, 20_000);
});
