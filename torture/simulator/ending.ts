/** What is left of a history when it is over, and that two of them have left the same. */
import { playAgain } from '../../runtime/engine/play-again.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import { diagnose } from '../../runtime/insight/doctor.ts';
import { exportOf } from '../../runtime/insight/export.ts';
import { timeline, why } from '../../runtime/insight/history.ts';
import { findInstance, runningInstances } from '../../runtime/insight/instances.ts';
import { jsonPieces } from '../../runtime/insight/pieces.ts';
import { report } from '../../runtime/insight/report.ts';
import { summarize } from '../../runtime/insight/summary.ts';
import { readActs } from '../../runtime/store/acts.ts';
import { decodeDecisions } from '../../runtime/store/decisions.ts';
import { readLog } from '../../runtime/store/log.ts';
import { type Database, openTemporary } from '../../runtime/store/open.ts';
import { readOutbox } from '../../runtime/store/outbox.ts';
import { personRows } from '../../runtime/store/person.ts';
import { readRejects } from '../../runtime/store/rejects.ts';
import { readTallies } from '../../runtime/store/tallies.ts';
import { readTasks } from '../../runtime/store/tasks.ts';

/** Where signals come from a second time: other files may refuse them, and without faults they do not come. */
export const AGAIN = 'simulator, again';

/** What can be compared: the decisions of the log in their order, and what replay says of the state. */
export interface Ending {
  readonly decisions: readonly string[];
  /** the same of a backtest with the files of then; with faults: nobody asks */
  readonly playedAgain: readonly string[];
  /** without faults: nobody asks */
  readonly differences: readonly string[];
  /** what stands beside the log: outbox, tasks, tallies, calls, the audit, what was refused; and what came, as it is kept */
  readonly derived: readonly string[];
}

/** Each of the two looks at what the other does not. */
export function endingOf(file: string, database: Database, now: number, faulty: boolean): Ending {
  const ending = { decisions: decisionsOf(database), derived: derivedOf(database), playedAgain: [], differences: [] };
  if (!faulty) return { ...ending, playedAgain: playedAgain(database) };
  const { differences } = replayAll(database, true);
  tellAll(file, database, now);
  return { ...ending, differences };
}

function decisionsOf(database: Database): string[] {
  return [...readLog(database)].map(
    ({ kind, time, customer, decisions }) =>
      `${kind} of ${customer} at ${time}: ${decodeDecisions(decisions)
        .map((d) => JSON.stringify(d))
        .join(' ')}`,
  );
}

function derivedOf(database: Database): string[] {
  const numbers = Array.from({ length: openView(database).customers }, (_, index) => index + 1);
  return [
    ...readOutbox(database, { status: null, limit: 9999 }),
    ...readTasks(database, { team: null, closed: true, limit: 9999 }),
    ...readTallies(database),
    ...readActs(database, { act: null, limit: 9999 }),
    ...readRejects(database, 9999).filter(({ source }) => source !== AGAIN),
    ...personRows(database, numbers).calls,
    ...[...readLog(database)].map(({ body, altered }) => [altered, body?.toString() ?? null]),
  ].map((row) => JSON.stringify(row));
}

/** Whatever the files are by now, everything can be read. */
function tellAll(file: string, database: Database, now: number): void {
  const view = openView(database);
  for (let number = 1; number <= view.customers; number++) {
    JSON.stringify([timeline(database, view, number), why(database, view, number)]);
    for (const _ of jsonPieces(exportOf(database, view, number)));
  }
  for (const { id } of runningInstances(view)) findInstance(view, id);
  report(database, view, { journey: null, from: null, to: null, repeatMs: 7 * 86_400_000 });
  summarize(database);
  diagnose({ file, database, deep: false, now, openKeys: 0 });
}

/** The same once more, from what came from outside alone. */
function playedAgain(database: Database): string[] {
  const stage = openTemporary();
  playAgain(database, stage, { change: null, last: Number.POSITIVE_INFINITY, until: 0 });
  const decisions = decisionsOf(stage);
  stage.close();
  return decisions;
}

/** With faults as without, by replay as live, and in a backtest as it was decided; throws with the first record that differs. */
export function requireSame(plain: Ending, faulty: Ending, isPlayedAgain: boolean): void {
  if (faulty.differences.length > 0) throw new Error(`replay differs: ${faulty.differences.join('; ')}`);
  requireEqual(['without faults', plain.decisions], ['with faults', faulty.decisions]);
  requireEqual(['without faults', plain.derived], ['with faults', faulty.derived]);
  if (!isPlayedAgain) return;
  requireEqual(['decided', plainly(plain.decisions)], ['played again', plainly(plain.playedAgain)]);
}

type Told = readonly [how: string, decisions: readonly string[]];

function requireEqual([one, expected]: Told, [other, found]: Told): void {
  const at = found.findIndex((line, index) => line !== expected[index]);
  if (at < 0 && found.length === expected.length) return;
  throw new Error(`record ${at + 1}\n${one}: ${expected.at(at)}\n${other}: ${found.at(at)}`);
}

/** A deployment while it runs is an act, one at a start is none; and so the places in the log, of which ids are made, are others. */
function plainly(decisions: readonly string[]): string[] {
  return decisions.filter((line) => !/^(act|graph) /.test(line)).map((line) => line.replace(/"([a-z])-\d+-/g, '"$1-'));
}
