/** Runs the command as people do: a process of its own, from the bundle that is published. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `npm run build` made. */
const program = join(import.meta.dirname, '../../dist/journey.js');

export function commandLine(args: readonly string[]): [program: string, ...args: string[]] {
  return [process.execPath, program, ...args];
}

export function journey(
  cwd: string,
  args: readonly string[],
  input: string | Uint8Array = '',
  env: Readonly<Record<string, string>> = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...env },
  });
  return { status, stdout, stderr };
}

/** With its standard output in a file. */
export function journeyInto(file: string, cwd: string, args: readonly string[]): Omit<Ran, 'stdout'> {
  const out = openSync(file, 'w');
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    stdio: ['ignore', out, 'pipe'],
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NO_COLOR: '1' },
  });
  closeSync(out);
  return { status, stderr };
}

const folders: string[] = [];
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** A folder of its own with these files; gone after the tests. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'journey-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
