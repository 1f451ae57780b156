/** A fault at the n-th system call: the process is killed at a write or a sync, a sync fails, the disk is full. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { audit } from '../audit.ts';
import type { Torture } from '../case.ts';
import { type Daemon, sendOnce, startDaemon } from '../daemon.ts';
import { linesOf } from '../lines.ts';

const SIGNALS = 40;

/** What is put in the way, and how many such calls the daemon makes for so many signals, at least. */
const faults = [
  { call: 'pwrite64', fault: 'signal=KILL', calls: 150 },
  { call: 'fsync,fdatasync', fault: 'signal=KILL', calls: 45 },
  { call: 'fsync,fdatasync', fault: 'error=EIO', calls: 45 },
  { call: 'pwrite64', fault: 'error=ENOSPC', calls: 150 },
  { call: 'pwrite64', fault: 'error=EIO', calls: 150 },
] as const;

export const systemCalls: Torture = {
  name: 'system-calls',
  what: 'a fault at the n-th write or sync: killed, EIO, ENOSPC',
  missing: hasStrace() ? null : 'strace is not installed',
  async run({ random, folder }) {
    const database = join(folder, 'journey.db');
    const { call, fault, calls } = faults[Math.floor(random() * faults.length)] ?? faults[0];
    const when = 1 + Math.floor(random() * calls);
    const strace = ['strace', '-D', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`];
    const lines = linesOf(random, SIGNALS);
    const acknowledged = new Set<string>();
    const first = await startDaemon(database, [...strace, '-e', `inject=${call}:${fault}:when=${when}`]);
    await sendEach(first, lines, acknowledged);
    const early = acknowledged.size;
    first.kill('SIGTERM');
    const status = await first.ended;
    const second = await startDaemon(database);
    if (second.address === undefined) throw new Error(`${at()} it does not start again:\n${second.errors()}`);
    await sendEach(second, lines, acknowledged);
    second.kill('SIGTERM');
    await second.ended;
    if (acknowledged.size < SIGNALS) throw new Error(`${at()} only ${acknowledged.size} of ${SIGNALS} get through`);
    try {
      audit(database, acknowledged);
    } catch (error) {
      throw new Error(`${at()} ${error instanceof Error ? error.message : String(error)}`);
    }
    return `${at()} ${early} acknowledged before, exit ${status ?? 'by signal'}`;

    function at(): string {
      return `${call} ${fault} at call ${when}:`;
    }
  },
};

/** One after the other, until nobody answers any more. */
async function sendEach(
  { address }: Daemon,
  lines: ReturnType<typeof linesOf>,
  acknowledged: Set<string>,
): Promise<void> {
  if (address === undefined) return;
  for (const line of lines) {
    if (acknowledged.has(line.id)) continue;
    // A full disk passes: the same signal again.
    for (let again = 0; again < 3 && !acknowledged.has(line.id); again++) {
      for (const id of await sendOnce(address, [line])) acknowledged.add(id);
    }
    if (!acknowledged.has(line.id)) return;
  }
}

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', '-e', 'inject=fsync:error=EIO:when=1', 'true'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
