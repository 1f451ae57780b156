/** What operators see of tickets and do with them, through a daemon: by the commands that people call, and over HTTP. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ReplayReport } from '../runtime/engine/verify.ts';
import { journey, journeyJson } from './command.ts';
import { type Daemon, newDaemon } from './gateway/daemon.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-subjects-daemon-'));
const source = join(folder, 'tickets.journey');
let daemon: Daemon;

const FILES = `
identity { strong user_id  subject ticket by ticket_id }
signal Opened { ticket: id key ticket_id }
signal Called { topic: text }
team desk { via console }
journey Triage about ticket {
  start on Opened as opened every time
  expire after 20 days
  wait 2 days
  finish as late
}
journey Desk about ticket {
  start on Opened as opened every time
  handoff to desk { because "{opened.ticket} is open", on resolved { finish as helped } }
}
journey Welcome {
  start on Called every time
  wait 1 day
}
`;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(source, FILES);
  daemon = await newDaemon(folder);
  await daemon.start();
}, 60_000);
afterAll(async () => {
  await daemon.remove();
  rmSync(folder, { recursive: true, force: true });
});

const json = <T>(...args: string[]): Promise<T> => journeyJson<T>(...args, '--db', daemon.file);

async function ok(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await journey(...args, '--db', daemon.file);
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

interface Sent {
  readonly decisions: readonly { readonly journey: string; readonly kind: string; readonly instance: string }[];
}
const send = (type: string, ...more: string[]): Promise<Sent> => json('send', type, '--workspace', folder, ...more);

it('a ticket is sent, seen, acted on and kept like a customer, and is none', async () => {
  // Without a customer: its own field says which ticket it is.
  const sent = await send('Opened', '--data', '{"ticket": "T1"}');
  expect(sent.decisions.map(({ journey: name, kind, instance }) => [name, kind, instance])).toEqual([
    ['Desk', 'started', '1-1'],
    ['Desk', 'handed', '1-1'],
    ['Triage', 'started', '1-2'],
  ]);
  const alone = await journey('send', 'Called', '--data', '{"topic": "x"}', '--workspace', folder, '--db', daemon.file);
  expect([alone.status, alone.stderr]).toEqual([2, expect.stringContaining('Nothing says whose Called it is.')]);
  const lines = [
    { id: 'h1', type: 'Opened', time: new Date().toISOString(), data: { ticket: 'T2' } },
    { id: 'h2', type: 'Opened', time: new Date().toISOString(), subject: 'ada', data: { ticket: 'T2' } },
    { id: 'h3', type: 'Called', time: new Date().toISOString(), data: { topic: 'x' } },
  ];
  const answer = await daemon.post('/v1/signals', JSON.stringify(lines));
  expect(await answer.json()).toMatchObject({ accepted: 2, duplicates: 0, rejected: [{ index: 2, id: 'h3' }] });

  const [status, instances, shown, why, timeline, tasks] = await Promise.all([
    json('status'),
    json<{ instances: { customer: string; journey: string }[] }>('instances', '--journey', 'Triage'),
    json('show', '1-2'),
    json('why', 'ticket:T1', 'Triage'),
    ok('timeline', 'ticket:T2'),
    json<{ tasks: { id: string; customer: string }[] }>('tasks'),
  ]);
  expect(status).toMatchObject({ customers: 1, subjects: { ticket: 2 }, instances: { running: 4 } });
  const metrics = await (await fetch(`${daemon.address}/metrics`)).text();
  expect(metrics).toContain('journey_subjects{subject="ticket"} 2');
  expect(instances.instances.map(({ customer }) => customer)).toEqual(['ticket:T1', 'ticket:T2']);
  expect(shown).toMatchObject({ instance: { customer: 'ticket:T1', journey: 'Triage' } });
  expect(why).toMatchObject({ customer: 'ticket:T1', decisions: [{ kind: 'started', instance: '1-2' }] });
  expect(timeline).toContain('Opened {');
  expect(tasks.tasks.map(({ customer }) => customer).sort()).toEqual(['ticket:T1', 'ticket:T2']);

  expect(await ok('move', '1-2', '--later', '2 days', '--by', 'zoe')).toMatch(
    /^The wait of 1-2 is moved to \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z, record \d+$/m,
  );
  await ok('cancel', '1-2', '--by', 'zoe');
  const task = tasks.tasks.find(({ customer }) => customer === 'ticket:T1')?.id ?? '';
  await ok('task', 'claim', task, '--by', 'mia');
  await ok('task', 'done', task, '--by', 'mia');
  await ok('pause', 'Triage', '--by', 'mia');
  expect((await send('Opened', '--data', '{"ticket": "T3"}')).decisions).toContainEqual(
    expect.objectContaining({ journey: 'Triage', kind: 'not_started', outcome: 'paused' }),
  );
  expect(await ok('resume', 'Triage', '--by', 'mia')).toContain('1 stands in it');
  // What was a ticket's journey goes on for its tickets, and starts for none.
  writeFileSync(source, FILES.replace('journey Triage about ticket {', 'journey Sorting about ticket {'));
  expect(await ok('reload', '--by', 'mia')).toContain('Triage');
  expect((await send('Opened', '--data', '{"ticket": "T1"}')).decisions.map(({ journey: name }) => name)).toEqual([
    'Desk',
    'Desk',
    'Sorting',
  ]);

  const copy = join(folder, 'copy.db');
  await ok('backup', copy, '--by', 'mia');
  const [audit, verified, kept, doctor, story] = await Promise.all([
    json<{ acts: { by: string; act: string; subject: string }[] }>('audit'),
    json<ReplayReport>('replay', '--verify'),
    journeyJson<ReplayReport>('replay', '--verify', '--db', copy),
    json<{ findings: { name: string; state: string }[] }>('doctor', '--deep'),
    json('why', 'ticket:T1', 'Desk'),
  ]);
  const acts = audit.acts.map(({ by, act, subject }) => `${by} ${act} ${subject}`);
  expect(acts.filter((act) => !act.includes('key created') && !act.includes('reload')).reverse()).toEqual([
    'zoe move 1-2',
    'zoe cancel 1-2',
    `mia claim ${task}`,
    `mia resolved ${task}`,
    'mia pause Triage',
    'mia resume Triage',
    'mia backup copy.db',
  ]);
  expect(verified).toMatchObject({ identical: true, customers: 1 });
  expect(kept).toMatchObject({ identical: true, customers: 1 });
  expect(doctor.findings.filter(({ state }) => state === 'wrong')).toEqual([]);
  expect(story).toMatchObject({
    decisions: [
      { kind: 'started' },
      { kind: 'handed' },
      { kind: 'claimed' },
      { kind: 'task_closed' },
      { kind: 'finished', outcome: 'helped' },
      { kind: 'started' },
      { kind: 'handed' },
    ],
  });
}, 60_000);

it('a ticket that its key no longer names is called by its number, as whoever asks for it must', async () => {
  writeFileSync(source, FILES.replaceAll('ticket_id', 'ticket_no'));
  expect(await ok('reload', '--by', 'mia')).toMatch(
    /No signal finds a ticket by `ticket_id` any more: \d+ instances hear nothing from now on\. Say `subject ticket by ticket_id` again/,
  );
  await send('Opened', '--data', '{"ticket": "T3"}');
  const { instances } = await json<{ instances: { customer: string }[] }>('instances', '--journey', 'Triage');
  const names = [...new Set(instances.map(({ customer }) => customer))];
  expect(names).toContain('ticket:T3');
  expect(names).toContainEqual(expect.stringMatching(/^#\d+$/));
  for (const name of names) expect(await json('why', name)).toMatchObject({ customer: name });
  expect(await ok('why', names.find((name) => name.startsWith('#')) ?? '', 'Triage')).toContain('started');
});
