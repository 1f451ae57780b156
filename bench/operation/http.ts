/**
 * Signals that a daemon acknowledges over HTTP, one a request and a hundred a request, in signals a second; latencies at half of that.
 * Beside it a server that only appends and syncs: what HTTP and the disk alone allow.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, runNode } from '../harness/processes.ts';
import type { Case, Contender, Sample, Settings } from '../harness/types.ts';
import type { LoadReport } from './http-load.ts';
import { type Daemon, RECORDS, readNumber, removeDatabase, startDaemon, startServer } from './product.ts';

const SIGNALS = 20_000;
const BATCH = 100;
const workspace = join('bench', 'cart-rescue', 'workspace');

export async function http({ folder, customers }: Settings): Promise<Case> {
  const load = await bundle('bench/operation/http-load.ts');
  // Whole batches, so that both contenders do the same work.
  const signals = Math.ceil((customers ?? SIGNALS) / BATCH) * BATCH;
  const measured = async (server: Daemon, batch: number, written: () => number): Promise<Sample> => {
    const { stdout } = await runNode([load, server.address, String(signals), String(batch)]).finally(server.stop);
    const report: LoadReport = JSON.parse(stdout);
    return {
      value: report.full,
      facts: { acknowledged: report.acknowledged, written: written() },
      notes: {
        'p50 ms at half load': report.halfP50,
        'p99 ms at half load': report.halfP99,
        'signals/s at half load': report.half,
        'p50 ms at full load': report.fullP50,
        'p99 ms at full load': report.fullP99,
      },
    };
  };
  const contender = (name: string, batch: number): Contender => ({
    name,
    run: async () => {
      const database = join(folder, 'http.db');
      removeDatabase(database);
      const daemon = await startDaemon(workspace, database);
      // The graph is a record, too.
      const sample = await measured(daemon, batch, () => readNumber(database, RECORDS) - 1);
      removeDatabase(database);
      return sample;
    },
  });
  const bare: Contender = {
    name: 'bare: append, sync, answer',
    run: async () => {
      const file = join(folder, 'http.log');
      rmSync(file, { force: true });
      const server = await startServer([await bundle('bench/operation/http-bare.ts'), file]);
      return measured(server, 1, () => readFileSync(file, 'utf8').split('\n').length - 1);
    },
  };
  return {
    name: 'http',
    unit: 'signals/s',
    ours: contender('ours', 1),
    against: [contender(`${BATCH} a request`, BATCH), bare],
  };
}
