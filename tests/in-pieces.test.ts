/** What is done to all of a journey while others send: they have their turn in between, and all comes to the same as at once. */
import { expect, it } from 'vitest';
import { inPieces } from '../runtime/engine/in-pieces.ts';
import { createLive } from '../runtime/engine/live.ts';
import type { Operation } from '../runtime/engine/operation.ts';
import { readTallies } from '../runtime/store/tallies.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const MANY = 700;
const NINE = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;
const journeys = (long: string, days: number) =>
  compileTexts({
    'a.journey': `signal Seen { n: integer }
journey Waits { start on Seen as seen every time, if seen.n >= 600 { go to long }, wait ${days} days, finish as done
  step long { ${long}, finish as done } }\n`,
  }).graph;
const before = journeys('wait 30 days', 3);

/** The last of `MANY` customers wait for longer than the others. */
function opened(now: () => number) {
  const { engine, database, release } = openEngine(before, undefined, 'real');
  const see = (n: number): Buffer =>
    Buffer.from(
      JSON.stringify({ id: `${n}`, type: 'Seen', subject: `c${n}`, time: new Date(NINE).toISOString(), data: { n } }),
    );
  for (let n = 0; n < MANY; n++) accept(engine, JSON.parse(see(n).toString()) as object, NINE);
  engine.commit();
  const live = createLive(engine, now);
  let pieces = 0;
  const ask = (operation: Operation) =>
    inPieces(operation, (piece) => {
      pieces++;
      return live.ask((each, at) => each.operate(piece, at));
    });
  const outcomes = (): string[] =>
    readTallies(database).flatMap(({ what, name, count }) => (what === 'outcome' ? [`${count} ${name}`] : []));
  return { live, ask, outcomes, see, release, pieces: () => pieces };
}

const CANCEL = { act: 'cancel all', journey: 'Waits', by: 'mia' } as const;

it('who sends meanwhile is answered before the last piece, and all end', async () => {
  const { live, ask, outcomes, see, release, pieces } = opened(() => NINE);
  let answeredAt = 0;
  const sent = live.take(see(1), 'test').then(() => {
    answeredAt = pieces();
  });
  expect(await ask(CANCEL)).toMatchObject({ ok: true, count: MANY, decisions: MANY });
  await sent;
  expect(pieces()).toBe(3);
  expect(answeredAt).toBeLessThan(3);
  expect(outcomes()).toEqual([`${MANY} cancelled`]);
  expect(await ask(CANCEL)).toEqual({ ok: false, reason: 'No instance of Waits is running.' });
  expect(await ask({ ...CANCEL, journey: 'Wait' })).toEqual({
    ok: false,
    reason: 'There is no journey Wait; there are: Waits.',
  });
  await live.stop();
  release();
});

it('who is due is among the first, and ends before time moves it on', async () => {
  let now = NINE;
  const { live, ask, outcomes, release } = opened(() => now);
  await live.ask(() => null);
  now = NINE + 3 * DAY;
  expect(await ask(CANCEL)).toMatchObject({ count: MANY });
  expect(outcomes()).toEqual([`${MANY} cancelled`]);
  await live.stop();
  release();
});

it('those that move, move; each that stays is named once, however often it was looked at', async () => {
  let now = NINE;
  const { live, ask, outcomes, release } = opened(() => now);
  const graph = journeys('wait for Seen up to 30 days { } else { }', 4);
  await live.ask((engine) => engine.reload(graph, 'mia', now));
  now = NINE + 30 * DAY;
  const moved = await ask({ act: 'migrate', journey: 'Waits', to: graph.hash, by: 'mia' });
  expect(moved).toMatchObject({ ok: true, count: 600, oldTimes: 600 });
  expect(moved.ok ? moved.left?.length : null).toBe(100);
  await live.ask(() => null);
  expect(outcomes()).toEqual([`${MANY} done`]);
  expect(await ask({ act: 'migrate', journey: 'Waits', to: graph.hash, by: 'mia' })).toMatchObject({ ok: false });
  expect(await ask({ act: 'migrate', journey: 'Waits', to: 'none', by: 'mia' })).toEqual({
    ok: false,
    reason: 'No graph in the database has the hash none.',
  });
  await live.stop();
  release();
});
