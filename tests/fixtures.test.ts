/** Every `test` block of the fixtures and of the library is a test of ours. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTests } from '../runtime/testing/run-tests.ts';
import { compileFolder, compileTexts } from './compile.ts';

const root = join(import.meta.dirname, '..');
const library = readdirSync(join(root, 'journeys')).map((name) => join('journeys', name));

const recipes = join('examples', 'recipes');
const fixtures = join('runtime', 'testing', 'fixtures');

describe.each([
  fixtures,
  join(fixtures, 'abroad'),
  join(fixtures, 'doing'),
  join(fixtures, 'joining'),
  join(fixtures, 'recipients'),
  join(fixtures, 'subjects'),
  recipes,
  ...library,
])('%s', (folder) => {
  const { graph, tests } = compileFolder(join(root, folder), folder === recipes);
  const { tests: results } = runTests(graph, tests);
  it.each(results.map((result) => [result.name, result] as const))('%s', (_, result) => {
    expect(result.ok, `${result.file}:${result.line}\n${result.message ?? ''}`).toBe(true);
  });
});

describe('a test that fails', () => {
  const text = `
signal Began { amount: money }
profile { email: email? }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message Note for Service { on email { body "hello" } }
policy Night { quiet 21:00..08:00 in "Europe/London" }
journey Greeting { start on Began as b when b.amount > 10 GBP every time
  send Note on email, else finish as unreachable
}
test "is told in full" {
  given customer ada { email: "ada@example.org" }
  at 2026-03-02 22:00
  Began { amount: 12 GBP }
  expect sent Note on email
}
`;
  it('says the line, what was expected, what happened, and the decisions that led there', () => {
    const { graph, tests } = compileTexts({ 'greeting.journey': text });
    expect(runTests(graph, tests).tests).toMatchInlineSnapshot(`
      [
        {
          "decisions": [
            {
              "because": [
                {
                  "file": "greeting.journey",
                  "line": 8,
                  "rule": "b.amount > 10 GBP",
                  "values": {
                    "b.amount": "12 GBP",
                  },
                },
              ],
              "cause": "Began",
              "customer": "ada",
              "time": "2026-03-02T22:00:00.000Z",
              "what": "Greeting started",
            },
            {
              "because": [
                {
                  "file": "greeting.journey",
                  "line": 7,
                  "rule": "policy Night: quiet 21:00..08:00 in "Europe/London"",
                  "values": {
                    "free at": "2026-03-03T08:00:00.000Z",
                    "local time": "22:00",
                    "time zone": "Europe/London",
                  },
                },
                {
                  "file": "greeting.journey",
                  "line": 9,
                  "rule": "send Note on email",
                  "values": {},
                },
              ],
              "cause": "Began",
              "customer": "ada",
              "time": "2026-03-02T22:00:00.000Z",
              "what": "Greeting held Note: Night",
            },
          ],
          "file": "greeting.journey",
          "line": 15,
          "message": "Expected: sent Note on email
      Happened: Note was held by Night",
          "name": "is told in full",
          "ok": false,
        },
      ]
    `);
  });

  it('fails, too, when another order of the signals gives another outcome', () => {
    const race = `
signal Began {}
signal Left {}
signal Right {}
journey Race { start on Began every time
  wait { on Left { finish as left } on Right { finish as right } }
}
test "left comes first" {
  at 2026-03-02 10:00
  Began {}
  after 1 hour
  Left {}
  after 10 seconds
  Right {}
  expect finished Race as left
}
test "left comes first, whatever the order" {
  at 2026-03-02 10:00
  Began {}
  after 1 hour
  Left {}
  after 10 seconds
  Right {}
  expect finished Race as left
  replay in any order within 1 minute
}
`;
    const { graph, tests } = compileTexts({ 'race.journey': race });
    const [first, second] = runTests(graph, tests).tests;
    expect(first?.ok).toBe(true);
    expect(second?.message).toBe(
      'Expected: finished Race as left\nHappened: Race started, finished as right\nWith the signals in this order: Right, Left',
    );
  });

  it('tells where a journey stands, and for whom it happened', () => {
    const waiting = `
signal Began {}
purpose Service { consent assumed }
channel email { to profile.user_id, via console }
message Note for Service { on email { body "x" } }
journey Slow { start on Began every time
  wait 1 hour
  send Note on email
  wait 1 day
  finish as done
}
test "too early" { given customer ada, at 2026-03-02 10:00, Began {}, expect sent Note }
test "not over" { given customer ada, at 2026-03-02 10:00, Began {}, after 2 hours, expect finished Slow as done }
test "somebody else" {
  given customer ada
  given customer bob
  at 2026-03-02 10:00
  Began from ada {}
  after 1 hour
  expect sent Note for bob
}
`;
    const { graph, tests } = compileTexts({ 'slow.journey': waiting });
    expect(runTests(graph, tests).tests.map(({ message }) => message)).toEqual([
      'Expected: sent Note\nHappened: Note was not tried\nSlow is at `wait 1 hour`',
      'Expected: finished Slow as done\nHappened: Slow started\nSlow is at `wait 1 day`',
      'Expected: sent Note for bob\nHappened: Note was not tried for bob, but for ada',
    ]);
  });
});

it('tells what a journey waits for: in each branch, in what it runs, and by which policy', () => {
  const text = `
signal Began {}
purpose Service { consent assumed }
channel email { to profile.user_id, via console }
message Note for Service { on email { body "x" } }
policy Calm { at most 1 message per 7 days }
journey Outer { start on Began every time
  together {
    branch { run Inner() }
    branch { wait 9 days }
  }
  finish as done
}
journey Inner() {
  send Note on email, else go on
  wait 1 hour
  send Note on email, else go on
}
test "held below" { given customer ada, at 2026-03-02 10:00, Began {}, after 2 hours, expect finished Outer as done }
`;
  const { graph, tests } = compileTexts({ 'outer.journey': text });
  expect(runTests(graph, tests).tests.map(({ message }) => message)).toEqual([
    [
      'Expected: finished Outer as done',
      'Happened: Outer started',
      'Outer is at `run Inner` and at `wait 9 days`',
      'Inner is at `send Note on email`, held by Calm until 2026-03-09T10:00:00.000Z',
    ].join('\n'),
  ]);
});

it('names a way without words by what stands before it, where no test takes it', () => {
  const text = `
signal Began { amount: money }
purpose Service { consent assumed }
channel post { to profile.user_id, via console }
message Note for Service { on post { body "hello" } }
journey Greeting { start on Began every time
  send Note on post, else finish as unreachable
  wait 1 day
}
`;
  const { graph, tests } = compileTexts({ 'greeting.journey': text });
  const labels = runTests(graph, tests).coverage.byJourney.Greeting?.missing.map(({ label }) => label) ?? [];
  expect(labels).toContain('after send Note on post');
  expect(labels).not.toContain('');
});

it('tells ways apart that stand at one place and are called the same', () => {
  const text = `
signal Began { amount: money }
purpose Service { consent assumed }
channel post { to profile.user_id, via console }
message Note for Service { on post { body "hello" } }
message Letter for Service { on post { body "hello" } }
journey Greeting { start on Began every time
  on failure finish as unreachable
  send Note on post
  send Letter on post
}
`;
  const { graph, tests } = compileTexts({ 'greeting.journey': text });
  const labels = runTests(graph, tests).coverage.byJourney.Greeting?.missing.map(({ label }) => label) ?? [];
  expect(labels).toContain('cannot be sent: send Note on post');
  expect(labels).toContain('cannot be sent: send Letter on post');
});

it.each([
  ['started Fixing for van "v2"', 'Fixing was not started for van v2, but for van v1'],
  ['goal of Fixing for van "v2"', 'Fixing was not started for van v2, but for van v1'],
  ['handed to desk for max', 'nothing was handed over for max, but for van v1'],
  ['called Book 1 times for max', 'Book was called 0 times for max, but for van v1'],
  ['goal of Fixing for van "v1"', 'the goal is open'],
])('%s: says to whom it happened instead', (expected, actual) => {
  const van = `
identity { strong user_id, subject van by van_id }
signal Broke { van: id key van_id }
signal Fixed { van: id key van_id }
team desk { via console }
action Book(van: id) -> text { via http booking, or "" }
journey Fixing about van {
  start on Broke as broke every time
  goal Fixed within 3 days
  call Book(broke.van)
  handoff to desk { because "broken", share this journey, on resolved { finish as fixed } }
}
test "of somebody else" {
  given customer max
  at 2026-03-02 10:00
  Broke { van: "v1" }
  expect ${expected}
}
`;
  const { graph, tests } = compileTexts({ 'van.journey': van });
  expect(runTests(graph, tests).tests[0]?.message).toContain(actual);
});
