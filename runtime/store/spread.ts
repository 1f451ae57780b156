/** What stands in the log of others because of a signal: of the subjects that it names, or of those whom it is for. */
import { createReader } from './log.ts';
import type { Database } from './open.ts';
import type { About, LogRecord, RecordKind, Told } from './record.ts';

/** Records that follow from another one, in the same commit. */
const FOLLOWING: ReadonlySet<RecordKind> = new Set(['about', 'told', 'emit', 'parcel', 'recall', 'heard']);

/** `signals`: places in the log, in order. Of a record that was erased nobody knows any more what it followed from. */
export function* readSpread(database: Database, signals: Iterable<number>): Generator<LogRecord> {
  const read = createReader(database);
  for (const signal of signals) {
    for (let seq = signal + 1; ; seq++) {
      const record = read(seq);
      if (record === undefined || !FOLLOWING.has(record.kind)) break;
      if ((record.kind === 'about' || record.kind === 'told') && ofOf(record) === signal) yield record;
    }
  }
}

function ofOf({ body }: LogRecord): number | null {
  return body === null ? null : (JSON.parse(body.toString()) as About | Told).of;
}
