/** Running instances that move to another graph: where they stand has an equal there, or they stay, with the reason. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { why } from '../runtime/insight/history.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { journeyIn } from './command.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = `
signal Left { cart: id, total: money, note: text? }
signal Paid { cart: id }
signal Called { queue: text }
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
message Nudge for Service { on push { text "Your cart waits" } }
message Sorry(text: text) for Service { on push { text "{text}" } }
policy Night for Service { quiet 10:00..12:00 in "UTC", then deliver later }
team care { via console }
`;
const journeyOf = (body: string): string => `${FILES}
journey Rescue {
  for Service
  start on Left as cart per cart.cart every time
  stop on Paid where it.cart == cart.cart as paid
${body}
}
`;
const FIRST = journeyOf(`
  wait for Called as call up to 2 days { finish as called } else { }
  send Nudge on push, else finish as unreachable
  handoff to care { because "left" share cart.total on resolved { finish as helped } on returned { finish as alone } }`);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 2, 9);

interface Play {
  readonly engine: Engine;
  signal(type: string, subject: string, data?: object): void;
  later(ms: number): void;
  decided(who: string): string[];
  /** The graph of these files from here on, and everything moved to it that can be; gives what stays. */
  migrate(text: string, retime?: true): string[];
  task(): string;
}

let files = 0;
function play(first: string, work: (on: Play) => void): void {
  const file = join(folder, `${++files}.db`);
  const { database, engine, release } = openEngine(compileTexts({ 'a.journey': first }).graph, file);
  let now = START;
  let ids = 0;
  work({
    engine,
    signal(type, subject, data = {}) {
      const line = { id: `s${++ids}`, type, subject, time: new Date(now).toISOString(), data };
      const receipt = accept(engine, line, now);
      expect(receipt.status).toBe('accepted');
    },
    later(ms) {
      now += ms;
      engine.wakeUntil(now, true);
    },
    decided(who) {
      engine.commit();
      const view = openView(database);
      const number = view.byKey(who);
      const all = number === null ? [] : why(database, view, number);
      return all.map(({ kind, subject, outcome }) =>
        [kind, subject, outcome].filter((part) => part !== null).join(' '),
      );
    },
    migrate(text, retime) {
      const { graph } = compileTexts({ 'a.journey': text });
      engine.reload(graph, 'mia', now);
      const done = engine.operate(
        { act: 'migrate', journey: 'Rescue', to: graph.hash, by: 'mia', ...(retime === true ? { retime } : {}) },
        now,
      );
      if (!done.ok) return [done.reason];
      return (done.left ?? []).map(({ instance, reason }) => `${instance} ${reason}`);
    },
    task() {
      engine.commit();
      return readTasks(database, { team: null, closed: false, limit: 1 })[0]?.id ?? '';
    },
  });
  engine.close();
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
}

const ada = { cart: 'a', total: 12 };

it('a wait keeps its time and goes on in the new graph; what stands before it, its texts and its times may change', () => {
  play(FIRST, ({ signal, later, decided, migrate }) => {
    signal('Left', 'ada', ada);
    later(DAY);
    const second = journeyOf(`
  if cart.total > 5 GBP { set profile.big = true }
  wait for Called as call up to 9 days { finish as called } else { }
  send Sorry("We are sorry") on push, else finish as unreachable
  finish as written`).replace('purpose Service', 'profile { big: boolean = false }\npurpose Service');
    expect(migrate(second)).toEqual([]);
    later(DAY + HOUR / 2);
    expect(decided('ada')).toEqual([
      'started a',
      expect.stringMatching(/^migrated by mia from graph [0-9a-f]{12}$/),
      'went_on time',
      'sent Sorry push',
      'finished written',
    ]);
    expect(migrate(second)).toEqual(['No instance of Rescue runs on another graph.']);
  });
});

