/**
 * `npm run bench [-- CASE] [-- --json]`: this project against limits and peers.
 *
 * --json         one document on stdout, progress on stderr
 * --rounds N     interleaved rounds, 5 unless said
 * --customers N  customers of each case, as many as the case takes by itself unless said
 * --journeys N   journeys that are compiled, or deployed, 1,000 unless said
 * --records N    records of the log that `look` looks into, 1,000,000 unless said
 * --peers        leave this project out: measures the machine
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    customers: { type: 'string' },
    journeys: { type: 'string', default: '1000' },
    records: { type: 'string', default: '1000000' },
  },
});

const cases = values.peers ? duels : { ...duels, ...alone };
/** `compile` stands for both of its cases. */
const chosen = Object.keys(cases).filter(
  (name) => positionals.length === 0 || positionals.some((word) => name === word || name.startsWith(`${word}-`)),
);
const counts = [values.rounds, values.journeys, values.records, values.customers ?? '1'].map(Number);
if (chosen.length === 0 || !counts.every((count) => Number.isInteger(count) && count > 0)) {
  console.error(`usage: npm run bench [-- CASE] [-- --json]; a CASE is one of ${Object.keys(cases).join(', ')}`);
  process.exit(2);
}

const [rounds = 5, journeys = 1000, records = 1_000_000] = counts;
const customers = values.customers === undefined ? null : Number(values.customers);
const folder = mkdtempSync(join(tmpdir(), 'journey-bench-'));
const reports: CaseReport[] = [];
try {
  for (const name of chosen) {
    const subject = await cases[name]?.({ rounds, customers, journeys, records, folder });
    if (subject === undefined || (values.peers && subject.against.length === 0)) continue;
    const report = await measure(subject, {
      peersOnly: values.peers,
      rounds,
      report: (line) => console.error(line),
    });
    reports.push(report);
    if (!values.json) console.log(`\n${table(report)}\n`);
  }
  if (values.json) console.log(JSON.stringify({ node: process.version, cpus: cpus().length, cases: reports }));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
