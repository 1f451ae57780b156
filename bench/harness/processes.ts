/** Child processes: contenders run in one each, so that none inherits the heap or the warm code of another. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Inside the project, so that a bundle finds the packages that stay outside it. */
const bundles = join('node_modules', '.cache', 'journey-bench');

/** Bundles one TypeScript entry to plain JavaScript and returns its path: no loader sits in the measured process. */
export async function bundle(entry: string): Promise<string> {
  mkdirSync(bundles, { recursive: true });
  const outfile = join(bundles, `${entry.replaceAll(/[^a-z0-9]+/gi, '-')}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['better-sqlite3', 'typescript', '@typespec/compiler'],
    // Bundled CommonJS packages call `require`, which an ES module does not have.
    banner: {
      js: "import { createRequire as requireOfBundle } from 'node:module'; const require = requireOfBundle(import.meta.url);",
    },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'error',
  });
  return outfile;
}

export interface Finished {
  readonly stdout: string;
  /** from spawning to exit */
  readonly seconds: number;
}

/** Runs node with these arguments to its end; a status outside `accepted` is an error that shows what it wrote. */
export function runNode(args: readonly string[], accepted: readonly number[] = [0]): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (status !== null && accepted.includes(status)) resolve({ stdout: Buffer.concat(stdout).toString(), seconds });
      else
        reject(
          new Error(`node ${args.join(' ')} ended with ${status}:\n${Buffer.concat(stderr).toString().slice(-4000)}`),
        );
    });
  });
}
