/**
 * Long, seeded faults against the built product: `npm run torture -- [CASE..] [--rounds N] [--seed S]`.
 * Prints the seed; a failed round says how to have it again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { seeded } from '../bench/harness/random.ts';
import { cases } from './cases.ts';

const program = new Command('torture')
  .argument('[case...]', `which: ${cases.map(({ name }) => name).join(', ')}`)
  .option('--rounds <number>', 'rounds of each case', '20')
  .option('--seed <number>', 'what all that is random comes from')
  .parse();
const options = program.opts<{ rounds: string; seed?: string }>();
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const wanted = program.args.length === 0 ? cases : cases.filter(({ name }) => program.args.includes(name));

console.log(`seed ${seed}`);
for (const { name, what, missing, rounds, run } of wanted) {
  console.log(`${name}: ${what}`);
  if (missing !== null) {
    console.log(`  left out: ${missing}`);
    continue;
  }
  for (let round = 0; round < Math.min(Number(options.rounds), rounds ?? Number.POSITIVE_INFINITY); round++) {
    const folder = mkdtempSync(join(tmpdir(), 'journey-torture-'));
    try {
      console.log(`  ${round + 1}: ${await run({ random: seeded(seed + round), folder })}`);
    } catch (error) {
      console.error(`  ${round + 1}: FAILED
${reasonOf(error)}`);
      console.error(`again: npm run torture -- ${name} --rounds 1 --seed ${seed + round}`);
      process.exitCode = 1;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.message}\n${reasonOf(error.cause)}`;
}
