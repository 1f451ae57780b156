/** Runs the built `journey` command as a process of its own, as people do. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
const root = join(import.meta.dirname, '..');

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The one JSON document that a command with `--json` prints; the caller says its shape. */
export async function journeyJson<T>(...args: string[]): Promise<T> {
  const { stdout, stderr } = await journey(...args, '--json');
  if (stdout === '') throw new Error(`journey ${args.join(' ')} printed nothing:\n${stderr}`);
  return JSON.parse(stdout);
}

export function journey(...args: string[]): Promise<Finished> {
  return journeyIn(root, args);
}

export function journeyIn(cwd: string, args: readonly string[], input: string | Buffer = ''): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(input);
  });
}
