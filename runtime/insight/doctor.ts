/** Examines a database: what is wrong, where, and what to do about it. */

import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Graph } from '../../compiler/graph/types.ts';
import { counted } from '../core/values/counted.ts';
import { disbandedTeams, lostWays } from '../engine/leaving.ts';
import { replayAll } from '../engine/verify.ts';
import { openView } from '../engine/view.ts';
import { leftAlone } from '../store/asked.ts';
import { checkPages } from '../store/backup.ts';
import { examine } from '../store/examine.ts';
import { explainSqlite, StoreFailure } from '../store/failure.ts';
import { writerOf } from '../store/lock.ts';
import { findBreak, readRecord } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { countOutbox } from '../store/outbox.ts';
import { readTallies } from '../store/tallies.ts';
import { timeText } from './history.ts';
import { networkDisk } from './network-disk.ts';

export interface Finding {
  readonly name: string;
  readonly state: 'fine' | 'look' | 'wrong';
  readonly said: string;
  /** what to do about it */
  readonly mend?: string;
}

export interface Examination {
  readonly file: string;
  readonly database: Database;
  /** also rebuild all state from the log and compare it */
  readonly deep: boolean;
  /** milliseconds since 1970 UTC */
  readonly now: number;
  readonly openKeys: number;
}

const RESTORE =
  'Bring back a backup with `journey restore FILE`, then send the signals since then again: known ones are recognised.';
const MB = 1024 * 1024;
const MINUTE = 60_000;
/** A busy daemon may be a little late. */
const LATE_MINUTES = 5;
const LARGE_WAL = 256 * MB;

type Found = Omit<Finding, 'name'>;

const fine = (said: string): Found => ({ state: 'fine', said });
const look = (said: string, mend?: string): Found => ({ state: 'look', said, ...(mend === undefined ? {} : { mend }) });
const wrong = (said: string, mend: string): Found => ({ state: 'wrong', said, mend });

const CHECKS: readonly (readonly [name: string, (asked: Examination) => Found])[] = [
  ['sqlite', sqlite],
  ['pages', pages],
  ['hash chain', chain],
  ['state', state],
  ['writer', writer],
  ['room', room],
  ['write-ahead log', writeAhead],
  ['clock', clock],
  ['graphs', graphs],
  ['instances', instances],
  ['loops', loops],
  ['messages', messages],
  ['ways out', waysOut],
  ['teams', teams],
  ['erasure', erasure],
  ['keys', keys],
];

/** One damaged page can keep a check from its work: that is a finding, and the others go on. */
export function diagnose(asked: Examination): Finding[] {
  return CHECKS.map(([name, check]) => {
    try {
      return { name, ...check(asked) };
    } catch (error) {
      const explained = explainSqlite(error, asked.file);
      if (explained instanceof StoreFailure) return { name, ...wrong(explained.message, explained.hint) };
      const said = explained instanceof Error ? explained.message : String(explained);
      return { name, ...wrong(`It could not be looked at: ${said}`, RESTORE) };
    }
  });
}

function sqlite({ database }: Examination): Found {
  const { version, synchronous } = examine(database).sqlite;
  return synchronous === 2
    ? fine(`SQLite ${version}, every commit is synced`)
    : wrong('SQLite does not take synchronous=FULL.', 'Use the SQLite that comes with this package.');
}

function pages({ database }: Examination): Found {
  const [first, ...more] = checkPages(database);
  if (first === undefined) return fine('every page is sound');
  return wrong(`${first}${more.length > 0 ? `, and ${more.length} more` : ''}`, RESTORE);
}

function chain({ database }: Examination): Found {
  const broken = findBreak(database);
  if (broken === null) return fine('every record is as it was written');
  const record = readRecord(database, broken);
  const about =
    record === undefined
      ? ''
      : `, a ${record.kind} of ${timeText(record.time)}${record.customer === null ? '' : ` about #${record.customer}`}`;
  return wrong(`record ${broken}${about}, is not as it was written`, RESTORE);
}

function state({ database, deep }: Examination): Found {
  if (!deep) return look('not compared with the log', 'Compare all of it with `journey doctor --deep`.');
  const { identical, differences, records, writers } = replayAll(database, true);
  if (identical) return fine(`${counted(records, 'record gives', 'records give')} the very state that is stored`);
  const found = differences.join('; ');
  return writers === undefined ? wrong(found, RESTORE) : look(found, writers);
}

function writer({ file }: Examination): Found {
  const who = writerOf(file);
  if (who === undefined)
    return look('whether somebody writes cannot be told by this user', 'Ask as the user who runs the daemon.');
  return fine(who === null ? 'nobody writes' : `${who} writes`);
}

function room({ file }: Examination): Found {
  const { bavail, bsize, type } = statfsSync(dirname(file));
  const free = bavail * bsize;
  const size = statSync(file).size;
  const said = `${mb(free)} MB free, the database has ${mb(size)} MB`;
  const network = networkDisk(type, process.platform);
  if (network !== null) {
    return look(
      `${said}, on a network disk (${network}): SQLite can lose there what it has written`,
      'Move the database to a disk of this machine: `journey backup`, and `journey restore` there.',
    );
  }
  return free < Math.max(size / 4, 64 * MB) ? look(said, 'Make room on the disk, or move the database.') : fine(said);
}

function writeAhead({ file }: Examination): Found {
  const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const said = `${mb(size)} MB wait in ${file}-wal`;
  return size > LARGE_WAL ? look(said, 'A reader that stays open keeps it from shrinking: end it.') : fine(said);
}

