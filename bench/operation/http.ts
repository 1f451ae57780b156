/** Signals that a daemon acknowledges over HTTP, one a request and a hundred a request, in signals a second; latencies at half of that. */
import { join } from 'node:path';
import { bundle, runNode } from '../harness/processes.ts';
import type { Case, Contender, Settings } from '../harness/types.ts';
import type { LoadReport } from './http-load.ts';
import { RECORDS, readNumber, removeDatabase, startDaemon } from './product.ts';

const SIGNALS = 20_000;
const BATCH = 100;
const workspace = join('bench', 'cart-rescue', 'workspace');

export async function http({ folder, customers }: Settings): Promise<Case> {
  const load = await bundle('bench/operation/http-load.ts');
  // Whole batches, so that both contenders do the same work.
  const signals = Math.ceil((customers ?? SIGNALS) / BATCH) * BATCH;
  const contender = (name: string, batch: number): Contender => ({
    name,
    run: async () => {
      const database = join(folder, 'http.db');
      removeDatabase(database);
      const daemon = await startDaemon(workspace, database);
      const { stdout } = await runNode([load, daemon.address, String(signals), String(batch)]).finally(daemon.stop);
      const report: LoadReport = JSON.parse(stdout);
      // The graph is a record, too.
      const written = readNumber(database, RECORDS) - 1;
      removeDatabase(database);
      return {
        value: report.full,
        facts: { acknowledged: report.acknowledged, written },
        notes: {
          'p50 ms at half load': report.halfP50,
          'p99 ms at half load': report.halfP99,
          'signals/s at half load': report.half,
          'p50 ms at full load': report.fullP50,
          'p99 ms at full load': report.fullP99,
        },
      };
    },
  });
  return {
    name: 'http',
    unit: 'signals/s',
    ours: contender('ours', 1),
    against: [contender(`${BATCH} a request`, BATCH)],
  };
}
