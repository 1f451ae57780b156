/** Cart rescue: the same durable job by this project, by hand and by a library, in signals a second. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, runNode } from '../harness/processes.ts';
import type { Case, Contender, Sample, Settings } from '../harness/types.ts';
import { writeInput } from './input.ts';
import type { Facts, Outcome } from './job.ts';

const peers = ['best', 'plain', 'xstate', 'log-only'];
const CUSTOMERS = 100_000;
const product = join('dist', 'journey.js');
const workspace = join('bench', 'cart-rescue', 'workspace');

/** The keys of `journey run --json` that are compared. */
interface RunReport {
  readonly signals: number;
  readonly seconds: number;
  readonly messages: { readonly sent: number };
  readonly instances: { readonly started: number };
  readonly journeys: Readonly<Record<string, { readonly outcomes: Readonly<Record<string, number>> }>>;
}

export async function cartRescue(settings: Settings): Promise<Case> {
  const input = join(settings.folder, 'signals.jsonl');
  const facts = writeInput(input, settings.customers ?? CUSTOMERS);
  const against: Contender[] = [];
  for (const name of peers) against.push(await peer(name, input, settings.folder, facts));
  return { name: 'cart-rescue', unit: 'signals/s', ours: ours(input, settings.folder), against, expected: facts };
}

async function peer(name: string, input: string, folder: string, expected: Facts): Promise<Contender> {
  const program = await bundle(`bench/cart-rescue/contenders/${name}.ts`);
  return {
    name,
    run: async () => {
      const database = join(folder, `${name}.db`);
      removeDatabase(database);
      const { stdout, seconds: wall } = await runNode([program, input, database]);
      removeDatabase(database);
      const outcome: Outcome = JSON.parse(stdout);
      // The log alone decides nothing, so it has nothing but signals to compare.
      return sample({ ...expected, ...outcome.facts }, outcome.seconds, wall);
    },
  };
}

function ours(input: string, folder: string): Contender {
  return {
    name: 'ours',
    run: async () => {
      if (!existsSync(product)) throw new Error(`${product} is missing: run npm run build, or measure with --peers`);
      const database = join(folder, 'ours.db');
      removeDatabase(database);
      const args = ['run', workspace, '--db', database, '--input', input, '--drain', '--json'];
      const { stdout, seconds: wall } = await runNode([product, ...args]);
      removeDatabase(database);
      const report: RunReport = JSON.parse(stdout);
      return sample(factsOf(report), report.seconds, wall);
    },
  };
}

function factsOf(report: RunReport): Facts {
  const outcomes = Object.values(report.journeys)[0]?.outcomes ?? {};
  return {
    signals: report.signals,
    started: report.instances.started,
    bought: outcomes.bought ?? 0,
    reminded: report.messages.sent,
    converted: outcomes.converted ?? 0,
    not_converted: outcomes.not_converted ?? 0,
    not_reachable: outcomes.not_reachable ?? 0,
  };
}

function sample(facts: Facts, seconds: number, wall: number): Sample {
  return { value: facts.signals / seconds, facts, notes: { seconds, 'seconds of the whole process': wall } };
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}
