/** `why` and `timeline` of random customers on a large log, in looks a second, against a limit of 50 ms a look. */
import { join } from 'node:path';
import { bundle, runNode } from '../harness/processes.ts';
import { median } from '../harness/rounds.ts';
import type { Case, Settings } from '../harness/types.ts';
import { userOf, writeHistory } from './history.ts';
import { limit } from './limit.ts';
import type { LooksReport } from './looks.ts';
import { journeyRun, product, RECORDS, readNumber } from './product.ts';

const LIMIT_MS = 50;
const LOOKS = 2000;
/** `journey why` as a process of its own, so many times a round. */
const PROCESSES = 3;
const workspace = join('bench', 'operation', 'carts');

export async function look({ folder, records }: Settings): Promise<Case> {
  const input = join(folder, 'history.jsonl');
  const database = join(folder, 'look.db');
  const { signals, customers } = writeHistory(input, records);
  const { report } = await journeyRun({ workspace, input, database, drain: true });
  const written = readNumber(database, RECORDS);
  const program = await bundle('bench/operation/looks.ts');
  const facts = { records: written, signals, customers: report.customers };
  return {
    name: 'look',
    unit: 'looks/s',
    expected: facts,
    ours: {
      name: 'ours',
      run: async () => {
        const { stdout } = await runNode([program, database, String(customers), String(LOOKS)]);
        const looks: LooksReport = JSON.parse(stdout);
        const count = looks.why.length + looks.timeline.length;
        if (looks.decisions === 0 || looks.entries === 0) throw new Error('nothing was found');
        return {
          value: count / looks.seconds,
          facts,
          notes: {
            'why p50 ms': quantile(looks.why, 0.5),
            'why p99 ms': quantile(looks.why, 0.99),
            'timeline p50 ms': quantile(looks.timeline, 0.5),
            'timeline p99 ms': quantile(looks.timeline, 0.99),
            'entries a timeline': looks.entries / looks.timeline.length,
            'journey why, the whole process, ms': await wholeProcess(database, customers),
          },
        };
      },
    },
    against: [limit(`${LIMIT_MS} ms a look`, 1000 / LIMIT_MS, facts)],
  };
}

/** The median of some. */
async function wholeProcess(database: string, customers: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < PROCESSES; index++) {
    const user = userOf(Math.floor((index * customers) / PROCESSES));
    const { seconds } = await runNode([product(), 'why', user, '--db', database, '--json'], [0, 1]);
    times.push(seconds * 1000);
  }
  return median(times);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
