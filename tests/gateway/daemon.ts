/** `journey serve` as a process of its own, with a key that may send; and what its log holds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLog } from '../../runtime/store/log.ts';
import { openReader } from '../../runtime/store/open.ts';
import { journeyJson } from '../command.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'journey.js');

export interface LoggedSignal {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Daemon {
  readonly file: string;
  readonly key: string;
  /** such as `http://127.0.0.1:40123`; the same after a stop and a start */
  readonly address: string;
  start(...options: string[]): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<void>;
  post(path: string, body: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** signals in the log, in order */
  logged(): LoggedSignal[];
  /** Kills it and removes what it has written. */
  remove(): Promise<void>;
}

export async function newDaemon(workspace: string): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'journey-gateway-'));
  const file = join(folder, 'live.db');
  const { key } = await journeyJson<{ key: string }>('keys', 'create', 'tests', '--db', file);
  let child: ChildProcess | null = null;
  let address = '';

  async function start(...options: string[]): Promise<void> {
    const port = address === '' ? '0' : new URL(address).port;
    const args = [program, 'serve', workspace, '--db', file, '--port', port, ...options];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    address = await new Promise((resolve, reject) => {
      let told = '';
      started.stderr.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        const found = /listens on (\S+?);?(?:\s|$)/.exec(told);
        if (found?.[1] !== undefined) resolve(found[1]);
      });
      started.once('exit', (status) => reject(new Error(`the daemon ended with ${status}: ${told}`)));
    });
  }

  function stop(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return Promise.resolve();
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill(signal);
    return ended;
  }

  return {
    file,
    key,
    get address() {
      return address;
    },
    start,
    stop,
    post(path, body, headers = {}) {
      const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
      return fetch(`${address}${path}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
        headers: { authorization, ...headers },
      });
    },
    logged() {
      const database = openReader(file);
      const bodies = [...readLog(database)].filter(({ kind }) => kind === 'signal').map(({ body }) => body?.toString());
      database.close();
      return bodies.map((body) => JSON.parse(body ?? '{}'));
    },
    async remove() {
      await stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
