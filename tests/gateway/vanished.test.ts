/** A database that is moved or deleted under a running daemon: what it still took would be in no file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { journeyJson } from '../command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-vanished-'));
const program = join(import.meta.dirname, '..', '..', 'dist', 'journey.js');
let daemon: ChildProcess | undefined;

afterAll(() => {
  daemon?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ['moved', (file: string) => renameSync(file, `${file}.kept`)],
  ['deleted', (file: string) => rmSync(file)],
  ['robbed of its log', (file: string) => rmSync(`${file}-wal`)],
] as const)(
  'it was %s: the daemon says so and ends, and takes nothing that would be lost',
  async (how, vanish) => {
    const file = join(folder, `${how}.db`);
    const args = [program, 'serve', 'tests/gateway', '--db', file, '--port', '0'];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    daemon = started;
    let told = '';
    const ended = new Promise<number | null>((resolve) => started.once('exit', resolve));
    const address = await new Promise<string>((resolve) => {
      started.stderr.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        const found = /listens on (\S+?);/.exec(told);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
    });
    const signal = { id: 'v1', type: 'Paid', subject: 'ada', time: new Date().toISOString(), data: { total: 5 } };
    expect((await fetch(`${address}/v1/signals`, { method: 'POST', body: JSON.stringify(signal) })).status).toBe(200);
    vanish(file);
    expect(await ended).toBe(3);
    expect(told).toContain(`${file}${how === 'robbed of its log' ? '-wal' : ''} is not where it was`);
    if (how === 'deleted') return;
    // Part of what was acknowledged stands in the write-ahead log, which has stayed.
    if (how === 'moved') renameSync(`${file}.kept`, file);
    expect(await journeyJson('timeline', 'ada', '--db', file)).toMatchObject({ number: 1 });
  },
  20_000,
);
