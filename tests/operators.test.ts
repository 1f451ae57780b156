/** What operators see: the commands that look into a database, as people and scripts call them. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../runtime/engine/verify.ts';
import { readRecord } from '../runtime/store/log.ts';
import { journey, journeyIn, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-operators-'));
const db = join(folder, 'telco.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const run = await journey('run', 'journeys/telco', '--input', 'journeys/telco/samples/signals.jsonl', '--db', db);
  expect(run.status).toBe(0);
}, 30_000);

describe('journey run', () => {
  it('prints the shape that scripts rely on', async () => {
    const input = join(folder, 'few.jsonl');
    const good = {
      id: 'a',
      type: 'Bill Issued',
      subject: 'zoe',
      time: '2026-03-02T10:00:00Z',
      data: { invoice: 'i', amount: 200, previous: 50, due: '2026-03-20' },
    };
    const lines = [
      JSON.stringify(good),
      JSON.stringify(good),
      JSON.stringify({ ...good, id: 'b', data: { ...good.data, amount: '12 USD' } }),
      'not json',
      JSON.stringify({ ...good, id: 'c', type: 'Nobody Knows' }),
      JSON.stringify({ ...good, id: 'd', subject: undefined }),
    ];
    writeFileSync(input, `${lines.join('\n')}\n`);
    const database = join(folder, 'few.db');
    const report = await journeyJson<Record<string, unknown>>(
      'run',
      'journeys/telco',
      '--input',
      input,
      '--drain',
      '--db',
      database,
    );
    expect(report).toMatchObject({
      signals: 6,
      accepted: 2,
      duplicates: 1,
      rejected: 3,
      customers: 1,
      instances: { started: 1, finished: 1, running: 0 },
      messages: { sent: 0, held: 0, dropped: 1, failed: 0 },
      handoffs: 0,
      journeys: {
        BillShock: { started: 1, finished: 1, running: 0, outcomes: { unreachable: 1 }, goals: 1, messages: {} },
      },
      unknown: { 'Nobody Knows': 1 },
    });
    expect(Object.keys(report)).toEqual(expect.arrayContaining(['seconds', 'signalsPerSecond']));
    const status = await journeyJson<{ rejects: { line: number; reason: string }[] }>(
      'status',
      '--rejects',
      '--db',
      database,
    );
    expect(status.rejects.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '3: `amount` should be an amount of GBP, but is "12 USD".',
      '4: This is not JSON.',
      '6: Nothing says whose signal it is: give `subject`, or one of the keys of `identity`.',
    ]);
    const shown = async (limit: string) =>
      (await journey('status', '--rejects', '--limit', limit, '--db', database)).stdout;
    expect(await shown('2')).toContain('There are more: --limit 20');
    expect(await shown('3')).not.toContain('There are more');
  });

  it('reads standard input, too', async () => {
    const signal = { id: 'x', type: 'CallStarted', subject: 'a', time: '2026-03-02T10:00:00Z', data: { queue: 'q' } };
    const args = ['run', 'journeys/telco', '--input', '-', '--db', join(folder, 'stdin.db'), '--json'];
    const root = join(import.meta.dirname, '..');
    const { stdout } = await journeyIn(root, args, JSON.stringify(signal));
    expect(JSON.parse(stdout)).toMatchObject({ signals: 1, accepted: 1 });
    const half = await journeyIn(root, args, gzipSync(JSON.stringify(signal)).subarray(0, -12));
    expect(half).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^error Standard input cannot be unpacked/),
    });
  });
});

describe('looking', () => {
  it('why: the decisions about a message, with place and values', async () => {
    const { decisions } = await journeyJson<{ decisions: { kind: string; outcome: string; because: unknown[] }[] }>(
      'why',
      'dora',
      'BetterPlan',
      '--db',
      db,
    );
    expect(decisions.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(['held NightRest']);
    expect(decisions[0]).toMatchObject({
      journey: 'BillShock',
      because: [
        {
          rule: 'policy NightRest: quiet 21:00..08:00 in profile.timezone, then deliver later',
          file: 'signals.journey',
          line: 60,
          values: { 'local time': '22:59', 'time zone': 'Europe/London', 'free at': '2026-03-05T08:00:00.000Z' },
        },
        { rule: 'send BetterPlan on email', file: 'bill_shock.journey' },
      ],
    });
  });

  it('why: also why something did not happen', async () => {
    const { decisions } = await journeyJson<{ decisions: unknown[] }>('why', 'finn', 'BillShock', '--db', db);
    expect(decisions).toMatchObject([
      { kind: 'not_started', outcome: 'condition', because: [{ values: { amount: '56 GBP', before: '55 GBP' } }] },
    ]);
  });

  it('timeline: every signal and every decision, oldest first', async () => {
    const { entries } = await journeyJson<{ entries: { kind: string; seq: number }[] }>('timeline', 'dora', '--db', db);
    expect(entries.map(({ kind }) => kind)).toEqual(['signal', 'signal', 'signal']);
  });

  it('timeline: says in words what a record is that is no signal', async () => {
    const workspace = join(folder, 'parents');
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'journey.json'), '{}\n');
    writeFileSync(
      join(workspace, 'parents.journey'),
      `signal Ordered { order: id, payer_email: email }
signal Known { email: email key email }
identity { strong user_id, email }
profile { email: email? }
on Known as known { set profile.email = known.email }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message ToPay(order: text) for Service { on email { body "pay {order}" } }
journey Buying {
  start on Ordered as ordered per ordered.order every time
  send ToPay(ordered.order) to customer(ordered.payer_email) on email, else finish as unpaid
  wait 1 day
  emit Settled { order: ordered.order }
}
signal Settled { order: id }
journey Thanks {
  start on Settled as settled per settled.order every time
}
`,
    );
    const input = join(folder, 'parents.jsonl');
    const at = (id: string, minute: number, type: string, subject: string, data: object): string =>
      JSON.stringify({ id, type, subject, time: `2026-03-02T10:0${minute}:00Z`, data });
    const lines = [
      at('a', 0, 'Known', 'bob', { email: 'bob@example.org' }),
      at('b', 1, 'Ordered', 'ada', { order: 'o', payer_email: 'bob@example.org' }),
    ];
    writeFileSync(input, `${lines.join('\n')}\n`);
    const parents = join(folder, 'parents.db');
    expect((await journey('run', workspace, '--input', input, '--db', parents, '--drain')).status).toBe(0);
    const heads = async (who: string): Promise<string[]> =>
      (await journey('timeline', who, '--db', parents)).stdout
        .split('\n')
        .filter((line) => /^ +\d+ {2}/.test(line))
        .map((line) => line.replace(/^ +\d+ {2}\S+ {2}/, ''));
    expect(await heads('bob')).toEqual([
      'Known {"email":"bob@example.org"}',
      "another customer's journey sends something",
    ]);
    expect(await heads('ada')).toEqual([
      'Ordered {"order":"o","payer_email":"bob@example.org"}',
      'news of what was sent to another customer',
      'a timer was due',
      'Settled given out by a journey: {"at":"2026-03-03T10:01:00.000Z","order":"o"}',
    ]);
  });

  it('instances: who stands where, until when', async () => {
    const { instances } = await journeyJson<{ instances: { customer: string; held: string | null; due: string }[] }>(
      'instances',
      '--db',
      db,
    );
    expect(instances.find(({ customer }) => customer === 'dora')).toMatchObject({
      held: 'NightRest',
      due: '2026-03-05T08:00:00.000Z',
    });
  });

  it('says so where there is nobody and nothing', async () => {
    const nobody = await journey('why', 'nobody', '--db', db);
    expect([nobody.status, nobody.stderr]).toEqual([1, expect.stringContaining('Nobody has the key nobody.')]);
    const nothing = await journey('status', '--db', join(folder, 'nothing.db'));
    expect([nothing.status, nothing.stderr]).toEqual([3, expect.stringContaining('There is no database')]);
  });
});

describe('journey replay --verify', () => {
  it('finds one changed byte in the log', async () => {
    const copy = join(folder, 'copy.db');
    copyFileSync(db, copy);
    expect((await journeyJson<ReplayReport>('replay', '--verify', '--db', copy)).identical).toBe(true);
    const database = new Sqlite(copy);
    const body = readRecord(database, 21)?.body ?? Buffer.alloc(0);
    const records = database.prepare('SELECT records FROM log WHERE first > 1').pluck().get() as Buffer;
    records[records.indexOf(body) + body.indexOf('118.4') + 4] = '5'.charCodeAt(0);
    database.prepare('UPDATE log SET records = ? WHERE first > 1').run(records);
    database.close();
    const { status, stdout } = await journey('replay', '--verify', '--db', copy, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout).differences[0]).toBe('record 21 of the log is not as it was written');
  });

  it('finds a customer whose stored state the log does not give', async () => {
    const copy = join(folder, 'state.db');
    copyFileSync(db, copy);
    const database = new Sqlite(copy);
    database.exec(`UPDATE customers SET state = replace(state, 'example.org', 'example.com') WHERE number = 1`);
    database.close();
    const { stdout } = await journey('replay', '--verify', '--db', copy, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ identical: false, differences: ['customer 1: other state'] });
  });
});

describe('files that are no database', () => {
  it('are told as such', async () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'this is a letter to a friend, not a database, and long enough to be looked at '.repeat(20));
    const { status, stderr } = await journey('status', '--db', file);
    expect([status, stderr]).toEqual([3, expect.stringContaining('is not a journey database')]);
  });
});

describe('what people have to do, and what left', () => {
  interface Shown {
    readonly id: string;
    readonly team: string;
    readonly customer: string;
    readonly status: string;
    readonly time: string;
  }
  const copy = join(folder, 'people.db');
  const tasks = async (...more: string[]): Promise<Shown[]> =>
    (await journeyJson<{ tasks: Shown[] }>('tasks', '--db', copy, ...more)).tasks;

  it('tasks, task done: the journey goes on, and who did it stands in the log', async () => {
    copyFileSync(db, copy);
    const [open] = await tasks();
    if (open === undefined) throw new Error('the sample hands nothing over');
    const shown = await journeyJson<{ task: { context: object } }>('show', open.id, '--db', copy);
    expect(Object.keys(shown.task.context)).not.toEqual([]);
    const at = new Date(Date.parse(open.time) + 60_000).toISOString();
    const act = ['task', 'done', open.id, '--by', 'mia', '--at', at, '--db', copy];
    expect((await journey(...act)).status).toBe(0);
    expect((await tasks()).map(({ id }) => id)).not.toContain(open.id);
    expect((await tasks('--all')).find(({ id }) => id === open.id)).toMatchObject({ status: 'resolved' });
    const again = await journey(...act);
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('is closed already: resolved')]);
    const nobody = await journey('task', 'done', 't-0', '--by', 'mia', '--db', copy);
    expect([nobody.status, nobody.stderr]).toEqual([1, expect.stringContaining('There is no task t-0.')]);
    expect((await journeyJson<ReplayReport>('replay', '--verify', '--db', copy)).identical).toBe(true);
    const misspelt = await journey('tasks', '--team', 'nobody', '--db', copy);
    expect([misspelt.status, misspelt.stderr]).toEqual([1, expect.stringMatching(/no team nobody.*\n.*billing_desk/)]);
  });

  it('outbox, show: what was rendered, and for whom', async () => {
    const { messages, more } = await journeyJson<{
      messages: { id: string; message: string; customer: string }[];
      more: boolean;
    }>('outbox', '--limit', '3', '--db', db);
    expect([messages.length, more]).toEqual([3, true]);
    expect((await journey('outbox', '--limit', '3', '--db', db)).stdout).toContain('There are more: --limit 30');
    const [newest] = messages;
    const shown = await journeyJson<{ message: { message: string } }>('show', newest?.id ?? '', '--db', db);
    expect(shown.message.message).toBe(newest?.message);
    const { instances } = await journeyJson<{ instances: { id: string }[] }>('instances', '--db', db);
    const id = instances[0]?.id ?? '';
    expect(await journeyJson('show', id, '--db', db)).toMatchObject({ instance: { id, outcome: null } });
    expect((await journey('show', 'nothing', '--db', db)).status).toBe(1);
  });
});

it('retry --all: however much was given up', { timeout: 30_000 }, async () => {
  const full = join(folder, 'full.db');
  copyFileSync(db, full);
  const database = new Sqlite(full);
  const columns = (database.pragma('table_info(outbox)') as { readonly name: string }[]).map(({ name }) => name);
  const own: Readonly<Record<string, string>> = { id: "'m-x' || n", status: "'dead'" };
  database.exec(`INSERT INTO outbox WITH many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 150000)
    SELECT ${columns.map((name) => own[name] ?? name).join(', ')} FROM many, (SELECT * FROM outbox LIMIT 1)`);
  database.close();
  const retried = await journey('retry', '--all', '--db', full);
  expect([retried.status, retried.stderr]).toEqual([0, expect.not.stringContaining('mistake')]);
});
