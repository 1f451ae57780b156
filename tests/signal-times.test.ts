/** How far the time that a signal tells may lie from the time when it comes, as journey.json declares it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readConfiguration } from '../compiler/configuration/configuration.ts';
import type { SignalTimes } from '../compiler/graph/types.ts';
import type { Receipt } from '../runtime/engine/types.ts';
import { openView } from '../runtime/engine/view.ts';
import { journey, journeyJson } from './command.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-times-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = `
signal Seen {}
profile { seen: integer is count of Seen in last 60 days }
journey Greeting { start on Seen once
  wait 1 day }
`;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const NOW = Date.UTC(2026, 2, 10, 12);
const BOUNDS = { early: 10 * MINUTE, late: 30 * DAY };

/** What becomes of one that lies so far from the clock. */
function taken(signals: SignalTimes | undefined, byMs: number, now: number | 'event' = NOW): Receipt {
  const { graph } = compileTexts({ 'a.journey': TEXT });
  const settings = signals === undefined ? graph.settings : { ...graph.settings, signals };
  const { database, engine, release } = openEngine({ ...graph, settings });
  const see = (id: string, at: number): Receipt =>
    accept(engine, { id, type: 'Seen', subject: 'ada', time: new Date(at).toISOString(), data: {} }, now);
  see('first', NOW);
  const receipt = see('second', NOW + byMs);
  engine.close();
  const count = openView(database).customers;
  release();
  expect(count).toBe(1);
  return receipt;
}

it('without a word every time is taken', () => {
  expect(taken(undefined, 400 * DAY).status).toBe('accepted');
  expect(taken(undefined, -400 * DAY).status).toBe('accepted');
});

it('up to the bound it is taken, beyond it is refused, with what is allowed', () => {
  expect(taken(BOUNDS, 10 * MINUTE).status).toBe('accepted');
  expect(taken(BOUNDS, -30 * DAY).status).toBe('accepted');
  expect(taken(BOUNDS, 10 * MINUTE + 1000)).toEqual({
    status: 'rejected',
    reason: 'Its time lies 10 minutes 1 second ahead of the clock; `signals.early` in journey.json allows 10 minutes.',
  });
  expect(taken(BOUNDS, -31 * DAY)).toEqual({
    status: 'rejected',
    reason: 'It comes 31 days late; `signals.late` in journey.json allows 30 days.',
  });
  expect(taken({ late: DAY }, 400 * DAY).status).toBe('accepted');
});

it('where the clock is the signals own, none is early', () => {
  expect(taken(BOUNDS, 400 * DAY, 'event').status).toBe('accepted');
  expect(taken(BOUNDS, -31 * DAY, 'event').status).toBe('rejected');
});

it('journey.json says it, and is told what is wrong', () => {
  const read = (signals: unknown) => readConfiguration('journey.json', JSON.stringify({ signals }));
  expect(read({ early: '10 minutes', late: '1 day' }).configuration.settings.signals).toEqual({
    early: 10 * MINUTE,
    late: DAY,
  });
  expect(read({}).configuration.settings).toMatchObject({ signals: {} });
  const said = (signals: unknown): string[] => read(signals).diagnostics.map(({ message }) => message);
  expect(said({ late: 'a month' })).toEqual(['`signals.late` is not written as it should be.']);
  expect(said({ lat: '1 day' })).toHaveLength(1);
});

it('a run rejects what lies too far behind, keeps it, and says why', async () => {
  writeFileSync(join(folder, 'a.journey'), TEXT);
  writeFileSync(join(folder, 'journey.json'), JSON.stringify({ signals: { late: '30 days' } }));
  const line = (id: string, time: string): string =>
    JSON.stringify({ id, type: 'Seen', subject: 'ada', time, data: {} });
  writeFileSync(
    join(folder, 'in.jsonl'),
    [line('1', '2026-03-10T12:00:00Z'), line('2', '2026-01-10T12:00:00Z'), line('3', '2026-03-09T12:00:00Z')].join(
      '\n',
    ),
  );
  const report = await journeyJson<{ accepted: number; rejected: number }>(
    'run',
    folder,
    '--input',
    join(folder, 'in.jsonl'),
    '--db',
    join(folder, 'a.db'),
  );
  expect(report).toMatchObject({ accepted: 2, rejected: 1 });
  const { stdout } = await journey('status', '--rejects', '--db', join(folder, 'a.db'));
  expect(stdout).toContain('It comes 59 days late; `signals.late` in journey.json allows 30 days.');
});
