/** Two customers turn out to be one while both are in a journey: which of the two instances goes on, and what the traces say. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Graph } from '../compiler/graph/types.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-merge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rules = ['keep oldest', 'keep furthest', 'keep both', 'restart'];
const journeys = rules.map(
  (rule, index) => `
journey J${index} {
  start on Began as b every time on merge ${rule}
  expire after 90 days
  wait for Next since start
  wait 30 days
  if b.by == "old" { finish as old } else { finish as young }
}`,
);
const { graph } = compileTexts({
  'a.journey': `
signal Began { by: text }
signal Next { by: text }
signal Known { email: id key email }
identity { strong user_id, email }
${journeys.join('\n')}
`,
});

const day = 86_400_000;
const start = Date.UTC(2026, 2, 2, 10);

type Send = (type: string, subject: string, data: object, at: number) => void;

/** What ada's instances were told, and what the log gives when it is read again. */
function play(name: string, of: Graph, kinds: readonly string[], script: (send: Send) => void): string[] {
  const file = join(folder, name);
  const { database, engine, release } = openEngine(of, file);
  script((type, subject, data, at) => {
    const line = { id: `${type}${subject}${at}`, type, subject, time: new Date(start + at).toISOString(), data };
    expect(accept(engine, line).status).toBe('accepted');
  });
  engine.wakeUntil(start + 60 * day, true);
  engine.close();
  const decisions = timeline(database, openView(database), 1).flatMap((entry) => entry.decisions);
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
  return decisions
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ journey, instance, kind, subject, outcome, because }) => {
      const keys =
        kind === 'kept' ? because.map(({ values }) => `of ${values.key} since ${values['last started']}`) : [];
      return [journey, instance, kind, subject ?? '', outcome ?? '', ...keys].join(' ').trim();
    });
}

it('keeps what the journey says; both traces name the other', () => {
  const told = play('merge.db', graph, ['kept', 'finished', 'stopped'], (send) => {
    send('Began', 'ada', { by: 'old' }, 0);
    send('Began', 'bob', { by: 'young' }, day);
    send('Next', 'bob', { by: 'young' }, 2 * day);
    send('Known', 'ada', { email: 'e' }, 3 * day);
    send('Known', 'bob', { email: 'e' }, 4 * day);
  });
  expect(told.toSorted()).toEqual([
    'J0 1-1 kept 2-1  of absent since 2026-03-02T10:00:00.000Z',
    'J0 2-1 finished 1-1 merged',
    'J1 1-2 finished 2-2 merged',
    'J1 2-2 finished  young',
    'J1 2-2 kept 1-2  of absent since 2026-03-03T10:00:00.000Z',
    'J2 2-3 finished  young',
    // The joined history holds what it waits for since its start.
    'J3 1-4 finished  old',
    'J3 1-4 kept 2-4  of absent since 2026-03-02T10:00:00.000Z',
    'J3 2-4 finished 1-4 merged',
  ]);
});

const { graph: running } = compileTexts({
  'a.journey': `
signal Began { by: text }
signal Known { email: id key email }
identity { strong user_id, email }
profile { begun: integer is count of Began }
journey Child(by: text) {
  if by == "quick" { finish as quick }
  wait 10 days
  finish as slow
}
journey Outer {
  start on Began as b per b.by every time
  run Child(b.by) {
    on quick { finish as quick }
    on slow { finish as slow }
  }
  finish as odd
}
journey Again {
  start on Began every time on merge restart
  run Child("quick") { on quick { go to later } }
  finish as odd
  step later {
    wait 20 days
    finish as restarted
  }
}
journey Twice {
  start when profile.begun >= 2 becomes true once
  finish as twice
}
journey Watching {
  start on Began as b per b.by every time
  stop when profile.begun >= 2 as watched
  expire after 90 days
  wait for Known where it.email == b.by
}
`,
});

it('leaves alone what is run by others, goes on where a run ends at once, and sees what holds of both together', () => {
  const told = play('runs.db', running, ['finished', 'stopped'], (send) => {
    send('Began', 'ada', { by: 'one' }, 0);
    send('Began', 'bob', { by: 'two' }, 0);
    send('Known', 'ada', { email: 'e' }, day);
    // The call tells nothing but that they are one.
    send('alias', 'ada', { previousId: 'bob' }, 2 * day);
  });
  expect(told.filter((line) => !line.startsWith('Child') && !line.startsWith('Again')).toSorted()).toEqual([
    'Outer 1-3 finished  slow',
    'Outer 2-3 finished  slow',
    'Twice 1-7 finished  twice',
    'Watching 1-5 stopped  watched',
    'Watching 2-5 stopped  watched',
  ]);
  expect(told.filter((line) => line.startsWith('Again'))).toEqual([
    'Again 2-1 finished 1-1 merged',
    'Again 1-1 finished  restarted',
  ]);
});

it('the trace tells of the one that goes on its key, and since when it has run', () => {
  const told = play('key.db', running, ['kept'], (send) => {
    send('Began', 'ada', { by: 'one' }, 0);
    send('Began', 'bob', { by: 'one' }, day / 2);
    send('alias', 'ada', { previousId: 'bob' }, day);
  });
  expect(told).toContain('Outer 1-3 kept 2-3  of one since 2026-03-02T10:00:00.000Z');
});

const { graph: aiming } = compileTexts({
  'a.journey': `
signal Began
signal Bought
identity { strong user_id }
${rules
  .map(
    (rule, index) => `
journey Open${index} {
  start on Began once on merge ${rule}
  goal Bought within 30 days, go on
  wait 10 days
}
journey Closing${index} {
  start on Began once on merge ${rule}
  goal Bought
  wait 10 days
}`,
  )
  .join('')}
`,
});

it.each([
  ['after they are one', 3 * day, [1, 1, 2, 1]],
  // The goal had ended the journey of the younger one, so the other one still aims at it.
  ['by the younger one, before', day / 2, [2, 2, 2, 2]],
])('what is bought %s is one goal, unless both go on', (_, at, closing) => {
  const told = play(`goals-${at}.db`, aiming, ['goal_reached', 'goal_missed'], (send) => {
    send('Began', 'ada', {}, 0);
    send('Began', 'bob', {}, day / 4);
    if (at < day) send('Bought', 'bob', {}, at);
    send('alias', 'ada', { previousId: 'bob' }, day);
    if (at > day) send('Bought', 'ada', {}, at);
  });
  const goals = (journey: string) => told.filter((line) => line.startsWith(`${journey} `)).length;
  expect(rules.map((_rule, index) => goals(`Open${index}`))).toEqual([1, 1, 2, 1]);
  expect(rules.map((_rule, index) => goals(`Closing${index}`))).toEqual(closing);
});
