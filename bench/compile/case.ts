/** Compile throughput on the generated workspace, in lines a second. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, runNode } from '../harness/processes.ts';
import type { Case, Contender, Settings } from '../harness/types.ts';
import { writeWorkspace } from './generate.ts';
import { writeTypeSpec } from './peers/typespec-text.ts';

const product = join('dist', 'journey.js');

/** What every contender must find, see `Case`. */
interface Facts extends Readonly<Record<string, number>> {
  readonly lines: number;
  readonly errors: number;
}

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
      await typespec(join(folder, 'typespec'), lines, facts),
      await langium(workspace, facts),
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

/** TypeSpec on text of like shape, in lines of its own a second. */
async function typespec(folder: string, wanted: number, facts: Facts): Promise<Contender> {
  const lines = writeTypeSpec(folder, wanted);
  const program = await bundle('bench/compile/peers/typespec.ts');
  return {
    name: 'typespec',
    run: async () => {
      const { stdout, seconds } = await runNode([program, folder]);
      const report: { errors: number } = JSON.parse(stdout);
      return { value: lines / seconds, facts: { ...facts, errors: report.errors }, notes: { seconds, lines } };
    },
  };
}

/** Langium on the same texts. */
async function langium(workspace: string, facts: Facts): Promise<Contender> {
  const program = await bundle('bench/compile/peers/langium.ts');
  return {
    name: 'langium',
    run: async () => {
      const { stdout, seconds } = await runNode([program, workspace]);
      const report: { lines: number; errors: number } = JSON.parse(stdout);
      return { value: report.lines / seconds, facts: { ...facts, ...report }, notes: { seconds } };
    },
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
