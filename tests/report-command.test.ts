/** What `journey report` says to people. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

it('what signals mean belongs to no journey, and says so where one is asked for', async () => {
  expect((await journeyIn(folder, ['report'])).stdout).toContain('\n\nservice\ncontacts: 2;');
  const { stdout } = await journeyIn(folder, ['report', '--journey', 'Twin']);
  expect(stdout).toContain('\n\nservice, of everybody, whether in Twin or not\ncontacts: 2;');
});

it('tells what share was wanted of a goal, in the status, too', async () => {
  expect((await journeyIn(folder, ['status'])).stdout).toMatch(/^Answer +2 +2 +0 +2 \(100%, wanted 50%\)$/m);
});

it('counts outcomes and types of any name', async () => {
  const odd = join(folder, 'odd');
  mkdirSync(odd);
  writeFileSync(join(odd, 'journey.json'), '{}');
  writeFileSync(
    join(odd, 'a.journey'),
    `signal Came { n: integer }
journey Odd {
  start on Came as came every time
  if came.n == 1 { finish as constructor } else { finish as __proto__ }
}
`,
  );
  const line = (n: number, type: string) =>
    `${JSON.stringify({ id: `o${n}`, type, subject: 'ada', time: `2026-03-02T10:00:0${n}Z`, data: { n } })}\n`;
  const lines = [line(1, 'Came'), line(2, 'Came'), line(3, 'Came'), line(4, '__proto__')].join('');
  const { stdout } = await journeyIn(odd, ['run', '--input', '-'], lines);
  expect(stdout).toContain('Odd ended as: __proto__ 2, constructor 1\n');
  const told = await journeyIn(odd, ['report']);
  expect(told.stdout).toContain('Odd: 3 started, 3 ended (constructor 1, __proto__ 2)\n');
  expect((await journeyIn(odd, ['status'])).stdout).toContain('No file declares __proto__; 1 was kept.');
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
