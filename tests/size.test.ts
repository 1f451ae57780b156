/** One strange customer keeps nobody else waiting: what was slow grew with the square, or the cube, of what waits or was remembered. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { createWorld, type World } from '../runtime/testing/world.ts';
import { journeyIn } from './command.ts';
import { compileTexts } from './compile.ts';

const START = Date.UTC(2026, 2, 27, 9);
const MINUTE = 60_000;
const DAY = 86_400_000;

const worldWith = (journeys: string): World =>
  createWorld(
    programsOf(
      compileProgram(
        compileTexts({
          'a.journey': `
signal Seen { n: integer }
signal Bought { n: integer }
profile { email: email? = "ada@example.org" }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message Hello for Service { on email { subject "Hello" body "Hello" } }
${journeys}`,
        }).graph,
      ),
    ),
    START,
  );

const seen = (world: World, times: number): void => {
  for (let n = 0; n < times; n++) world.signal('ada', 'Seen', { n }, START + n * MINUTE);
};

const decided = (world: World, what: string): number =>
  world.happened.flatMap(({ decisions }) => decisions.filter(({ kind }) => kind === what)).length;

const GREET = 'send Hello on email, else finish as unreachable\n  wait 100 days\n  finish as done';

it('a thousand messages that wait for the turn of their journey', () => {
  const world = worldWith(`
policy OneVoice { at most 1 journey of kind promotion at a time, highest priority wins }
journey Greet {
  kind promotion
  start on Seen as s per s.n every time
  ${GREET}
}`);
  seen(world, 1000);
  expect(decided(world, 'sent')).toBe(1);
  expect(decided(world, 'held')).toBe(999);
});

it('a thousand messages that wait for a place of one cap', () => {
  const world = worldWith(`
policy Calm for Service { at most 1 message per 7 days }
journey Greet {
  start on Seen as s per s.n every time
  ${GREET}
}`);
  seen(world, 1000);
  world.moveTo(START + 71 * DAY, true);
  expect(decided(world, 'sent')).toBe(11);
  expect(decided(world, 'still_held')).toBe(Array.from({ length: 10 }, (_, n) => 998 - n).reduce((a, b) => a + b));
});

it('thousands that are due on one morning, each by its own limit and no other one', () => {
  const world = worldWith(`
journey Greet {
  start on Seen as s per s.n every time
  wait {
    at s.at + 1 hour if past go on { }
    after 60 minutes { finish as late }
  }
  wait 1 day until 09:00 in "UTC"
  send Hello on email, else finish as unreachable
  finish as done
}`);
  for (let n = 0; n < 2500; n++) world.signal('ada', 'Seen', { n }, START);
  world.moveTo(START + 2 * DAY, true);
  const ends = world.happened.flatMap(({ decisions }) => decisions.filter(({ kind }) => kind === 'finished'));
  expect(ends.map(({ instance, outcome }) => `${instance} ${outcome}`)).toEqual(
    Array.from({ length: 2500 }, (_, n) => `1-${n + 1} done`),
  );
});

it('twenty thousand messages within the time of a cap', () => {
  const world = worldWith(`
policy Calm for Service { at most 19999 messages per 30 days }
journey Greet {
  start on Seen as s per s.n every time
  send Hello on email, else finish as unreachable
  finish as done
}`);
  seen(world, 20_000);
  expect([decided(world, 'sent'), decided(world, 'held')]).toEqual([19_999, 1]);
});

it('the first signals of a sequence that nothing follows', () => {
  const world = worldWith(`
journey Follow {
  start on Seen as s then Bought as b within 30 days where b.n == s.n every time
  ${GREET}
}`);
  seen(world, 20_000);
  world.signal('ada', 'Bought', { n: 19_990 }, START + 20_000 * MINUTE);
  expect(decided(world, 'started')).toBe(1);
});

it('a sequence among hundreds of signals that do not belong to it; where there are too many, that is said', () => {
  const world = worldWith(`
journey Follow {
  start on Seen as s then Bought as b within 30 days where b.n == s.n every time
  ${GREET}
}
journey Among {
  start on Seen as s then Seen as t where t.n == s.n then Bought as b within 30 days where b.n == s.n every time
  ${GREET}
}`);
  seen(world, 200);
  for (let n = 0; n < 60; n++) world.signal('ada', 'Bought', { n: -1 - n }, START + (200 + n) * MINUTE);
  world.signal('ada', 'Bought', { n: 0 }, START + DAY);
  const last = world.happened.at(-1)?.decisions.filter(({ kind }) => kind.endsWith('started'));
  expect(last?.map(({ kind, journey, outcome }) => [kind, journey, outcome])).toEqual([
    ['not_started', 'Among', 'too many signals'],
    ['started', 'Follow', null],
  ]);
});

it('a burst that does not get quiet', () => {
  const world = worldWith(`
journey Gather {
  start on Seen as s after 2 minutes of quiet every time on repeat collect
  ${GREET}
}`);
  seen(world, 30_000);
  world.moveTo(START + DAY * 30, true);
  expect(decided(world, 'started')).toBe(1);
});

it('a device in a shop that everybody is known by', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journey-size-'));
  writeFileSync(join(folder, 'journey.json'), '{ "currency": "EUR", "timezone": "UTC", "locale": "en" }');
  writeFileSync(
    join(folder, 'a.journey'),
    `signal Seen { n: integer }
signal SignedIn { user: id key user_id, device: id key device }
identity { strong user_id, device }
journey Look {
  start on Seen as s when count of Seen > 3 per s.n every time
  wait 90 days
  finish as done
}
`,
  );
  const lines: string[] = [];
  const add = (type: string, more: object): void => {
    const time = new Date(START + lines.length * 1000).toISOString();
    lines.push(JSON.stringify({ id: `m${lines.length}`, type, time, ...more }));
  };
  for (let user = 0; user < 1500; user++)
    for (let n = 0; n < 20; n++) add('Seen', { subject: `u${user}`, data: { n } });
  for (let user = 0; user < 1500; user++) add('SignedIn', { data: { user: `u${user}`, device: 'till' } });
  writeFileSync(join(folder, 'in.jsonl'), lines.join('\n'));
  const run = await journeyIn(folder, ['run', '.', '--input', 'in.jsonl', '--json']);
  expect(JSON.parse(run.stdout)).toMatchObject({ accepted: lines.length, customers: 1 });
  rmSync(folder, { recursive: true });
});
