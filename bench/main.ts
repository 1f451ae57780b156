/** `npm run bench [-- CASE] [-- --json]`: this project against limits and peers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { cartRescue } from './cart-rescue/case.ts';
import { compileCold, compileWarm } from './compile/case.ts';
import { measure } from './harness/rounds.ts';
import { table } from './harness/table.ts';
import type { Case, CaseReport, Settings } from './harness/types.ts';
import { deployed } from './operation/deployed.ts';
import { http } from './operation/http.ts';
import { look } from './operation/look.ts';
import { memory } from './operation/memory.ts';
import { replay } from './operation/replay.ts';

/** Against peers. */
const duels: Record<string, (settings: Settings) => Promise<Case>> = {
  'cart-rescue': cartRescue,
  'compile-cold': compileCold,
  'compile-warm': compileWarm,
};
/** Against limits, and against this project under other conditions. */
const alone: typeof duels = {
  deployed,
  replay,
  memory,
  http,
  look,
};

interface Options {
  readonly json?: boolean;
  readonly peers?: boolean;
  readonly rounds: number;
  readonly customers?: number;
  readonly journeys: number;
  readonly records: number;
}

const program = new Command('npm run bench --')
  .argument(
    '[case...]',
    `which: ${Object.keys({ ...duels, ...alone }).join(', ')}; \`compile\` stands for both of its own`,
  )
  .option('--json', 'one document on stdout, progress on stderr')
  .option('--rounds <number>', 'interleaved rounds', count, 5)
  .option('--customers <number>', 'customers of each case (default: as many as the case takes by itself)', count)
  .option('--journeys <number>', 'journeys that are compiled, or deployed', count, 1000)
  .option('--records <number>', 'records of the log that `look` looks into', count, 1_000_000)
  .option('--peers', 'leave this project out: measures the machine')
  .parse();
const { json, peers, rounds, customers = null, journeys, records } = program.opts<Options>();
const cases = peers === true ? duels : { ...duels, ...alone };
const isMeant = (name: string, word: string): boolean => name === word || name.startsWith(`${word}-`);
const stray = program.args.find((word) => !Object.keys(cases).some((name) => isMeant(name, word)));
if (stray !== undefined) program.error(`There is no case ${stray}; there are: ${Object.keys(cases).join(', ')}.`);
const chosen = Object.keys(cases).filter(
  (name) => program.args.length === 0 || program.args.some((word) => isMeant(name, word)),
);

const folder = mkdtempSync(join(tmpdir(), 'journey-bench-'));
const reports: CaseReport[] = [];
try {
  for (const name of chosen) {
    const subject = await cases[name]?.({ rounds, customers, journeys, records, folder });
    if (subject === undefined || (peers === true && subject.against.length === 0)) continue;
    const report = await measure(subject, {
      peersOnly: peers === true,
      rounds,
      report: (line) => console.error(line),
    });
    reports.push(report);
    if (json !== true) console.log(`\n${table(report)}\n`);
  }
  if (json === true) console.log(JSON.stringify({ node: process.version, cpus: cpus().length, cases: reports }));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It is a whole number, from 1.');
  return number;
}
