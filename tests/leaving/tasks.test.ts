/** What a desk is told: a task with its context as the outside reads it, and that a task is none any more. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../../runtime/engine/operation.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { journeyJson } from '../command.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, type Call, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({
  'desk.journey': `
type Line { sku: id, price: money USD }
signal Billed { amount: money, due: date, grace: duration, from: clock, lines: list of Line, issued: time named "issued_at", line: id? }
signal Called is contact on voice { queue: text }
signal Paid {}
signal Left {}
purpose Service { consent assumed }
profile { limit: money = 100 GBP, since: time?, spent: money is sum of Billed.amount, or 0 GBP }
channel push { to profile.user_id, via http push }
message Bill(b: Billed) for Service { on push { text "{b.amount}" } }
team care { via http desk, cleared for pii }
team boss { via http desk }
journey Dunning {
  start on Billed as bill every time
  stop on Paid as paid
  send Bill(bill) as sent on push
  handoff to care {
    because "{bill.amount} is due"
    share bill, bill.amount, bill.due, profile, this journey, contacts
    within 300 ms, else escalate to boss
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}
journey Parting {
  start on Left every time
  handoff to boss { because "left" }
  finish as parted
}
journey Racing {
  start on Called every time
  together {
    branch { handoff to boss { because "call" on resolved { finish as spoken } on returned { finish as unspoken } } }
    branch { wait for Billed up to 9 days }
  } until any
  finish as billed
}
`,
});

let desk: Peer;
let office: Office;
const operate = (operation: Operation) => office.live.ask((engine, now) => engine.operate(operation, now));
const told = (type: string): Call[] => desk.calls.filter(({ body }) => body.type === type);
/** What came of every try is written. */
const settled = () =>
  until(() => office.outbox().filter(({ status }) => !['sent', 'dead'].includes(status))).toEqual([]);
const BILL = {
  amount: 12.5,
  due: '2026-03-20',
  grace: 'PT90M',
  from: '09:30',
  lines: [{ sku: 'a', price: 3 }],
  issued_at: '2026-03-01T08:00:00Z',
};

beforeEach(async () => {
  desk = await openPeer();
  const http = { url: desk.url, allow_private: true };
  office = await openOffice({ graph, connectors: { http } });
});
afterEach(async () => {
  await office.close();
  await desk.close();
});
afterAll(removeFolders);

it('its context is as on the wire: money with its currency, times and dates as text', async () => {
  await office.signal('Billed', 'ada', BILL);
  await until(() => told('task').length).toBeGreaterThan(0);
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  const bill = {
    at: time,
    amount: { amount: 12.5, currency: 'GBP' },
    due: '2026-03-20',
    grace: 'PT5400S',
    from: '09:30',
    lines: [{ sku: 'a', price: { amount: 3, currency: 'USD' } }],
    issued_at: '2026-03-01T08:00:00.000Z',
    line: null,
  };
  const context = {
    bill,
    'bill.amount': bill.amount,
    'bill.due': bill.due,
    profile: { limit: { amount: 100, currency: 'GBP' }, since: null, spent: bill.amount },
    journey: {
      name: 'Dunning',
      started: time,
      knows: { bill, sent: { id: expect.any(String), channel: 'push' } },
      tried: [{ at: time, what: 'Bill', came: 'sent', on: 'push' }],
      consents: { Service: true },
      open: [],
    },
    contacts: [{ at: time, what: 'Bill', channel: 'push' }],
  };
  expect(told('task')[0]?.body.data).toMatchObject({ because: '£12.50 is due', due: time });
  expect(told('task')[0]?.body.data.context).toEqual(context);
  // Who asks the database reads the same.
  const [task] = readTasks(office.database, { team: null, closed: true, limit: 1 });
  expect(JSON.parse(task?.context ?? '')).toEqual(context);
});

