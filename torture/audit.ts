/** What must hold of a database after every fault, whatever the fault was. */
import { createEngine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { decodeDecisions } from '../runtime/store/decisions.ts';
import { newestGraph } from '../runtime/store/graphs.ts';
import { readLog } from '../runtime/store/log.ts';
import { type Database, openWriter } from '../runtime/store/open.ts';
import { readOutbox } from '../runtime/store/outbox.ts';
import { toGraph } from './graph.ts';

/** How often something was sent, as the log says it. */
const SENDING: ReadonlySet<string> = new Set(['sent']);

/** Opens the database as its next owner would, and throws with all that does not hold. `acknowledged`: ids of signals. */
export function audit(file: string, acknowledged: Iterable<string>): void {
  const { database, lock } = openWriter(file, 'torture');
  try {
    const newest = newestGraph(database);
    if (newest !== null) createEngine(database, toGraph(newest.text), createCommitter(database, file)).close();
    const wrong = [...ofLog(database, acknowledged), ...replayAll(database, true).differences];
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  } finally {
    database.close();
    lock.release();
  }
}

function ofLog(database: Database, acknowledged: Iterable<string>): string[] {
  const wrong: string[] = [];
  const times = new Map<string, number>();
  let sent = 0;
  let seq = 0;
  let clock = Number.NEGATIVE_INFINITY;
  for (const record of readLog(database)) {
    if (record.seq !== seq + 1) wrong.push(`record ${record.seq} follows record ${seq}`);
    if (record.time < clock) wrong.push(`record ${record.seq} is older than the one before`);
    seq = record.seq;
    clock = record.time;
    for (const { kind } of decodeDecisions(record.decisions)) if (SENDING.has(kind)) sent++;
    if (record.kind !== 'signal' || record.body === null) continue;
    const { id } = JSON.parse(record.body.toString()) as { id: string };
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  for (const [id, count] of times) if (count > 1) wrong.push(`signal ${id} stands ${count} times in the log`);
  for (const id of acknowledged) if (!times.has(id)) wrong.push(`signal ${id} was acknowledged and is not in the log`);
  const outbox = readOutbox(database, { status: null, limit: Number.MAX_SAFE_INTEGER });
  const messages = outbox.filter(({ kind }) => kind === 'message').length;
  if (messages !== sent) wrong.push(`${sent} messages were sent, ${messages} stand in the outbox`);
  return wrong;
}
