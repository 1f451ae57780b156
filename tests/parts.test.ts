/** A folder inside a workspace stands for that part of it, with the journeys that it runs: to be run, served and played again. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { journeyIn } from './command.ts';
import { until } from './until.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = {
  'journey.json': '{}',
  'signals.journey': `
signal Asked { pays: boolean }
profile { pays: boolean = false }
on Asked as asked { set profile.pays = asked.pays }
`,
  'sales/offer.journey': `
use common
journey Offer {
  start on Asked once
  if profile.pays { run Thank }
  finish as offered
}
`,
  'common/thank.journey': `
journey Thank() { finish as thanked }
`,
  'care/call.journey': `
journey Call {
  start on Asked once
  wait 1 day
  finish as called
}
`,
  'logs/asked.jsonl': `{"id":"1","type":"Asked","time":"2026-03-02T09:00:00Z","subject":"ann","data":{"pays":true}}
`,
};
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const input = ['--input', join(folder, 'logs/asked.jsonl')];

async function run(cwd: string, ...args: string[]): Promise<{ journeys: string[]; stderr: string }> {
  const { status, stdout, stderr } = await journeyIn(join(folder, cwd), ['run', ...args, ...input, '--json']);
  expect(status, stderr).toBe(0);
  return { journeys: Object.keys(JSON.parse(stdout).journeys).sort(), stderr };
}

it('runs the journeys of a part that is named, those that they run, and what is said of everybody', async () => {
  const { journeys, stderr } = await run('.', 'sales', '--db', 'sales.db');
  expect(journeys).toEqual(['Offer', 'Thank']);
  expect(stderr).toContain('runs: 2 of its 3 journeys.');
});

it('so does a single file, and a folder that somebody stands in', async () => {
  expect((await run('.', 'care/call.journey', '--db', 'call.db')).journeys).toEqual(['Call']);
  expect((await run('care', '--db', 'care.db')).journeys).toEqual(['Call']);
});

it('the whole runs on where a part has begun', async () => {
  expect((await run('.', 'care', '--db', 'both.db')).journeys).toEqual(['Call']);
  const whole = await journeyIn(
    folder,
    ['run', '--db', 'both.db', '--drain', '--json', '--input', '-'],
    FILES['logs/asked.jsonl'].replace('ann', 'ben').replace('"1"', '"2"'),
  );
  expect(whole.stderr).toBe('');
  expect(JSON.parse(whole.stdout).instances).toEqual({ started: 4, finished: 4, running: 0 });
  expect((await journeyIn(folder, ['replay', '--verify', '--db', 'both.db'])).status).toBe(0);
});

it('a folder without journeys runs nothing, and says so', async () => {
  const { status, stderr } = await journeyIn(join(folder, 'logs'), ['run', ...input]);
  expect(status).toBe(2);
  expect(stderr).toContain('There is no .journey file here.');
});

it('a log of all journeys is played again with those of a part', async () => {
  await run('.', '--db', 'log.db', '--drain');
  const { stdout } = await journeyIn(folder, ['backtest', 'sales', '--db', 'log.db', '--json']);
  const { differences } = JSON.parse(stdout) as { differences: { journey: string }[] };
  expect([...new Set(differences.map(({ journey }) => journey))]).toEqual(['Call']);
});

it('a part is served, and stays that part when it is read again', async () => {
  const db = ['--db', join(folder, 'served.db')];
  const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
  const daemon = spawn(process.execPath, [program, 'serve', '--port', '0', ...db], { cwd: join(folder, 'care') });
  let told = '';
  daemon.stderr.on('data', (chunk) => {
    told += chunk;
  });
  try {
    await until(() => told).toContain('journey listens');
    expect(told).toContain('runs: 1 of its 3 journeys.');
    const started = async (customer: string): Promise<string[]> => {
      const { stdout } = await journeyIn(folder, [
        ...['send', 'Asked', '--customer', customer, '--data', '{"pays":true}', '--json', ...db],
      ]);
      const { decisions } = JSON.parse(stdout) as { decisions: { kind: string; journey: string }[] };
      return decisions.filter(({ kind }) => kind === 'started').map(({ journey }) => journey);
    };
    expect(await started('ann')).toEqual(['Call']);
    writeFileSync(join(folder, 'care/visit.journey'), FILES['care/call.journey'].replace('Call', 'Visit'));
    expect((await journeyIn(folder, ['reload', ...db])).status).toBe(0);
    expect((await started('ben')).sort()).toEqual(['Call', 'Visit']);
    rmSync(join(folder, 'care/visit.journey'));
    rmSync(join(folder, 'care/call.journey'));
    const torn = await journeyIn(folder, ['reload', ...db]);
    expect(torn.stderr).toContain(`No .journey file stands in ${join(folder, 'care')}.`);
  } finally {
    daemon.kill('SIGKILL');
  }
}, 30_000);