describe('a desk that has a task is told that it is none any more', () => {
  it('when it goes to the team above, and when its journey is stopped', async () => {
    await office.signal('Billed', 'ada', BILL);
    await until(() => told('task').length).toBe(2);
    await until(() => told('task.escalated').length).toBe(1);
    const task = told('task')[0]?.body.data.task;
    expect(told('task')[1]?.body.data).toMatchObject({ task, team: 'boss' });
    expect(told('task.escalated')[0]?.body.data).toMatchObject({ task, team: 'care', to: 'boss' });
    await settled();
    // Who takes it on then is news for the desk that has it.
    await operate({ act: 'claim', task: String(task), by: 'mia' });
    await until(() => told('task.claimed').length).toBe(1);
    await settled();
    expect(told('task.claimed').map(({ body }) => body.data.team)).toEqual(['boss']);
    await office.signal('Paid', 'ada');
    await until(() => told('task.cancelled').length).toBe(1);
    // The one that has it: the other one was told before.
    expect(told('task.cancelled')[0]?.body.data).toMatchObject({ task, team: 'boss', outcome: 'paid' });
    await settled();
  });

  it('when another branch comes first', async () => {
    await office.signal('Called', 'ada', { queue: 'q' });
    await until(() => told('task').length).toBe(1);
    await settled();
    await office.signal('Billed', 'ada', BILL);
    await until(() => told('task.cancelled').length).toBe(1);
    expect(told('task.cancelled')[0]?.body.data).toMatchObject({ team: 'boss', outcome: null });
  });

  it('when the customer is forgotten', async () => {
    await office.signal('Called', 'ada', { queue: 'q' });
    await until(() => told('task').length).toBe(1);
    await settled();
    await operate({ act: 'forget', customer: 1, by: 'mia' });
    await until(() => told('task.cancelled').length).toBe(1);
    await settled();
    expect(office.outbox()).toMatchObject([{ status: 'sent', content: expect.stringContaining('cancelled') }]);
  });

  it('but not one that never got it', async () => {
    desk.behave((call, response, nth) => answer(call.body.type === 'task' ? 422 : 200)(call, response, nth));
    await office.signal('Called', 'ada', { queue: 'q' });
    await until(() => office.outbox()[0]?.status).toBe('dead');
    await office.signal('Billed', 'ada', BILL);
    await until(() => told('task').length).toBe(2);
    expect(told('task.cancelled')).toEqual([]);
  });

  it('when an operator closes it, or hands it back, and no more than once', async () => {
    for (const [customer, action] of [
      ['ada', 'resolved'],
      ['ben', 'returned'],
    ] as const) {
      await office.signal('Called', customer, { queue: 'q' });
      await until(() => told('task').length).toBe(customer === 'ada' ? 1 : 2);
      const task = String(told('task').at(-1)?.body.data.task);
      await settled();
      desk.behave((call, response, nth) =>
        answer(nth === 1 && call.body.type === 'task.closed' ? 503 : 200)(call, response, nth),
      );
      await operate({ act: 'close', task, action, by: 'mia' });
      expect(await operate({ act: 'close', task, action, by: 'ben' })).toMatchObject({ ok: false });
      await until(() => told('task.closed').filter(({ body }) => body.data.task === task).length).toBe(1);
      expect(told('task.closed').at(-1)?.body.data).toMatchObject({ task, team: 'boss', as: action, by: 'mia' });
      expect(told('task.closed').at(-1)?.key).toMatch(new RegExp(`^${task}/ended\\.`));
    }
    expect(told('task.cancelled')).toEqual([]);
  });

  it('when an operator says who takes it on; the newest one holds', async () => {
    await office.signal('Called', 'ada', { queue: 'q' });
    await until(() => told('task').length).toBe(1);
    expect(told('task')[0]?.body.data.claimed_by).toBe(null);
    await settled();
    const task = String(told('task')[0]?.body.data.task);
    await operate({ act: 'claim', task, by: 'mia' });
    await until(() => told('task.claimed').length).toBe(1);
    expect(await operate({ act: 'claim', task, by: 'ben' })).toMatchObject({ ok: true, before: 'mia' });
    await until(() => told('task.claimed').length).toBe(2);
    expect(told('task.claimed').map(({ body }) => body.data)).toMatchObject([
      { task, team: 'boss', by: 'mia' },
      { task, team: 'boss', by: 'ben' },
    ]);
    await settled();
    expect(new Set(told('task.claimed').map(({ key }) => key)).size).toBe(2);
  });

  it('a task that was taken on before it left says so itself', async () => {
    desk.behave(answer(503, '', { 'retry-after': '1' }));
    await office.signal('Called', 'ada', { queue: 'q' });
    await until(() => told('task').length).toBe(1);
    await office.signal('Called', 'ben', { queue: 'q' });
    const waiting = office.outbox().find(({ tries }) => tries === 0);
    await operate({ act: 'claim', task: waiting?.id ?? '', by: 'mia' });
    desk.behave(answer(200));
    await until(() => told('task').length).toBe(3);
    expect(told('task').find(({ body }) => body.data.task === waiting?.id)?.body.data.claimed_by).toBe('mia');
    await settled();
    expect(told('task.claimed')).toEqual([]);
  });

  it('when the customer is forgotten, and no journey waited for it', async () => {
    await office.signal('Left', 'ada');
    await until(() => told('task').length).toBe(1);
    await settled();
    await operate({ act: 'forget', customer: 1, by: 'mia' });
    await until(() => told('task.cancelled').length).toBe(1);
    expect(told('task.cancelled')[0]?.body.data).toMatchObject({ team: 'boss', outcome: null });
  });
});

