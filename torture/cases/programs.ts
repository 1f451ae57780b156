/** Programs that nobody wrote, deployed one after the other, with faults against the same without. */

import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Torture } from '../case.ts';
import { requireFaultless } from '../simulator/host.ts';
import { historyOf, type Programs, programsFrom, smaller } from '../simulator/programs.ts';
import type { Step } from '../simulator/script.ts';

const HISTORIES = 5;
const DAY = 86_400_000;

/** `trios`: so many times three programs. */
export function programs(trios: number): Torture {
  return {
    name: 'programs',
    what: `${trios} times three generated programs, deployed over each other in ${HISTORIES} histories with crashes, joins, backups that come back and what operators do`,
    missing: null,
    async run({ random, folder }) {
      const file = join(folder, 'programs.db');
      const seed = Math.floor(random() * 2 ** 31);
      for (let trio = 0; trio < trios; trio++) {
        const all = programsFrom(seed + trio);
        const property = fc.asyncProperty(historyOf(all), (steps) => play(file, all, steps));
        const found = await fc.check(property, { numRuns: HISTORIES, seed: seed + trio });
        const steps = found.counterexample?.[0];
        if (steps !== undefined) throw await told(file, all, steps, found.errorInstance);
      }
      return `${trios * HISTORIES} histories from seed ${seed}`;
    },
  };
}

function play(file: string, all: Programs, steps: readonly Step<number>[]): Promise<void> {
  const graphWith = (index: number) => {
    const program = all[index];
    if (program === undefined) throw new Error(`there is no program ${index}`);
    return program.graph;
  };
  return requireFaultless({ file, graphWith, first: 0, lastMs: 12 * DAY }, steps);
}

/** The smallest programs that still fail, and what happens to them. */
async function told(file: string, all: Programs, steps: readonly Step<number>[], first: unknown): Promise<Error> {
  let cause = first;
  const least = await smaller(all, async (less) => {
    try {
      await play(file, less, steps);
      return false;
    } catch (error) {
      cause = error;
      return true;
    }
  });
  const used = new Set([0, ...steps.flatMap((step) => (step.kind === 'deploy' ? [step.files] : []))]);
  const texts = least.flatMap(({ text }, index) => (used.has(index) ? [`// program ${index}\n${text}`] : []));
  return new Error(`${texts.join('\n')}\n${inspect(steps, { depth: 9 })}`, { cause });
}
