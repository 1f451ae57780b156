/** Nobody reads any more what the program says: the reader of its log has ended, or has no room. What it does goes on. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journeyIn } from './command.ts';

const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
const folder = mkdtempSync(join(tmpdir(), 'journey-unheard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(
    join(folder, 'care.journey'),
    `
signal Asked { about: text }
purpose Service { consent assumed }
channel email { to "someone@example.org", via console }
message Hello for Service { on email { subject "Hello" text "Hello" } }
journey Help {
  for Service
  start on Asked every time
  send Hello on email
}
`,
  );
});

const announced = join(folder, 'journey.db-daemon');

/** A daemon whose words go nowhere takes new files, sends, and ends as it is asked to. */
async function lives(stdio: [out: number | 'pipe', told: number | 'pipe']): Promise<void> {
  const daemon = spawn(process.execPath, [program, 'serve', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', ...stdio],
  });
  const ended = new Promise((resolve) => daemon.once('exit', (status, signal) => resolve(status ?? signal)));
  daemon.stdout?.destroy();
  daemon.stderr?.destroy();
  await expect.poll(() => existsSync(announced), { timeout: 10_000 }).toBe(true);
  daemon.kill('SIGHUP');
  const sent = await journeyIn(folder, ['send', 'Asked', '--customer', 'ada', '--data', '{"about": "tea"}']);
  expect(sent).toMatchObject({ status: 0, stderr: '' });
  const left = async () => (await journeyIn(folder, ['outbox', '--status', 'pending', '--json'])).stdout;
  await expect.poll(left, { timeout: 10_000 }).toContain('"messages": []');
  const { address } = JSON.parse(readFileSync(announced, 'utf8')) as { address: string };
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  daemon.kill('SIGTERM');
  expect(await ended).toBe(0);
}

it('a daemon outlives whoever reads its log', () => lives(['pipe', 'pipe']), 30_000);

it.skipIf(!existsSync('/dev/full'))(
  'and a log on a full disk',
  async () => {
    const full = openSync('/dev/full', 'w');
    await lives([full, full]);
    closeSync(full);
  },
  30_000,
);

it('a command ends with its own status, told or not', async () => {
  const command = spawn(process.execPath, [program, 'pause', 'Halp'], { cwd: folder });
  command.stderr.destroy();
  expect(await new Promise((resolve) => command.once('exit', resolve))).toBe(1);
  const wrong = spawn(process.execPath, [program, 'pause'], { cwd: folder });
  wrong.stderr.destroy();
  expect(await new Promise((resolve) => wrong.once('exit', resolve))).toBe(2);
});
