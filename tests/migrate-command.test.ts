/** Hundreds that run: who stays where it is can be found among those that move. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { journeyIn } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-migrate-'));
afterAll(() => rmSync(folder, { recursive: true }));

const journey = (large: string): string => `
signal Left { total: integer }
signal Paid {}
journey Rescue {
  start on Left as cart every time
  if cart.total > 100 {
    ${large}
  }
  wait for Paid up to 2 days { finish as paid }
  finish as lost
}
`;

it('a table of so many, those that stay first, and how many there are of both', async () => {
  const root = join(folder, 'shop');
  mkdirSync(root);
  writeFileSync(join(root, 'journey.json'), '{}');
  writeFileSync(join(root, 'a.journey'), journey('wait 3 days\n    finish as large'));
  const time = '2026-03-02T09:00:00Z';
  const left = (n: number): string =>
    JSON.stringify({ id: `l${n}`, type: 'Left', subject: `p${n}`, time, data: { total: n < 140 ? 1 : 200 } });
  await journeyIn(root, ['run', '--input', '-'], Array.from({ length: 150 }, (_, n) => left(n)).join('\n'));
  writeFileSync(join(root, 'a.journey'), journey('finish as large'));
  await journeyIn(root, ['run', '--input', '-'], '');

  const dry = (await journeyIn(root, ['migrate', 'Rescue', '--dry-run', '--limit', '11'])).stdout.trimEnd().split('\n');
  expect(dry.map((line) => line.split(/\s+/)[0])).toEqual([
    ...['instance', '141-1', '142-1', '143-1', '144-1', '145-1', '146-1', '147-1', '148-1', '149-1', '150-1', '1-1'],
    ...['There', '140'],
  ]);
  expect(dry.slice(-2)).toEqual(['There are more: --limit 110', '140 instances move, 10 stay where they are']);
  const all = JSON.parse((await journeyIn(root, ['migrate', 'Rescue', '--dry-run', '--json', '--limit', '1'])).stdout);
  expect(all.instances).toHaveLength(150);

  const moved = (await journeyIn(root, ['migrate', 'Rescue', '--limit', '2'])).stdout;
  expect(moved).toContain('140 instances of Rescue go on in graph');
  expect(moved).toContain('10 stay where they are');
  expect(moved).toMatch(/^141-1 .*\n142-1 .*\n2 of 10; all: `journey migrate Rescue --dry-run --limit 10`$/m);
}, 30_000);
