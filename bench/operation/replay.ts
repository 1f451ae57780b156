/**
 * `journey replay` of a log against the live `journey run` that writes it, in signals a second. Both are whole processes: the
 * live one compiles three journeys, replay reads them from the log's graph.
 */
import { join } from 'node:path';
import { writeInput } from '../cart-rescue/input.ts';
import { runNode } from '../harness/processes.ts';
import type { Case, Settings } from '../harness/types.ts';
import { journeyRun, product, RECORDS, readNumber, removeDatabase } from './product.ts';

const CUSTOMERS = 100_000;
const workspace = join('bench', 'cart-rescue', 'workspace');

/** The keys of `journey replay --json` that are used here. */
interface ReplayReport {
  readonly signals: number;
  readonly records: number;
  readonly customers: number;
  readonly identical: boolean;
}

export async function replay({ folder, customers }: Settings): Promise<Case> {
  const input = join(folder, 'replay.jsonl');
  writeInput(input, customers ?? CUSTOMERS);
  const live = (database: string): ReturnType<typeof journeyRun> =>
    journeyRun({ workspace, input, database, drain: true });
  const log = join(folder, 'replay.db');
  await live(log);
  return {
    name: 'replay',
    unit: 'signals/s',
    ours: {
      name: 'ours',
      run: async () => {
        const { report, seconds } = await replayed(log, []);
        const verified = await replayed(log, ['--verify']);
        if (!verified.report.identical) throw new Error('the log does not give the state that is stored');
        const { signals, records, customers } = report;
        return {
          value: signals / seconds,
          facts: { signals, records, customers },
          notes: { seconds, 'seconds with --verify': verified.seconds },
        };
      },
    },
    against: [
      {
        name: 'live run',
        run: async () => {
          const database = join(folder, 'live.db');
          const { report, wall } = await live(database);
          const records = readNumber(database, RECORDS);
          removeDatabase(database);
          const { signals, customers, seconds } = report;
          return {
            value: signals / wall,
            facts: { signals, records, customers },
            notes: { seconds: wall, 'seconds without the start': seconds },
          };
        },
      },
    ],
  };
}

async function replayed(log: string, flags: readonly string[]): Promise<{ report: ReplayReport; seconds: number }> {
  const { stdout, seconds } = await runNode([product(), 'replay', '--db', log, '--json', ...flags], [0, 1]);
  return { report: JSON.parse(stdout), seconds };
}
