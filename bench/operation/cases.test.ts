import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure } from '../harness/rounds.ts';
import type { Case, CaseReport, Settings } from '../harness/types.ts';
import { deployed } from './deployed.ts';
import { writeHistory } from './history.ts';
import { http } from './http.ts';
import { look } from './look.ts';
import { memory } from './memory.ts';
import { replay } from './replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-bench-test-'));
const tiny: Settings = { rounds: 1, customers: 300, journeys: 30, records: 2000, folder };

beforeAll(() => {
  if (!existsSync(join('dist', 'journey.js'))) throw new Error('run `npm run build` first');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One round at a small size: it fails where contenders come to different facts. */
async function once(make: (settings: Settings) => Promise<Case>): Promise<CaseReport> {
  const report = await measure(await make(tiny), { peersOnly: false, rounds: 1, report: () => {} });
  expect(report.value).toBeGreaterThan(0);
  for (const { ratio } of Object.values(report.against)) expect(ratio).toBeGreaterThan(0);
  return report;
}

describe('cases of operating', { timeout: 60_000 }, () => {
  test('with thirty journeys deployed the same happens as with three', async () => {
    const { facts } = await once(deployed);
    expect(facts.signals).toBeGreaterThan(tiny.customers ?? 0);
    expect(facts.sent).toBeGreaterThan(0);
  });

  test('replay puts as many records through as the run wrote', async () => {
    const { facts } = await once(replay);
    expect(facts.customers).toBe(tiny.customers);
    expect(facts.records).toBeGreaterThan(facts.signals ?? 0);
  });

  test('every customer has a timer that waits, also when a daemon has started on them', async () => {
    const { facts, notes } = await once(memory);
    expect(facts).toEqual({ customers: tiny.customers, 'pending timers': tiny.customers });
    expect(notes.ours?.['MB of the run at most']).toBeGreaterThan(10);
    expect(notes.ours?.['MB of the daemon at most']).toBeGreaterThan(10);
  });

  test('all that was acknowledged over HTTP is in the log', async () => {
    const { facts, notes } = await once(http);
    expect(facts.written).toBe(facts.acknowledged);
    expect(notes.ours?.['p99 ms at half load']).toBeGreaterThan(0);
  });

  test('looks find what happened to a customer', async () => {
    const { facts, notes } = await once(look);
    expect(facts.records).toBeGreaterThan(tiny.records * 0.8);
    expect(facts.records).toBeLessThan(tiny.records * 1.2);
    expect(notes.ours?.['entries a timeline']).toBeGreaterThan(20);
  });

  test('the long history is the same each time', () => {
    const [one, two] = [join(folder, 'one.jsonl'), join(folder, 'two.jsonl')];
    expect(writeHistory(one, 500)).toEqual(writeHistory(two, 500));
    expect(readFileSync(two, 'utf8')).toBe(readFileSync(one, 'utf8'));
  });
});
