/** New files that come at the very instant at which something is due: a backtest puts what happens then in the order of the log. */
import { expect, it } from 'vitest';
import { playAgain } from '../runtime/engine/play-again.ts';
import { decodeDecisions } from '../runtime/store/decisions.ts';
import { readLog } from '../runtime/store/log.ts';
import { type Database, openTemporary } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const NINE = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const FILES = 'signal Seen {}\nprofile { seen: integer = 0 }\non Seen { set profile.seen = profile.seen + 1 }\n';
const MORE = `${FILES}journey Daily {\n  start every day at 09:00 in "Europe/London" when profile.seen > 1\n  finish as done\n}\n`;

const graphOf = (text: string) => compileTexts({ 'a.journey': text }).graph;

function decided(database: Database): string[] {
  return [...readLog(database)].flatMap(({ kind, customer, decisions }) =>
    decodeDecisions(decisions).map((each) => `${kind} of ${customer}: ${each.kind} ${each.outcome}`),
  );
}

it('who is looked at because files are new wakes nobody who is due at that instant', () => {
  const { database: source, engine } = openEngine(graphOf(FILES), undefined, 'real');
  let ids = 0;
  const seen = (subject: string, now: number): void => {
    const line = { id: `s${++ids}`, type: 'Seen', subject, time: new Date(now).toISOString(), data: {} };
    accept(engine, line, now);
  };
  seen('ada', NINE - HOUR);
  seen('ben', NINE - HOUR);
  seen('cleo', NINE);
  engine.reload(graphOf(MORE), 'mia', NINE);
  // It is in time: what is due at an instant comes after what is signalled then.
  seen('ada', NINE);
  seen('ben', NINE);
  engine.wakeUntil(NINE + HOUR, true);
  engine.close();
  const stage = openTemporary();
  playAgain(source, stage, { change: null, last: Number.POSITIVE_INFINITY, until: 0 });
  expect(decided(source).filter((line) => line.includes('started'))).toHaveLength(3);
  expect(decided(stage)).toEqual(decided(source));
});
