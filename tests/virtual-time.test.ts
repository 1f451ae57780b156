/** A database that `run` has begun lives in the time of its signals, also for who acts on it by hand, until a daemon takes it over. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Finished, journeyIn } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-virtual-'));
const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = `
signal Asked { about: text }
team desk { open 08:00..18:00 on weekdays in "UTC", cleared for pii }
journey Help {
  start on Asked as asked every time
  handoff to desk {
    because "{asked.about}"
    within 4 hours, else escalate to boss
    on resolved {
      wait 7 days
      finish as helped
    }
    on returned { finish as alone }
  }
}
team boss { cleared for pii }
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(join(folder, 'help.journey'), FILES);
  const asked = (subject: string, minute: number): string =>
    JSON.stringify({
      id: subject,
      type: 'Asked',
      subject,
      time: `2026-03-02T10:0${minute}:00Z`,
      data: { about: 'tea' },
    });
  writeFileSync(join(folder, 'asked.jsonl'), `${asked('ada', 1)}\n${asked('ben', 2)}\n${asked('cai', 3)}\n`);
  await done('run', '.', '--input', 'asked.jsonl');
}, 30_000);

async function done(...args: string[]): Promise<Finished> {
  const finished = await journeyIn(folder, args);
  expect(finished.status, `journey ${args.join(' ')}: ${finished.stderr}`).toBe(0);
  return finished;
}

const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await done(...args, '--json')).stdout);
const status = () => json<{ clock: string; virtual: boolean; instances: object }>('status');

it('acts are done where its log stands, and say so', async () => {
  expect(await status()).toMatchObject({ clock: '2026-03-02T10:03:00.000Z', virtual: true });
  const { tasks } = await json<{ tasks: { id: string }[] }>('tasks');
  const { stderr } = await done('task', 'claim', tasks[0]?.id ?? '', '--by', 'mia');
  expect(stderr).toContain('2026-03-02T10:03:00.000Z');
  expect(stderr).toContain('--at');
  await done('task', 'done', tasks[0]?.id ?? '', '--by', 'mia');
  await done('cancel', '2-1', '--by', 'mia');
  await done('pause', 'Help', '--by', 'mia');
  await done('resume', 'Help', '--by', 'mia');
  expect(await status()).toMatchObject({ clock: '2026-03-02T10:03:00.000Z', instances: { running: 2, finished: 1 } });
});

it('what is refused moves no clock, whatever time it names', async () => {
  const before = await status();
  const refused = await journeyIn(folder, ['cancel', '99-9', '--at', '2026-05-01T00:00:00Z']);
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(await status()).toEqual(before);
});

it('a signal by hand comes then, too; --at says another time', async () => {
  const sent = await done('send', 'Asked', '--customer', 'dan', '--data', '{"about": "tea"}');
  expect(sent.stderr).toContain('2026-03-02T10:03:00.000Z');
  expect(await status()).toMatchObject({ clock: '2026-03-02T10:03:00.000Z' });
  // Nothing has fired meanwhile.
  expect(await status()).toMatchObject({ instances: { running: 3, finished: 1 } });
  const { stderr } = await done('cancel', '3-1', '--by', 'mia', '--at', '2026-03-02T11:00:00Z');
  expect(stderr).toBe('');
  expect(await status()).toMatchObject({ clock: '2026-03-02T11:00:00.000Z', virtual: true });
});

it('what was done last stands first in the audit, whatever time was named; teams are open as the log stands', async () => {
  type Acts = { acts: { act: string; time: string }[] };
  await done('pause', 'Help', '--at', '2026-01-01T00:00:00Z');
  const { acts } = await json<Acts>('audit', '--limit', '1');
  expect(acts).toMatchObject([{ act: 'pause', time: '2026-01-01T00:00:00.000Z' }]);
  await done('resume', 'Help');
  expect(await json('tasks', '--team', 'desk')).toMatchObject({
    teams: { desk: { open: true, until: '2026-03-02T18:00:00.000Z' } },
  });
});

it('what is due in it is not overdue', async () => {
  const { findings } = await json<{ findings: { name: string; state: string; said: string }[] }>('doctor');
  expect(findings.filter(({ name }) => ['clock', 'instances'].includes(name))).toMatchObject([
    { state: 'fine', said: 'the log stands at 2026-03-02T11:00:00.000Z, in virtual time' },
    { state: 'fine' },
  ]);
});

it('a daemon takes it over, says what that means, and from then on the clock of the machine counts', async () => {
  const daemon = spawn(process.execPath, [program, 'serve', '.', '--port', '0'], { cwd: folder });
  let told = '';
  daemon.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  await expect.poll(() => told, { timeout: 10_000 }).toContain('listens on');
  expect(told).toContain('stood at 2026-03-02T11:00:00.000Z in virtual time');
  await expect.poll(async () => (await status()).instances, { timeout: 10_000 }).toMatchObject({ finished: 3 });
  // A year that is mistyped would stand in the history until then.
  const future = new Date(Date.now() + 3_600_000).toISOString();
  const early = await journeyIn(folder, [
    'send',
    'Asked',
    '--customer',
    'eve',
    '--data',
    '{"about": "tea"}',
    '--at',
    future,
  ]);
  expect([early.status, early.stderr]).toEqual([2, expect.stringContaining('is still to come')]);
  const refused = await journeyIn(folder, ['pause', 'Help', '--at', '2026-03-02T12:00:00Z']);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('daemon')]);
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  await ended;
  const before = new Date().toISOString();
  // A year that is mistyped would let time stand still for as long.
  const later = new Date(Date.now() + 3_600_000).toISOString();
  for (const act of [
    ['pause', 'Help'],
    ['send', 'Asked', '--customer', 'dan', '--data', '{"about": "tea"}'],
  ]) {
    const early = await journeyIn(folder, [...act, '--at', later]);
    expect([early.status, early.stderr]).toEqual([2, expect.stringContaining('is still to come')]);
  }
  const { stderr } = await done('pause', 'Help', '--by', 'mia');
  expect(stderr).toBe('');
  await done('resume', 'Help', '--by', 'mia');
  const { clock, virtual } = await status();
  expect(virtual).toBe(false);
  expect(clock >= before).toBe(true);
}, 30_000);

it('a drain ends, also where the calendar starts journeys again and again', async () => {
  const place = join(folder, 'weekly');
  mkdirSync(place);
  writeFileSync(join(place, 'journey.json'), '{}');
  const weekly = 'journey Weekly { start every monday at 09:00\n  finish as told\n}\n';
  writeFileSync(
    join(place, 'weekly.journey'),
    `signal Asked {}\n${weekly}journey Help { start on Asked every time\n  wait 500 days\n  finish as helped\n}\n`,
  );
  const asked = { id: 'a', type: 'Asked', subject: 'ada', time: '2026-03-02T10:00:00Z', data: {} };
  writeFileSync(join(place, 'asked.jsonl'), JSON.stringify(asked));
  const { stdout, stderr, status } = await journeyIn(place, ['run', '--input', 'asked.jsonl', '--drain', '--json']);
  expect([status, stderr]).toEqual([0, expect.stringContaining('timers are still left')]);
  expect(JSON.parse(stdout)).toMatchObject({
    journeys: { Help: { outcomes: { helped: 1 } }, Weekly: { outcomes: { told: 521 } } },
  });
}, 20_000);

it('what a timer lets leave can be told of in the same file, as it comes before what tells of it', async () => {
  const place = join(folder, 'later');
  mkdirSync(place);
  writeFileSync(join(place, 'journey.json'), '{}');
  writeFileSync(
    join(place, 'later.journey'),
    `signal Asked {}
team desk {}
journey Help {
  start on Asked once
  wait 1 day
  handoff to desk {
    because "nobody has answered"
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}
`,
  );
  const lines = [
    { id: 'a', type: 'Asked', subject: 'ada', time: '2026-03-02T10:00:00Z', data: {} },
    { id: 'b', type: 'task.resolved', time: '2026-03-03T11:00:00Z', data: { task: 't-3-0' } },
    // Nothing with this id ever leaves.
    { id: 'c', type: 'task.resolved', time: '2026-03-03T12:00:00Z', data: { task: 't-99-0' } },
    // What is closed stays as it was closed, whatever is told of it later.
    { id: 'd', type: 'task.returned', time: '2026-03-03T12:00:00Z', data: { task: 't-3-0' } },
  ];
  writeFileSync(join(place, 'asked.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const { stdout } = await journeyIn(place, ['run', '--input', 'asked.jsonl', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    accepted: 3,
    rejected: 1,
    journeys: { Help: { outcomes: { helped: 1 } } },
  });
  const shown = await journeyIn(place, ['show', 't-3-0', '--json']);
  expect(JSON.parse(shown.stdout)).toMatchObject({ task: { status: 'resolved' } });
}, 20_000);
