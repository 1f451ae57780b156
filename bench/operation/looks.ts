/**
 * Looks at random customers in one warm process, by the functions of `journey why` and `journey timeline`:
 * `node looks.mjs DATABASE CUSTOMERS LOOKS`. Prints one line of JSON, see `LooksReport`.
 */
import { performance } from 'node:perf_hooks';
import { openView } from '../../runtime/engine/view.ts';
import { timeline, why } from '../../runtime/insight/history.ts';
import { openReader } from '../../runtime/store/open.ts';
import { seeded } from '../harness/random.ts';
import { userOf } from './history.ts';

export interface LooksReport {
  /** decisions that `why` found, entries that `timeline` found */
  readonly decisions: number;
  readonly entries: number;
  /** seconds of all looks together */
  readonly seconds: number;
  /** milliseconds a look, in order of time */
  readonly why: readonly number[];
  readonly timeline: readonly number[];
}

const seed = 4711;

const [, , file = '', customers = '1', looks = '1'] = process.argv;
const random = seeded(seed);
const database = openReader(file);
const view = openView(database);
const times = { why: [] as number[], timeline: [] as number[] };
let decisions = 0;
let entries = 0;
for (let look = 0; look < Number(looks); look++) {
  const user = userOf(Math.floor(random() * Number(customers)));
  const started = performance.now();
  const number = view.byKey(user);
  if (number === null) continue;
  if (look % 2 === 0) decisions += why(database, view, number).length;
  else entries += timeline(database, view, number).length;
  times[look % 2 === 0 ? 'why' : 'timeline'].push(performance.now() - started);
}
database.close();
const seconds = [...times.why, ...times.timeline].reduce((sum, time) => sum + time, 0) / 1000;
const report: LooksReport = { decisions, entries, seconds, ...times };
console.log(JSON.stringify(report));
