/** The floor of any durable program here: one row a signal with the bytes received, and no decision at all. */
import { conclude, openDurable } from '../database.ts';
import { BATCH, paths } from '../job.ts';
import { forEachLine } from '../lines.ts';
import { Many } from '../many.ts';

const { input, database: file } = paths();
const database = openDurable(file);
database.exec('CREATE TABLE log (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
const log = new Many(database, 'INSERT INTO log (bytes) VALUES ', '(?)', 100);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');

const started = performance.now();
let pending = 0;
forEachLine(input, (buffer, start, end) => {
  if (pending === 0) begin.run();
  log.add(buffer.subarray(start, end));
  if (++pending === BATCH) finish();
});
if (pending > 0) finish();
conclude(database, started, (stored) => ({
  signals: Number(stored.prepare('SELECT count(*) FROM log').pluck().get()),
}));

function finish(): void {
  log.flush();
  commit.run();
  pending = 0;
}
