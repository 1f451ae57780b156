/** Values as operators, agents and the person itself read them: money with its currency, times as dates, never what the core counts in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journey, journeyIn, journeyJson } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-shown-'));
const db = join(folder, 'desk.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = `
signal Asked { ticket: id key ticket, about: text, worth: money, by: time, on: date, open_for: duration, parts: list of money, from: clock }
signal Grew { ticket: id key ticket, worth: money }
signal Outage without customer { worth: money, until: time }
profile { spent: money = 12.5 EUR, since: time? }
identity { subject ticket by ticket }
team billing { via console, cleared for pii }
action Price(most: money, by: time) -> text { via console, timeout 3 days }
journey Helping { start on Asked as a every time
  set profile.spent = a.worth
  call Price(a.worth, a.by) as price { on failed { finish as unknown } }
  handoff to billing {
    because "help"
    share a
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}
journey Hearing { start on Asked every time
  wait for Outage as o up to 30 days { finish as heard }
  finish as quiet
}
journey Following about ticket { start on Grew as g every time
  wait 30 days
  finish as done
}
`;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'journey.json'),
    JSON.stringify({ currency: 'EUR', timezone: 'Europe/Berlin', locale: 'en-GB' }),
  );
  writeFileSync(join(folder, 'desk.journey'), FILE);
  const asked = {
    ticket: 'T1',
    about: 'tea',
    worth: 50,
    by: '2026-03-04T09:00:00Z',
    on: '2026-03-05',
    open_for: 'PT5400S',
    parts: [20, 30.5],
    from: '09:30',
  };
  const signals = [
    { id: '1', type: 'Asked', subject: 'ada', time: '2026-03-02T09:00:00Z', data: asked },
    { id: '2', type: 'Grew', subject: 'ada', time: '2026-03-02T09:01:00Z', data: { ticket: 'T1', worth: 70 } },
    {
      id: '3',
      type: 'Outage',
      time: '2026-03-02T09:02:00Z',
      data: { worth: 80, until: '2026-03-04T09:00:00Z' },
    },
  ];
  const run = await journeyIn(
    folder,
    ['run', '--input', '-', '--db', db],
    signals.map((s) => JSON.stringify(s)).join('\n'),
  );
  expect([run.status, run.stderr]).toEqual([0, expect.any(String)]);
}, 30_000);

const EUR = (amount: number) => ({ amount, currency: 'EUR' });

it('show --json: what an instance has bound stands there as on the wire', async () => {
  expect(await journeyJson('show', '1-2', '--db', db)).toMatchObject({
    instance: {
      id: '1-2',
      variables: {
        a: {
          at: '2026-03-02T09:00:00.000Z',
          worth: EUR(50),
          by: '2026-03-04T09:00:00.000Z',
          on: '2026-03-05',
          open_for: 'PT5400S',
          parts: [EUR(20), EUR(30.5)],
          from: '09:30',
        },
      },
    },
  });
});

it('show: people read it as `why` tells it', async () => {
  const { stdout } = await journey('show', '1-2', '--db', db);
  expect(stdout).toMatch(/^instance 1-2\n/);
  expect(stdout).toMatch(/worth +50 EUR\n/);
  expect(stdout).toMatch(/by +2026-03-04T09:00:00.000Z\n/);
  expect(stdout).toMatch(/open_for +1 hour 30 minutes\n/);
  expect(stdout).toMatch(/parts +20 EUR, 30.5 EUR\n/);
  expect(stdout).not.toMatch(/500000|17726|\{/);
});

it('export and timeline: profile, calls and what reached others, too', async () => {
  const known = await journeyJson<{ profile: object; calls: object[]; subjects: object[] }>(
    'export',
    'ada',
    '--db',
    db,
  );
  expect(known).toMatchObject({
    profile: { spent: EUR(50), since: null },
    calls: [{ arguments: { most: EUR(50), by: '2026-03-04T09:00:00.000Z' } }],
  });
  const all = JSON.stringify(known);
  expect(all).toContain('"worth":{"amount":70,"currency":"EUR"}');
  expect(all).toContain('"worth":{"amount":80,"currency":"EUR"}');
  expect(all).not.toMatch(/[578]00000\b/);
  const { stdout } = await journey('timeline', 'ada', '--db', db);
  expect(stdout).toContain('"worth":{"amount":80,"currency":"EUR"}');
});

it('timeline: when an act was asked for stands there as on the wire, and where that is not where the log stands', async () => {
  await journeyJson('move', '1-2', '--to', '2026-04-01T09:00:00Z', '--by', 'mia', '--db', db);
  const { entries } = await journeyJson<{ entries: { act?: object }[] }>('timeline', 'ada', '--db', db);
  expect(entries.flatMap(({ act }) => act ?? [])).toMatchObject([
    { act: 'move', to: '2026-04-01T09:00:00.000Z', at: '2026-03-02T09:02:00.000Z', by: 'mia' },
  ]);
  await journeyJson('forget', 'ada', '--yes', '--by', 'mia', '--at', '2026-03-02T10:00:00Z', '--db', db);
  const { stdout } = await journey('timeline', '#1', '--db', db);
  expect(stdout).toMatch(/2026-03-02T09:02:00.000Z {2}forget by mia, at 2026-03-02T10:00:00.000Z\n/);
  expect(await journey('why', '#1', '--db', db)).toMatchObject({
    stdout: '#1 was forgotten: nothing is left but the number.\n',
  });
});

it('a test that fails tells its times as it is written: by the clock of the workspace', async () => {
  const text = `
signal Asked { about: text }
journey Waiting { start on Asked once
  wait 2 hours
  finish as done
}
test "late" {
  at 2026-07-02 10:00
  Asked { about: "x" }
  after 1 hour
  expect finished Waiting as done
}
`;
  const place = mkdtempSync(join(folder, 'late-'));
  writeFileSync(join(place, 'journey.json'), JSON.stringify({ timezone: 'Europe/Berlin' }));
  writeFileSync(join(place, 'late.journey'), text);
  const { status, stdout } = await journeyIn(place, ['test']);
  expect([status, stdout]).toEqual([
    1,
    expect.stringContaining('    2026-07-02 10:00 customer, Asked: Waiting started'),
  ]);
  const { tests } = JSON.parse((await journeyIn(place, ['test', '--json'])).stdout);
  expect(tests[0].decisions[0].time).toBe('2026-07-02T08:00:00.000Z');
});

it('a start that has been refused says how often the journey may start, as it is written', async () => {
  const text = `
signal Asked { about: text }
journey Waiting { start on Asked again after 36 hours
  finish
}
test "again" {
  at 2026-07-02 10:00
  Asked { about: "x" }
  Asked { about: "y" }
  expect started Waiting 2 times
}
`;
  const place = mkdtempSync(join(folder, 'again-'));
  writeFileSync(join(place, 'journey.json'), JSON.stringify({ timezone: 'Europe/Berlin' }));
  writeFileSync(join(place, 'again.journey'), text);
  expect((await journeyIn(place, ['test'])).stdout).toContain('again after 1 day 12 hours');
});

it.each([
  ['start on 2 Asked within 1 hour every time', 'count (not often enough so far)'],
  ['start on Asked once\n  on repeat collect\n  wait 1 hour', 'collected (the one that runs has taken it in)'],
])('`%s`: why it did not start is said in words', async (start, said) => {
  const place = mkdtempSync(join(folder, 'refused-'));
  const at = (n: number): string => `2026-07-02T10:0${n}:00Z`;
  const asked = (n: number) => JSON.stringify({ id: `${n}`, type: 'Asked', subject: 'ada', time: at(n), data: {} });
  writeFileSync(join(place, 'journey.json'), '{}');
  writeFileSync(join(place, 'a.journey'), `signal Asked {}\njourney Waiting {\n  ${start}\n}\n`);
  writeFileSync(join(place, 'in.jsonl'), [1, 2].map(asked).join('\n'));
  expect(await journeyIn(place, ['run', '--input', 'in.jsonl'])).toMatchObject({ status: 0 });
  expect((await journeyIn(place, ['why', 'ada'])).stdout).toContain(`did not start: ${said}\n`);
});
