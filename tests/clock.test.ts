/** A daemon on a machine whose clock is set back and catches up again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLive } from '../runtime/engine/live.ts';
import { numbersOf } from '../runtime/insight/numbers.ts';
import { compileTexts } from './compile.ts';
import { openEngine } from './engine.ts';

it('says that time stands still, once, and that it passes again; metrics say by how much', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journey-clock-'));
  const file = join(folder, 'clock.db');
  const { graph } = compileTexts({ 'a.journey': 'signal Paid { total: money }\n' });
  const told: string[] = [];
  let now = Date.parse('2026-03-04T12:00:00Z');
  const { engine, database, release } = openEngine(graph, file, 'real');
  const live = createLive(
    engine,
    () => now,
    null,
    (line) => void told.push(line),
  );
  let ids = 0;
  const pay = async (hours: number): Promise<readonly string[]> => {
    now += hours * 3_600_000;
    const signal = {
      id: `p${++ids}`,
      type: 'Paid',
      time: '2026-03-04T12:00:00Z',
      subject: 'ada',
      data: { total: 1 },
    };
    expect(await live.take(Buffer.from(JSON.stringify(signal)), 'test')).toMatchObject({ status: 'accepted' });
    return told.splice(0);
  };
  const metric = (): number => numbersOf(database, file, live, []).behind;
  expect(await pay(0)).toEqual([]);
  expect(metric()).toBe(0);
  expect(await pay(-1 / 120)).toEqual([]);
  expect(metric()).toBe(30);
  expect(await pay(-2)).toEqual([
    "This machine's clock was set back: the log stands at 2026-03-04T12:00:00.000Z. Until then no time passes in journeys.",
  ]);
  expect(await pay(1)).toEqual([]);
  expect(await pay(2)).toEqual(["This machine's clock has come up with the log: time passes again."]);
  await live.stop();
  release();
  rmSync(folder, { recursive: true, force: true });
});
