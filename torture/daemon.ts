/** `journey serve` as a process of its own, that may die at any moment, and a client that does not give up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..');
const program = join(root, 'dist', 'journey.js');
const WORKSPACE = join(import.meta.dirname, 'workspace');

export interface Daemon {
  /** Where it listens; undefined: it died before it did. */
  readonly address: string | undefined;
  readonly pid: number;
  /** What it wrote on stderr. */
  readonly errors: () => string;
  /** Resolves when it has ended: its exit status, or null where a signal ended it. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

const START_UP_MS = 60_000;

/** `before`: a command that starts it instead of us (`strace ..`). */
export async function startDaemon(database: string, before: readonly string[] = []): Promise<Daemon> {
  const command = [...before, process.execPath, program, 'serve', WORKSPACE, '--port', '0', '--db', database];
  const [file = process.execPath, ...args] = command;
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (status) => resolve(status)));
  const address = await listening(child, ended, (text) => {
    errors += text;
  });
  return { address, pid: child.pid ?? 0, errors: () => errors, ended, kill: (signal) => void child.kill(signal) };
}

function listening(
  child: ChildProcess,
  ended: Promise<unknown>,
  heard: (text: string) => void,
): Promise<string | undefined> {
  let text = '';
  const told = new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk) => {
      text += chunk;
      heard(String(chunk));
      const address = /listens on (http:\/\/\S+?)(?:[;\s]|$)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return Promise.race([told, ended.then(() => undefined), sleep(START_UP_MS, undefined, { ref: false })]);
}

/** A signal as a client sends it. */
export interface Line {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Sends signals once. Gives the ids that were acknowledged: on disk, whatever happens next. None where nobody knows: the
 * connection broke, or the daemon could not say.
 */
export async function sendOnce(address: string, lines: readonly Line[]): Promise<readonly string[]> {
  try {
    const answer = await fetch(`${address}/v1/signals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(lines),
      signal: AbortSignal.timeout(20_000),
    });
    if (!answer.ok) return [];
    const { rejected } = (await answer.json()) as { rejected: readonly { id: string; reason: string }[] };
    if (rejected.length > 0) throw new Refused(rejected.map(({ id, reason }) => `${id}: ${reason}`).join('\n'));
    return lines.map(({ id }) => id);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return [];
  }
}

/** A signal that should be taken was not. */
class Refused extends Error {}
