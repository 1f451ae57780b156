/** What a start reads back: the graphs, the pauses, the timers, and what the stored customers do not know yet. */

import { readPauses } from '../store/acts.ts';
import { readWakes } from '../store/derived.ts';
import type { KeyTable } from '../store/keys.ts';
import { readLog } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import type { LogRecord } from '../store/record.ts';
import type { Seen } from '../store/seen.ts';
import { keysOf } from './apply.ts';
import { type Library, type LoadedGraph, loadGraphs } from './library.ts';
import { outerIdOf, type Progress } from './progress.ts';
import { replayRecord } from './replay.ts';
import type { Resident, Residents } from './residents.ts';
import type { TimerHeap } from './timer-heap.ts';

export interface Recovering {
  readonly library: Library;
  readonly residents: Residents;
  readonly progress: Progress;
  readonly timers: TimerHeap;
  readonly seen: Seen;
  readonly keys: KeyTable;
  readonly schedule: (resident: Resident) => void;
}

export function recover(database: Database, engine: Recovering): void {
  const { library, residents, progress, timers } = engine;
  const { graphs } = restoreLibrary(database, library, progress.applied);
  for (const { number, wake } of readWakes(database)) timers.set(number, wake);
  for (const record of readLog(database, progress.applied + 1)) {
    replayRecord({ library, graphs, residents }, record);
    if (record.seq > progress.indexed) findId(engine, record);
    if (record.seq > (progress.keyed ?? progress.indexed)) findKeys(engine, record);
    if (record.customer !== null) engine.schedule(residents.get(record.customer));
  }
}

interface Restored {
  /** every graph, the oldest first */
  readonly stored: readonly LoadedGraph[];
  /** the same by their numbers */
  readonly graphs: Parameters<typeof replayRecord>[0]['graphs'];
}

/** Graphs and pauses as of a record. */
export function restoreLibrary(database: Database, library: Library, applied: number): Restored {
  const stored = loadGraphs(database);
  for (const { id, graph } of stored) library.know(id, graph.hash);
  for (const { id, graph, seq } of stored) if (seq <= applied) library.activate(id, graph);
  for (const journey of readPauses(database, applied).keys()) library.pause(journey, true);
  return { stored, graphs: new Map(stored.map(({ id, graph }) => [id, graph])) };
}

/** Finds the id of a record again that a crash has kept out of its table. */
function findId({ seen }: Recovering, record: LogRecord): void {
  const id = record.body === null ? null : outerIdOf(record);
  if (id !== null) seen.add(id, record.seq);
}

/**
 * The same for keys: what the record brought, not what its customer has by now, since a key can be somebody's who is not found by it.
 * Nobody was joined or forgotten since the table was written.
 */
function findKeys({ library, keys }: Recovering, record: LogRecord): void {
  if (record.customer === null) return;
  for (const [name, value] of Object.entries(keysOf(library.programs, record)))
    if (keys.find(name, value) === undefined) keys.add(name, value, record.customer);
}
