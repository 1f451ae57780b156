/** Records of the log put through the core again: after a crash, and to prove that the log explains the state. */
import type { Graph } from '../../compiler/graph/types.ts';
import { join } from '../core/join.ts';
import { newCustomer } from '../core/state/customer.ts';
import type { Outcome } from '../core/state/output.ts';
import { unreadable } from '../store/failure.ts';
import { joinOf, type LogRecord } from '../store/record.ts';
import { actOf, forgottenCustomer } from './acts.ts';
import { applyRecord } from './apply.ts';
import type { Library } from './library.ts';
import type { Residents } from './residents.ts';

export interface Replay {
  readonly library: Library;
  readonly graphs: ReadonlyMap<number, Graph>;
  readonly residents: Residents;
}

/**
 * Applies a record to the customers that do not know it yet; null where nothing was to be done. What was written can be applied, so one
 * that cannot was changed since.
 */
export function replayRecord(replay: Replay, record: LogRecord): Outcome | null {
  try {
    return apply(replay, record);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw unreadable(`Record ${record.seq} of the log`);
  }
}

function apply(replay: Replay, record: LogRecord): Outcome | null {
  const { library, graphs, residents } = replay;
  if (record.kind === 'graph') {
    const id = Number(record.body?.toString());
    const graph = graphs.get(id);
    if (graph !== undefined) library.activate(id, graph);
    return null;
  }
  if (record.customer === null) {
    const act = record.kind === 'act' ? actOf(record.body) : null;
    if (act?.act === 'pause' || act?.act === 'resume') library.pause(act.journey, act.act === 'pause');
    return null;
  }
  const resident = residents.get(record.customer);
  if (resident.seq >= record.seq) return null;
  const { seq, time: now } = record;
  if (record.altered === 'erased') {
    // What became of somebody who is forgotten is not known any more; who has joined whom is.
    if (record.kind === 'join' && record.body !== null) {
      const from = residents.get(joinOf(record.body).from);
      residents.replace(from, newCustomer(from.customer.number, resident.customer.number), seq);
    }
    residents.touch(resident, seq);
    return null;
  }
  if (record.kind === 'act' && actOf(record.body).act === 'forget') {
    residents.replace(resident, forgottenCustomer(resident.customer.number), seq);
    return null;
  }
  let outcome: Outcome;
  if (record.kind === 'join' && record.body !== null) {
    const from = residents.get(joinOf(record.body).from);
    outcome = join(library.programs, resident.customer, from.customer, { seq, now });
    residents.replace(from, newCustomer(from.customer.number, resident.customer.number), seq);
  } else {
    outcome = applyRecord(library.programs, resident.customer, record);
  }
  residents.touch(resident, seq);
  return outcome;
}