function clock({ database, now }: Examination): Found {
  const view = openView(database);
  const ahead = view.clock - now;
  const said = `the log stands at ${timeText(view.clock)}`;
  if (view.virtual) return fine(`${said}, in virtual time`);
  return ahead > MINUTE
    ? look(
        `${said}, ${counted(Math.round(ahead / MINUTE), 'minute')} after this machine's clock`,
        'Timers stand still until the machine has caught up: check its clock.',
      )
    : fine(said);
}

function graphs({ database }: Examination): Found {
  const view = openView(database);
  if (view.graphs.length === 0)
    return look('nothing has run in it yet', 'Begin with `journey serve`, `journey run` or `journey send`.');
  const { journeys } = view.library.programs.current;
  const removed = new Map<string, number>();
  let lost = 0;
  for (const customer of view.all()) {
    for (const { journey, graph, outcome } of customer.instances) {
      if (outcome !== null) continue;
      if (view.library.programs.get(graph) === undefined) lost++;
      else if (!journeys.has(journey)) removed.set(journey, (removed.get(journey) ?? 0) + 1);
    }
  }
  const said = `${counted(view.graphs.length, 'graph')}, the newest from record ${view.graphs.at(-1)?.seq ?? 0} on`;
  if (lost > 0)
    return wrong(`${counted(lost, 'instance stands', 'instances stand')} still: the graph to run on is gone`, RESTORE);
  if (removed.size === 0) return fine(said);
  const names = [...removed].map(([journey, count]) => `${journey} (${count})`).join(', ');
  return look(
    `${said}; still running, though no file has them any more: ${names}`,
    'They run to their end, or end them: journey cancel --journey NAME',
  );
}

function instances({ database, now }: Examination): Found {
  const view = openView(database);
  const before = (view.virtual ? view.clock : now) - LATE_MINUTES * MINUTE;
  // Of the customers as the log has them: what is stored of them trails it while a daemon runs.
  let overdue = 0;
  let earliest = before;
  for (const { wake } of view.all()) {
    if (wake === null || wake >= before) continue;
    overdue++;
    earliest = Math.min(earliest, wake);
  }
  if (overdue === 0) return fine(`no timer is overdue by more than ${counted(LATE_MINUTES, 'minute')}`);
  return look(
    `${counted(overdue, 'customer has', 'customers have')} had a timer due since ${timeText(earliest)} or later`,
    'Start the daemon: journey serve.',
  );
}

function loops({ database }: Examination): Found {
  const stopped = readTallies(database).filter(({ what }) => what === 'stuck');
  if (stopped.length === 0) return fine('nobody goes round without time passing');
  const told = stopped.map(
    ({ journey, name, count }) => `${journey || 'somebody'} ${counted(count, 'time')} (${name})`,
  );
  return look(
    `what would have gone on for ever was stopped so far: ${told.join(', ')}`,
    'Give the loop a wait, and reload; `journey instances --journey NAME` shows who stands, `journey cancel` ends it.',
  );
}

function messages({ database, now }: Examination): Found {
  const { waiting, retrying, retryError, failed, givenUp } = countOutbox(database);
  const said = `of messages, calls and tasks ${counted(waiting, 'waits', 'wait')} to leave, ${counted(failed, 'was', 'were')} given up or failed`;
  const alone = leftAlone(database, now).map(
    ({ connector, until }) => `; connector ${connector} wants to be left alone until ${timeText(until)}`,
  );
  if (failed === 0 && retrying > 0)
    return look(
      `${said}; ${counted(retrying, 'was', 'were')} tried in vain: ${retryError}${alone.join('')}`,
      'They are tried again by themselves: look at the other side, or at its entry in journey.json. `journey outbox` says when.',
    );
  if (failed === 0) return fine(said);
  return givenUp > 0
    ? look(said, 'See them with `journey outbox --status dead`, mend the cause, then: journey retry --all')
    : look(
        said,
        'Others have reported it: see them with `journey outbox --status failed`; `journey retry ID --to ADDRESS` sends one elsewhere.',
      );
}

/** Null: nothing has run yet. */
function currentGraph(database: Database): Graph | null {
  const view = openView(database);
  return view.graphs.length === 0 ? null : view.library.programs.current.graph;
}

function waysOut({ database }: Examination): Found {
  const graph = currentGraph(database);
  const lost = graph === null ? [] : lostWays(database, graph);
  if (lost.length === 0) return fine('what waits to leave has a way out');
  return look(
    `something waits to leave by ${lost.join(', ')}, and the newest files no longer say how that is reached`,
    'It waits until they say so again; `journey outbox` shows what it is.',
  );
}

function teams({ database }: Examination): Found {
  const graph = currentGraph(database);
  const disbanded = graph === null ? [] : disbandedTeams(database, graph);
  if (disbanded.length === 0) return fine('who has something to do is a team of the newest files');
  const names = disbanded.map(({ team, open }) => `${team} (${open})`).join(', ');
  return look(
    `there are open tasks of teams that the newest files do not have any more: ${names}`,
    'Somebody else has to do them: `journey tasks --team NAME` shows them, `journey task done ID` closes one.',
  );
}

function erasure({ database }: Examination): Found {
  return examine(database).unscrubbed
    ? wrong(
        'what was forgotten has not left the file yet',
        'It is cleaned at the next start of what writes it, such as `journey serve`, and by the next `journey forget`, where there is room for a file of its size.',
      )
    : fine('nothing is left of who was forgotten');
}

function keys({ openKeys }: Examination): Found {
  return openKeys === 0
    ? look(
        'no key of the gateway opens',
        'Make one with `journey keys create`, unless only this machine sends signals.',
      )
    : fine(counted(openKeys, 'key of the gateway opens', 'keys of the gateway open'));
}

function mb(bytes: number): string {
  return (bytes / MB).toFixed(bytes < 10 * MB ? 1 : 0);
}
