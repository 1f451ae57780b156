/**
 * A million customers, each with a timer that is pending: what the process holds at most while `run` takes them, and what a
 * daemon holds at rest on that database, started anew. Compared in customers a MB with an allowance of 400 MB.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Case, Settings } from '../harness/types.ts';
import { limit } from './limit.ts';
import { writePending } from './pending.ts';
import { journeyRun, readNumber, removeDatabase, startDaemon } from './product.ts';

const CUSTOMERS = 1_000_000;
const ALLOWANCE_MB = 400;
const workspace = join('bench', 'cart-rescue', 'workspace');
/** A daemon that has started is at rest. */
const REST_MS = 1000;

export async function memory(settings: Settings): Promise<Case> {
  const { folder } = settings;
  const customers = settings.customers ?? CUSTOMERS;
  const input = join(folder, 'pending.jsonl');
  writePending(input, customers);
  const facts = { customers, 'pending timers': customers };
  return {
    name: 'memory',
    unit: 'customers/MB',
    expected: facts,
    ours: {
      name: 'ours',
      run: async () => {
        const database = join(folder, 'memory.db');
        const peak = join(folder, 'memory.peak');
        const nodeOptions = ['--import', tellsPeak(peak)];
        const { report } = await journeyRun({ workspace, input, database, drain: false, nodeOptions });
        const runMb = Number(readFileSync(peak, 'utf8'));
        const timers = readNumber(database, 'SELECT count(*) FROM customers WHERE wake IS NOT NULL');
        const daemon = await startDaemon(workspace, database, nodeOptions);
        await sleep(REST_MS);
        const restMb = residentMb(daemon.pid);
        await daemon.stop();
        const daemonMb = Number(readFileSync(peak, 'utf8'));
        removeDatabase(database);
        return {
          value: customers / Math.max(runMb, daemonMb),
          facts: { customers: report.customers, 'pending timers': timers },
          notes: {
            'MB of the run at most': runMb,
            'MB of the daemon at most': daemonMb,
            ...(restMb === null ? {} : { 'MB of the daemon at rest': restMb }),
            seconds: report.seconds,
          },
        };
      },
    },
    against: [limit(`allowance of ${ALLOWANCE_MB} MB`, customers / ALLOWANCE_MB, facts)],
  };
}

/** A module that writes into a file, as its process ends, how many MB it held at most. */
function tellsPeak(file: string): string {
  const text = `
    import { writeFileSync } from 'node:fs';
    import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.on('exit', () =>
      writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS / 1024)));
  `;
  return `data:text/javascript,${encodeURIComponent(text)}`;
}

/** What a process holds now; null where the system does not tell. */
function residentMb(pid: number): number | null {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found === null ? null : Number(found[1]) / 1024;
  } catch {
    return null;
  }
}
