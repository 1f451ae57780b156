/** One strange customer keeps nobody else waiting: what was slow grew with the square, or the cube, of what waits or was remembered. */
import { expect, it } from 'vitest';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { createWorld, type World } from '../runtime/testing/world.ts';
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

it('a thousand messages that wait for the turn of their journey', { timeout: 20_000 }, () => {
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

it('a thousand messages that wait for a place of one cap', { timeout: 20_000 }, () => {
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

it('the first signals of a sequence that nothing follows', { timeout: 20_000 }, () => {
  const world = worldWith(`
journey Follow {
  start on Seen as s then Bought as b within 30 days where b.n == s.n every time
  ${GREET}
}`);
  seen(world, 20_000);
  world.signal('ada', 'Bought', { n: 19_990 }, START + 20_000 * MINUTE);
  expect(decided(world, 'started')).toBe(1);
});

it('a burst that does not get quiet', { timeout: 20_000 }, () => {
  const world = worldWith(`
journey Gather {
  start on Seen as s after 2 minutes of quiet every time on repeat collect
  ${GREET}
}`);
  seen(world, 30_000);
  world.moveTo(START + DAY * 30, true);
  expect(decided(world, 'started')).toBe(1);
});
