/** A repeat that comes with new files ends what runs on the old ones: each decision by the rules of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { why } from '../runtime/insight/history.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-restarted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIGNAL = 'signal Asked { topic: text }\n';
const FIRST = 'journey First { start on Asked every time, wait 2 days, finish as first }\n';
const TENDING =
  'journey Tending { start on Asked as asked per asked.topic every time on repeat restart, wait 5 days }\n';

it('names the rule of the graph that it ran on', () => {
  const compiled = (text: string) => compileTexts({ 'a.journey': text }).graph;
  const { database, engine, release } = openEngine(compiled(SIGNAL + FIRST + TENDING), join(folder, 'restarted.db'));
  const ask = (id: string, day: number): void => {
    const time = Date.UTC(2026, 2, day, 9);
    const line = { id, type: 'Asked', subject: 'ada', time: new Date(time).toISOString(), data: { topic: 'x' } };
    expect(accept(engine, line, time).status).toBe('accepted');
  };
  ask('a', 2);
  ask('b', 3);
  engine.reload(compiled(SIGNAL + TENDING), 'mia', Date.UTC(2026, 2, 4));
  ask('c', 5);
  ask('d', 6);
  engine.close();
  const told = why(database, openView(database), 1)
    .filter(({ journey, outcome }) => journey === 'Tending' && outcome === 'restarted')
    .map(({ because }) => because.map(({ rule, line }) => [rule, line]));
  expect(told).toEqual([[['on Asked', 3]], [['every time', 3]], [['on Asked', 2]]]);
  release();
});

it.each([
  ['within 7 days', 1, 0],
  ['within 7 days, go on', 1, 0],
  ['', 1, 0],
])('reaches its goal once, `goal Bought %s`', (until, reached, missed) => {
  const texts = {
    'a.journey': `${SIGNAL}signal Bought { total: money }
journey Tending { start on Asked every time on repeat restart, goal Bought ${until}, wait 5 days }\n`,
  };
  const { database, engine, release } = openEngine(compileTexts(texts).graph);
  const tell = (id: string, day: number, type: string, data: object): void => {
    const time = new Date(Date.UTC(2026, 2, day, 9)).toISOString();
    expect(accept(engine, { id, type, subject: 'ada', time, data }).status).toBe('accepted');
  };
  for (const day of [2, 3, 4]) tell(`a${day}`, day, 'Asked', { topic: 'x' });
  tell('b', 5, 'Bought', { total: 20 });
  engine.wakeUntil(Date.UTC(2026, 3, 1), true);
  engine.close();
  const decisions = why(database, openView(database), 1);
  const count = (kind: string): number => decisions.filter((each) => each.kind === kind).length;
  expect([count('started'), count('goal_reached'), count('goal_missed')]).toEqual([3, reached, missed]);
  release();
});