it('its times are set anew where that is asked for: from when it began to wait, and only those that are still the first ones', () => {
  const waits = journeyOf(`
  expire after 20 days as gone
  together {
    branch { wait 2 days }
    branch { wait for Called as call up to 6 days { finish as called } else { } }
  } until all
  finish as done`);
  play(waits, ({ engine, signal, later, decided, migrate }) => {
    signal('Left', 'ada', ada);
    signal('Left', 'ben', ada);
    later(DAY);
    const moved = { act: 'move', instance: '2-1', limit: 'wait', to: { later: HOUR }, by: 'zoe' } as const;
    expect(engine.operate(moved, START + DAY)).toMatchObject({ ok: true });
    // The two days are over in the new files, the six are ten, and the twenty are thirty.
    const next = waits.replace('2 days', '12 hours').replace('6 days', '10 days').replace('20 days', '30 days');
    expect(migrate(next, true)).toEqual([]);
    const anew = [
      'moved by mia expires 2026-04-01T09:00:00.000Z',
      'moved by mia waits until 2026-03-02T21:00:00.000Z',
      'moved by mia waits until 2026-03-12T09:00:00.000Z',
    ];
    const since = (who: string): string[] =>
      decided(who).filter((each) => /^(moved by mia|went_on|finished)/.test(each));
    expect(since('ada')).toEqual(anew);
    later(0);
    expect(since('ada')).toEqual([...anew, 'went_on time']);
    expect(since('ben')).toEqual([anew[0], anew[2]]);
    later(DAY + HOUR);
    expect(since('ben').at(-1)).toBe('went_on time');
    later(8 * DAY);
    expect(since('ada').slice(-2)).toEqual(['went_on together', 'finished done']);
  });
});

it('where the new files do not say that it expires, it does not', () => {
  const waits = journeyOf(`
  expire after 3 days as gone
  wait for Called up to 9 days { finish as called } else { }
  finish as done`);
  play(waits, ({ signal, later, decided, migrate }) => {
    signal('Left', 'ada', ada);
    later(DAY);
    expect(migrate(waits.replace('expire after 3 days as gone', ''))).toEqual([]);
    later(8 * DAY);
    expect(decided('ada').slice(2)).toEqual(['went_on time', 'finished done']);
  });
});

it('the time until the next round is such a time, too', () => {
  const rounds = journeyOf(`
  repeat up to 3 times every 2 days { send Nudge on push, else go on }
  finish as done`).replace('quiet 10:00..12:00', 'quiet 02:00..03:00');
  play(rounds, ({ signal, later, decided, migrate }) => {
    signal('Left', 'ada', ada);
    later(DAY);
    expect(migrate(rounds.replace('every 2 days', 'every 5 days'), true)).toEqual([]);
    expect(decided('ada').at(-1)).toBe('moved by mia waits until 2026-03-07T09:00:00.000Z');
    later(3 * DAY);
    expect(decided('ada').filter((each) => each.startsWith('sent'))).toHaveLength(1);
    later(DAY);
    expect(decided('ada').filter((each) => each.startsWith('sent'))).toHaveLength(2);
  });
});

it('a held message, an open task, branches and rounds go on where they are', () => {
  const first = journeyOf(`
  together {
    branch { send Nudge on push, else finish as unreachable }
    branch { handoff to care { because "left" on resolved { } on returned { finish as alone } } }
    branch { repeat up to 3 times every 1 day { set profile.rounds = profile.rounds + 1 } }
  } until all
  finish as done`).replace('purpose Service', 'profile { rounds: integer = 0 }\npurpose Service');
  play(first, ({ engine, signal, later, decided, migrate, task }) => {
    later(HOUR);
    signal('Left', 'ada', ada);
    expect(decided('ada')).toContain('held Nudge Night');
    const second = first
      .replace('finish as done', 'set profile.rounds = 100\n  finish as all_done')
      .replace('"left"', '"gone"');
    expect(migrate(second)).toEqual([]);
    later(3 * DAY);
    expect(decided('ada').filter((each) => each.startsWith('branched round'))).toEqual(
      [1, 2, 3].map((n) => `branched round ${n}`),
    );
    expect(engine.operate({ act: 'close', task: task(), action: 'resolved', by: 'zoe' }, START + 4 * DAY).ok).toBe(
      true,
    );
    expect(decided('ada').filter((each) => /^(sent|finished)/.test(each))).toEqual([
      'sent Nudge push',
      'finished all_done',
    ]);
  });
});