it('a team that is not cleared reads no personal value: not at its desk, not in its tasks, not in one of them', async () => {
  const careful = compileTexts({
    'desk.journey': `
signal Signed { mail: email pii key email, name: text pii }
signal Asked { mail: email pii key email, about: text }
identity { strong user_id, email }
profile { name: text? pii }
on Signed as s { set profile.name = s.name }
team open_desk { open 00:00..00:00 on weekdays, saturday, sunday in "UTC", via http desk }
team care { via http desk, cleared for pii }
journey Helping {
  start on Asked as asked every time
  handoff to open_desk { because "about {asked.about}" share asked.about, contacts on resolved { finish as a } on returned { finish as b } }
}
journey Caring {
  start on Asked as asked every time
  handoff to care { because "about {asked.about}" share asked, this journey, profile on resolved { finish as a } on returned { finish as b } }
}
`,
  });
  const file = join(newFolder(), 'careful.db');
  const http = { url: desk.url, allow_private: true };
  const opened = await openOffice({ graph: careful.graph, connectors: { http }, file });
  await opened.take({ type: 'Signed', data: { mail: 'ada@example.org', name: 'Augusta' } });
  await opened.take({ type: 'Asked', data: { mail: 'ada@example.org', about: 'tea' } });
  await until(() => told('task').length).toBe(2);
  const read = async (team: string): Promise<string> => {
    const { tasks } = await journeyJson<{ tasks: { id: string }[] }>('tasks', '--team', team, '--db', file);
    const shown = await journeyJson<object>('show', tasks[0]?.id ?? '', '--db', file);
    const sent = told('task').filter(({ body }) => body.data.team === team);
    return JSON.stringify([tasks, shown, sent.map(({ text }) => text)]);
  };
  const { teams } = await journeyJson<{ teams: object }>('tasks', '--db', file);
  expect(teams).toEqual({ open_desk: { open: true, until: null }, care: null });
  const [without, cleared] = [await read('open_desk'), await read('care')];
  expect(without).toContain('about tea');
  expect(without).toContain('"customer":"#1"');
  expect(without).not.toMatch(/ada@example|Augusta/);
  expect(cleared).toContain('"customer":"ada@example.org"');
  expect(cleared).toContain('Augusta');
  await opened.close();
});
