/** Compile throughput on the generated workspace, in lines a second. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, runNode } from '../harness/processes.ts';
import type { Case, Settings } from '../harness/types.ts';
import { writeWorkspace } from './generate.ts';

const product = join('dist', 'journey.js');

/** The keys of `journey check --json` that are compared. */
interface CheckReport {
  readonly files: number;
  readonly errors: number;
}

/** What `warm.ts` prints; all times in seconds. */
interface WarmReport {
  readonly errors: number;
  /** the first check of the process, and the median of those after it */
  readonly first: number;
  readonly again: number;
  /** from a changed file to the diagnostics of the whole workspace, median */
  readonly edit: number;
}

/** `journey check` from the start of the process to its exit, against a process that only reads the files. */
export async function compileCold({ folder, journeys }: Settings): Promise<Case> {
  const workspace = join(folder, 'cold');
  const { files, lines } = writeWorkspace(workspace, journeys);
  const facts = { lines, errors: 0 };
  const readOnly = await bundle('bench/compile/read-only.ts');
  return {
    name: 'compile-cold',
    unit: 'lines/s',
    expected: facts,
    ours: {
      name: 'ours',
      run: async () => {
        if (!existsSync(product)) throw new Error(`${product} is missing: run npm run build, or measure with --peers`);
        const { stdout, seconds } = await runNode([product, 'check', workspace, '--json'], [0, 1]);
        const report: CheckReport = JSON.parse(stdout);
        if (report.files !== files) throw new Error(`check saw ${report.files} files of ${files}`);
        return { value: lines / seconds, facts: { lines, errors: report.errors }, notes: { seconds } };
      },
    },
    against: [
      {
        name: 'read-only',
        run: async () => {
          const { stdout, seconds } = await runNode([readOnly, workspace]);
          const report: { lines: number } = JSON.parse(stdout);
          return { value: lines / seconds, facts: { lines: report.lines, errors: 0 }, notes: { seconds } };
        },
      },
    ],
  };
}

/** The same workspace checked again and again in one process, each time from its texts. */
export async function compileWarm({ folder, journeys }: Settings): Promise<Case> {
  const workspace = join(folder, 'warm');
  const { lines } = writeWorkspace(workspace, journeys);
  return {
    name: 'compile-warm',
    unit: 'lines/s',
    expected: { lines, errors: 0 },
    against: [],
    ours: {
      name: 'ours',
      run: async () => {
        const program = await bundle('bench/compile/warm.ts');
        const compiler = await bundle('compiler/workspace.ts');
        const { stdout } = await runNode([program, compiler, workspace]);
        const { errors, first, again, edit }: WarmReport = JSON.parse(stdout);
        return { value: lines / again, facts: { lines, errors }, notes: { first, again, edit } };
      },
    },
  };
}