it.each([
  ['the wait is gone', FIRST.replace(/ {2}wait for Called.*\n/, ''), 'there is no `wait'],
  ['it waits for something else', FIRST.replace('wait for Called', 'wait for Paid'), 'there is no `wait'],
  [
    'there are two of them now',
    FIRST.replace('  send Nudge', '  wait for Called up to 2 days { finish as called } else { }\n  send Nudge'),
    'there are 2 now, not 1',
  ],
  [
    'a field is read that was not kept',
    FIRST.replace('because "left"', 'because "left {cart.note or "-"}"'),
    '`cart.note` is read now, and was not kept',
  ],
  [
    'the profile at the start is read, and was not kept',
    FIRST.replace('because "left"', 'because "left {profile at start.city or ""}"').replace(
      'purpose Service',
      'profile { city: text? }\npurpose Service',
    ),
    '`profile at start` is read from there on, and it has none',
  ],
  [
    'a name is read that it has none of',
    FIRST.replace('  wait for Called', '  call Price() as price\n  wait for Called')
      .replace('because "left"', 'because "{price}"')
      .replace('team care', 'action Price() -> text { via http desk, timeout 1 second, or "" }\nteam care'),
    '`price` is read from there on, and it has none',
  ],
  ['a type has changed', FIRST.replace('total: money', 'total: text'), '`cart` is of another type now'],
  [
    'the key is another',
    FIRST.replace('per cart.cart every', 'every'),
    'Its instances are told apart by another key now.',
  ],
  ['the journey is gone', FIRST.replace('journey Rescue', 'journey Other'), 'has no journey Rescue'],
])('it stays where it is, and says why: %s', (_title, second, reason) => {
  play(FIRST, ({ signal, later, decided, migrate }) => {
    signal('Left', 'ada', ada);
    const [left, ...more] = migrate(second);
    expect([left, more]).toEqual([expect.stringContaining(reason), []]);
    expect(left).toMatch(/^1-1 /);
    // On the graph on which it began.
    later(2 * DAY);
    expect(decided('ada').slice(0, 3)).toEqual(['started a', 'went_on time', 'sent Nudge push']);
  });
});

it('it stays where a field of the profile at its start is of another type now', () => {
  const seated = (type: string, many: string): string =>
    `profile { seats: ${type} }${journeyOf(`
  wait for Called up to 2 days
  if ${many} { finish as many } else { finish as few }`)}`;
  play(seated('integer = 5', 'profile at start.seats > 3'), ({ signal, decided, migrate }) => {
    signal('Left', 'ada', ada);
    expect(migrate(seated('text = "low"', 'length(profile at start.seats) > 3'))).toEqual([
      '1-1 `profile at start.seats` is of another type now',
    ]);
    signal('Called', 'ada', { queue: 'q' });
    expect(decided('ada').at(-1)).toBe('finished many');
  });
});

it('who stays on the earlier graph takes a newer signal as that graph reads it', () => {
  const refreshing = (rest: string): string => `
signal Left { cart: id, total: money, note: text? }
journey Rescue {
  start on Left as ${rest}
}
`;
  const first = refreshing(`cart per cart.cart every time on repeat refresh
  wait 2 days
  if cart.total > 100 GBP { finish as large } else { finish as small }`);
  const second = refreshing(`basket per basket.cart every time on repeat refresh
  wait 2 days
  if basket.note is present { finish as noted } else { finish as plain }`);
  play(first, ({ engine, signal, later, decided }) => {
    signal('Left', 'ada', ada);
    later(DAY);
    engine.reload(compileTexts({ 'a.journey': second }).graph, 'mia', START + DAY);
    signal('Left', 'ada', { cart: 'a', total: 120 });
    later(DAY);
    expect(decided('ada').slice(-2)).toEqual(['branched yes', 'finished large']);
  });
});

