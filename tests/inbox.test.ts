/** An inbox with more in it than a screen holds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journey, journeyIn, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-inbox-'));
const db = join(folder, 'desk.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  writeFileSync(join(folder, 'journey.json'), '{"currency": "EUR", "timezone": "Europe/Berlin", "locale": "en-GB"}');
  const help = (team: string) => `
journey Help_${team} { start on Asked once
  handoff to ${team} {
    because "help"
    share this journey
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}`;
  writeFileSync(
    join(folder, 'desk.journey'),
    `signal Asked {}\nteam billing { cleared for pii }\nteam legal { cleared for pii }${help('billing')}${help('legal')}\n`,
  );
  const signals = Array.from({ length: 150 }, (_, n) =>
    JSON.stringify({ id: `s${n}`, type: 'Asked', subject: `c${n}`, time: '2026-03-02T09:00:00Z', data: {} }),
  );
  expect((await journeyIn(folder, ['run', '--input', '-', '--db', db], signals.join('\n'))).status).toBe(0);
}, 30_000);

interface Page {
  readonly tasks: readonly { readonly id: string }[];
  readonly more: boolean;
  readonly counts: Readonly<Record<string, number>>;
}
const page = (...more: string[]): Promise<Page> => journeyJson<Page>('tasks', '--db', db, ...more);

it('says how many there are, of which team, and how to see the next', async () => {
  const { stdout } = await journey('tasks', '--limit', '20', '--db', db);
  const last = /^(t-\S+)/.exec(stdout.split('\n')[20] ?? '')?.[1];
  expect(stdout).toContain(`20 of 300 (billing 150, legal 150); the next: --after ${last}`);
  const seen: string[] = [];
  for (let after: string[] = []; ; ) {
    const { tasks, more } = await page('--team', 'legal', '--limit', '70', ...after);
    seen.push(...tasks.map(({ id }) => id));
    if (!more) break;
    after = ['--after', tasks.at(-1)?.id ?? ''];
  }
  expect([seen.length, new Set(seen).size]).toEqual([150, 150]);
  expect((await journey('tasks', '--after', 't-0', '--db', db)).stderr).toContain('There is no task t-0.');
});

it('tells what somebody has taken on from what nobody has', async () => {
  const [first] = (await page()).tasks;
  expect((await journey('task', 'claim', first?.id ?? '', '--by', 'mia', '--db', db)).status).toBe(0);
  expect(await page('--claimed-by', 'mia')).toMatchObject({ tasks: [{ id: first?.id }], more: false });
  expect((await page('--unclaimed', '--limit', '1')).counts).toEqual({ billing: 149, legal: 150 });
});
