/** The built program as people start it, and the databases that it leaves. */
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { runNode } from '../harness/processes.ts';

/** What `node` is called with to start it. */
export function product(): string {
  const path = join('dist', 'journey.js');
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build`);
  return path;
}

/** The keys of `journey run --json` that are used here. */
export interface RunReport {
  readonly signals: number;
  readonly accepted: number;
  /** without the start of the process, and without compiling */
  readonly seconds: number;
  readonly customers: number;
  readonly messages: { readonly sent: number };
  readonly instances: { readonly started: number; readonly running: number };
}

interface Run {
  readonly workspace: string;
  readonly input: string;
  readonly database: string;
  readonly drain: boolean;
  /** of node */
  readonly nodeOptions?: readonly string[];
}

/** `journey run` into a new database; `wall` is the whole process in seconds. */
export async function journeyRun(run: Run): Promise<{ readonly report: RunReport; readonly wall: number }> {
  removeDatabase(run.database);
  const drain = run.drain ? ['--drain'] : [];
  const args = ['run', run.workspace, '--db', run.database, '--input', run.input, ...drain, '--json'];
  const { stdout, seconds: wall } = await runNode([...(run.nodeOptions ?? []), product(), ...args]);
  const report: RunReport = JSON.parse(stdout);
  if (report.accepted !== report.signals) throw new Error(`${report.signals - report.accepted} signals were not taken`);
  return { report, wall };
}

export interface Daemon {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  readonly pid: number;
  /** Stops it as an operator would; resolves when it has ended well. */
  stop(): Promise<void>;
}

/** `journey serve`, once it listens. */
export function startDaemon(workspace: string, database: string, nodeOptions: readonly string[] = []): Promise<Daemon> {
  return startServer([...nodeOptions, product(), 'serve', workspace, '--port', '0', '--db', database]);
}

/** Any server that says on stderr where it listens, and ends well on SIGTERM. */
export async function startServer(args: readonly string[]): Promise<Daemon> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
      const found = /listens on (http:\/\/[^\s;]+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    ended.then((status) => reject(new Error(`${args.join(' ')} ended with ${status}:\n${said}`)), reject);
  });
  return {
    address,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      const status = await ended;
      if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${said}`);
    },
  };
}

export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

/** One number out of a database that nobody writes. */
export function readNumber(path: string, sql: string): number {
  const database = new Database(path, { readonly: true });
  try {
    return Number(database.prepare(sql).pluck().get());
  } finally {
    database.close();
  }
}

export const RECORDS = 'SELECT first + count - 1 FROM log ORDER BY first DESC LIMIT 1';
