/** Where status and doctor send whoever looks for what has failed, that is where it stands. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { journeyIn } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-failed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = `
signal Began {}
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
message Hello for Service { on push { text "Hello" } }
journey Greet {
  start on Began once
  send Hello on push
}
`;

it('a message that bounced was not given up', async () => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(join(folder, 'a.journey'), FILE);
  const at = { time: '2026-03-02T10:00:00Z', subject: 'ada' };
  const began = JSON.stringify({ id: 's1', type: 'Began', ...at, data: {} });
  expect((await journeyIn(folder, ['run', '--input', '-'], began)).status).toBe(0);
  const sent = (await journeyIn(folder, ['outbox', '--json'])).stdout;
  const message = /"id": "(m-[^"]+)"/.exec(sent)?.[1];
  const bounced = JSON.stringify({ id: 's2', type: 'message.bounced', ...at, data: { message } });
  expect((await journeyIn(folder, ['run', '--input', '-'], bounced)).status).toBe(0);
  const { stdout } = await journeyIn(folder, ['status']);
  expect(stdout).toContain('outbox: 0 still to leave; 1 reported as failed (see `journey outbox --status failed`)\n');
  expect((await journeyIn(folder, ['outbox', '--status', 'failed'])).stdout).toContain(message);
  expect((await journeyIn(folder, ['doctor'])).stdout).toContain('see them with `journey outbox --status failed`');
});
