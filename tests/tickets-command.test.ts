/** What operators are told of journeys about tickets: who has a task, whose it is, what an experiment counts, what was cancelled. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journeyIn, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-tickets-command-'));
const db = ['--db', join(folder, 'journey.db')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const JOURNEYS = `
identity {
  strong user_id
  subject ticket by ticket_id
}
signal Opened { ticket: id key ticket_id }
team desk { via console }
team boss { via console }
journey Triage about ticket {
  start on Opened once
  experiment Fast {
    variant soon 50% { wait 1 hour }
    variant late 50% { wait 1 hour }
  }
  handoff to desk {
    because "a ticket"
    share this journey
    within 1 hour, else escalate to boss
    on resolved { finish as solved }
  }
}
`;

beforeAll(async () => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(join(folder, 'tickets.journey'), JOURNEYS);
  const opened = (ticket: string, time: string) =>
    `${JSON.stringify({ id: `${ticket}${time}`, type: 'Opened', time, data: { ticket } })}\n`;
  const lines = [
    opened('T1', '2026-03-02T09:00:00Z'),
    opened('T2', '2026-03-02T11:30:00Z'),
    opened('T3', '2026-03-02T13:00:00Z'),
  ];
  writeFileSync(join(folder, 'opened.jsonl'), lines.join(''));
  expect(await journeyIn(folder, ['run', '.', '--input', 'opened.jsonl'])).toMatchObject({ status: 0 });
});

it('show calls whose a task is as all commands do', async () => {
  const { tasks } = await journeyJson<{ tasks: { id: string; team: string; customer: string }[] }>('tasks', ...db);
  expect(tasks.map(({ team, customer }) => `${team} ${customer}`)).toEqual(['boss ticket:T1', 'desk ticket:T2']);
  const id = tasks[0]?.id ?? '';
  expect(await journeyJson('show', id, ...db)).toMatchObject({ task: { id, customer: 'ticket:T1' } });
  expect((await journeyIn(folder, ['show', id])).stdout).toMatch(/^ {2}customer +ticket:T1$/m);
});

it('a subject that is named by its key alone is found for whoever asks', async () => {
  const { status, stderr } = await journeyIn(folder, ['why', 'T1']);
  expect([status, stderr]).toEqual([1, expect.stringContaining('Did you mean ticket:T1?')]);
});

it('what came back from a task that had gone up says whose task it was, not who has answered', async () => {
  const { tasks } = await journeyJson<{ tasks: { id: string }[] }>('tasks', '--team', 'boss', ...db);
  expect((await journeyIn(folder, ['task', 'done', tasks[0]?.id ?? '', '--by', 'mia'])).status).toBe(0);
  const { stdout } = await journeyIn(folder, ['why', 'ticket:T1', 'Triage']);
  expect(stdout).toContain('got back the task of boss: resolved');
});

it('report: what was cancelled stands in the funnel, at its journey; an experiment counts who was assigned', async () => {
  const { instances } = await journeyJson<{ instances: { id: string }[] }>('instances', ...db);
  expect((await journeyIn(folder, ['cancel', instances[0]?.id ?? '', '--by', 'mia'])).status).toBe(0);
  const { stdout } = await journeyIn(folder, ['report', '--journey', 'Triage']);
  expect(stdout).toMatch(/^ended as cancelled +tickets\.journey:9 +1 +33\.3 %$/m);
  expect(stdout).toMatch(/^variant +assigned +reached the goal/m);
  expect(stdout).not.toContain('customers');
});
