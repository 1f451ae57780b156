/** What the connector of a team tells of a task that is closed already is heard and changes nothing: a backtest has it, too. */
import { expect, it } from 'vitest';
import { playAgain } from '../runtime/engine/play-again.ts';
import { readLog } from '../runtime/store/log.ts';
import { type Database, openTemporary } from '../runtime/store/open.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const NINE = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const { graph } = compileTexts({
  'a.journey': `
signal Asked {}
team care { via http desk }
journey Asking {
  start on Asked every time
  handoff to care {
    because "asks"
    share this journey
    on resolved { finish as helped }
    on returned { finish as left }
  }
}
`,
});

it('a task that is told to be closed a second time', () => {
  const { database: source, engine } = openEngine(graph, undefined, 'real');
  const take = (signal: object, minute: number): string => {
    const now = NINE + minute * MINUTE;
    return accept(engine, { time: new Date(now).toISOString(), ...signal }, now).status;
  };
  take({ id: 's1', type: 'Asked', subject: 'ada', data: {} }, 0);
  engine.commit();
  const [task] = readTasks(source, { team: 'care', closed: false, limit: 1 });
  const data = { task: task?.id, by: 'mia' };
  expect(take({ id: 's2', type: 'task.resolved', data }, 1)).toBe('accepted');
  expect(take({ id: 's3', type: 'task.returned', data }, 2)).toBe('accepted');
  engine.close();
  const stage = openTemporary();
  const { unheard } = playAgain(source, stage, { change: null, last: Number.POSITIVE_INFINITY, until: 0 });
  expect(unheard).toBe(0);
  expect(recordsOf(stage)).toEqual(recordsOf(source));
  expect(recordsOf(stage).at(-1)).toContain('"id":"s3"');
});

function recordsOf(database: Database): string[] {
  return [...readLog(database)].map(({ kind, time, body }) => `${kind} at ${time}: ${body}`);
}
