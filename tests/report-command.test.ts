/** What `journey report` says to people. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journeyIn, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-report-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const JOURNEYS = `
signal Asked is contact on voice { topic: text }
signal Solved is resolution {}
journey Answer {
  start on Asked every time
  goal Solved within 7 days, at least 50%, go on
  wait for Solved
}
journey Twin {
  start on Asked every time
  goal Solved within 7 days, at least 50%
  finish as merged
}
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(join(folder, 'one.journey'), JOURNEYS);
  const signals = ['ada', 'bob'].flatMap((subject) => [
    { id: `${subject}1`, type: 'Asked', subject, time: '2026-03-02T10:00:00Z', data: { topic: 'a bill' } },
    { id: `${subject}2`, type: 'Solved', subject, time: '2026-03-04T23:15:00Z', data: {} },
  ]);
  const lines = signals.sort((a, b) => (a.time < b.time ? -1 : 1)).map((signal) => `${JSON.stringify(signal)}\n`);
  writeFileSync(join(folder, 'two.jsonl'), lines.join(''));
  await journeyIn(folder, ['run', '.', '--input', 'two.jsonl']);
});

it('tells times by two units: more than two days and a half are not two days', async () => {
  const { stdout } = await journeyIn(folder, ['report']);
  expect(stdout).toContain('of those that ended, half took no longer than 2 days 13 hours\n');
  expect(stdout).toContain('time to resolution: half within 2 days 13 hours, nine of ten within 2 days 13 hours\n');
});

it('a time in which a journey did nothing is an answer; a journey that nobody has declared is none', async () => {
  const none = await journeyIn(folder, ['report', '--journey', 'Answer', '--from', '2027-01-01']);
  expect(none).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^Answer: 0 started, 0 ended\nno goal was settled\n\n/),
  });
  const day = await journeyIn(folder, ['report', '--from', '2026-03-02', '--to', '2026-03-02']);
  expect(day).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('for one day name the next one'),
  });
  const misspelt = await journeyIn(folder, ['report', '--journey', 'Anser']);
  expect(misspelt.status).toBe(1);
  expect(misspelt.stderr).toBe('error There is no journey Anser.\nhint  There are: Answer, Twin.\n');
});

it('tells what share was wanted of a goal, in the status, too', async () => {
  expect((await journeyIn(folder, ['status'])).stdout).toMatch(/^Answer +2 +2 +0 +2 \(100%, wanted 50%\)$/m);
});

it('takes an outcome that a file calls merged for no other', async () => {
  expect((await journeyIn(folder, ['status'])).stdout).toMatch(/^Twin +2 +2 +0 +2 \(100%, wanted 50%\)$/m);
});

it('says that what was erased is counted elsewhere', async () => {
  expect((await journeyIn(folder, ['report'])).stdout).not.toContain('forgotten');
  await journeyIn(folder, ['forget', 'ada', '--yes']);
  const said = 'Somebody was forgotten: what 2 records held is not counted here, and still is in `journey status`.';
  expect((await journeyIn(folder, ['report'])).stdout).toContain(said);
  const db = ['--db', join(folder, 'journey.db')];
  expect(await journeyJson('report', ...db)).toMatchObject({ journeys: { Answer: { started: 1 } }, erased: 2 });
  expect(await journeyJson('status', ...db)).toMatchObject({ journeys: { Answer: { started: 2 } } });
  expect(await journeyJson('report', '--from', '2026-03-04', ...db)).toMatchObject({ erased: 1 });
});
