/** Runs the command as people do: a process of its own, from the bundle that is published. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const project = new URL('../..', import.meta.url).pathname;
const bundle = join(project, 'node_modules/.cache/journey-cli');

/** Several test files build it at once: none may run a half of it. */
export async function buildCli(): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    absWorkingDir: project,
    entryPoints: { journey: 'bin/journey.ts' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outdir: bundle,
    outExtension: { '.js': '.mjs' },
    external: ['better-sqlite3'],
    mainFields: ['module', 'main'],
    logLevel: 'error',
    banner: { js: "import { createRequire as r } from 'node:module';\nconst require = r(import.meta.url);" },
  });
  mkdirSync(bundle, { recursive: true });
  for (const { path, contents } of outputFiles) {
    const whole = `${path}.${randomUUID()}`;
    writeFileSync(whole, contents);
    renameSync(whole, path);
  }
}

export function commandLine(args: readonly string[]): [program: string, ...args: string[]] {
  return [process.execPath, join(bundle, 'journey.mjs'), ...args];
}

export function journey(
  cwd: string,
  args: readonly string[],
  input: string | Uint8Array = '',
  env: Readonly<Record<string, string>> = {},
): Ran {
  const [program, ...all] = commandLine(args);
  const { status, stdout, stderr } = spawnSync(program, all, {
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
  const [program, ...all] = commandLine(args);
  const { status, stderr } = spawnSync(program, all, {
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