it('what a repeat does to who stays on the earlier graph, that graph says', () => {
  const repeating = (start: string, rest: string): string => `
signal Left { cart: id, total: money, note: text? }
signal Back { cart: id }
journey Rescue {
  start on ${start}
  wait 2 days
  ${rest}
}
`;
  const one = repeating(
    'Left as it_was per it_was.cart every time on repeat refresh',
    'if it_was.total > 100 GBP { finish as large }',
  );
  const all = repeating(
    'Left as they per they.cart every time on repeat collect',
    'if size(they) > 1 { finish as many }',
  );
  const other = repeating('Back as it_was per it_was.cart every time on repeat refresh', 'finish as back');
  const outcomeOf = (first: string, second: string, type: string): string | undefined => {
    let last: string | undefined;
    play(first, ({ engine, signal, later, decided }) => {
      signal('Left', 'ada', { cart: 'a', total: 120 });
      engine.reload(compileTexts({ 'a.journey': second }).graph, 'mia', START);
      signal(type, 'ada', { cart: 'a', total: 130 });
      later(2 * DAY);
      last = decided('ada').at(-1);
    });
    return last;
  };
  expect(outcomeOf(one, all, 'Left')).toBe('finished large');
  expect(outcomeOf(all, one, 'Left')).toBe('finished many');
  // What starts it now is another signal, which has no total.
  expect(outcomeOf(one, other, 'Back')).toBe('finished large');
});

it('as a command: a dry run changes nothing, and says of each where it would go', async () => {
  const root = join(folder, 'shop');
  mkdirSync(root);
  writeFileSync(join(root, 'journey.json'), '{ "currency": "GBP" }');
  writeFileSync(join(root, 'a.journey'), FIRST);
  const left = { id: 'l1', type: 'Left', subject: 'ada', time: new Date(START).toISOString(), data: ada };
  await journeyIn(root, ['run', '--input', '-'], JSON.stringify(left));
  expect((await journeyIn(root, ['migrate', 'Rescue'])).stderr).toContain(
    'No instance of Rescue runs on another graph',
  );
  writeFileSync(join(root, 'a.journey'), FIRST.replace('up to 2 days', 'up to 3 days'));
  await journeyIn(
    root,
    ['run', '--input', '-'],
    JSON.stringify({ ...left, id: 'p1', type: 'Paid', data: { cart: 'b' } }),
  );
  const dry = await journeyIn(root, ['migrate', 'Rescue', '--dry-run', '--json']);
  const times = [{ old: '2026-03-04T09:00:00.000Z', new: '2026-03-05T09:00:00.000Z' }];
  expect(JSON.parse(dry.stdout)).toMatchObject({ instances: [{ instance: '1-1', moves: true, times }] });
  const shown = await journeyIn(root, ['migrate', 'Rescue', '--dry-run']);
  expect(shown.stdout).toContain('waits until 2026-03-04T09:00:00.000Z, not 2026-03-05T09:00:00.000Z');
  expect(shown.stderr).toContain('--retime');
  const anew = await journeyIn(root, ['migrate', 'Rescue', '--dry-run', '--retime']);
  expect(anew.stdout).toContain('waits until 2026-03-05T09:00:00.000Z, no longer 2026-03-04T09:00:00.000Z');
  const moved = await journeyIn(root, ['migrate', 'Rescue', '--by', 'mia', '--json']);
  expect(JSON.parse(moved.stdout)).toMatchObject({ moved: 1, left: [], oldTimes: 1 });
  expect((await journeyIn(root, ['migrate', 'Rescue', '--to', 'zzz'])).status).toBe(1);
  expect((await journeyIn(root, ['audit'])).stdout).toContain('migrate');
  expect((await journeyIn(root, ['replay', '--verify'])).status).toBe(0);
}, 30_000);
