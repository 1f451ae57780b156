/** Customers that turned out to be one are one in what a backtest counts, on whichever of their numbers it happened. */
import { expect, it } from 'vitest';
import { backtest } from '../runtime/insight/backtest.ts';
import { openTemporary } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const START = Date.UTC(2026, 2, 2, 9);
const DAY = 86_400_000;

const graphOf = (days: number) =>
  compileTexts({
    'a.journey': `signal SignedUp { email: email key email }
signal Seen {}
identity { strong user_id, email }
journey Visit {
  start on Seen every time
  wait ${days} days
  finish as seen
}
`,
  }).graph;

it('what happens only after a join has moved, and nobody else has met it', () => {
  const { database: source, engine } = openEngine(graphOf(1), undefined, 'real');
  let ids = 0;
  const signal = (type: string, subject: string, day: number, data: object = {}): void => {
    const now = START + day * DAY;
    engine.wakeUntil(now, false);
    const line = { id: `s${++ids}`, type, subject, time: new Date(now).toISOString(), data };
    accept(engine, line, now);
  };
  signal('SignedUp', 'ada', 0, { email: 'ada@example.org' });
  signal('Seen', 'phone', 1);
  signal('SignedUp', 'phone', 3, { email: 'ada@example.org' });
  signal('Seen', 'phone', 10);
  signal('SignedUp', 'cleo', 20, { email: 'cleo@example.org' });
  engine.close();
  const stages = { before: openTemporary(), after: openTemporary() };
  const time = (day: number): string => new Date(START + day * DAY).toISOString();
  expect(backtest(source, stages, { graph: graphOf(4), from: null, limit: 5 })).toMatchObject({
    customers: 1,
    differences: [{ what: 'ended', before: 2, after: 2, customers: 0, moved: 1 }],
    examples: [{ customer: 'ada', before: [time(2), time(11)], after: [time(5), time(14)] }],
  });
});
