/**
 * `npm run bench [-- CASE] [-- --json]`: this project against limits and peers.
 *
 * --json         one document on stdout, progress on stderr
 * --rounds N     interleaved rounds, 5 unless said
 * --customers N  size of cart rescue, 100,000 unless said
 * --journeys N   size of the generated workspace, 1,000 unless said
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

const cases: Record<string, (settings: Settings) => Promise<Case>> = {
  'cart-rescue': cartRescue,
  'compile-cold': compileCold,
  'compile-warm': compileWarm,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    customers: { type: 'string', default: '100000' },
    journeys: { type: 'string', default: '1000' },
  },
});

/** `compile` stands for both of its cases. */
const chosen = Object.keys(cases).filter(
  (name) => positionals.length === 0 || positionals.some((word) => name === word || name.startsWith(`${word}-`)),
);
const counts = [values.rounds, values.customers, values.journeys].map(Number);
if (chosen.length === 0 || !counts.every((count) => Number.isInteger(count) && count > 0)) {
  console.error(`usage: npm run bench [-- CASE] [-- --json]; a CASE is one of ${Object.keys(cases).join(', ')}`);
  process.exit(2);
}

const [rounds = 5, customers = 100_000, journeys = 1000] = counts;
const folder = mkdtempSync(join(tmpdir(), 'journey-bench-'));
const reports: CaseReport[] = [];
try {
  for (const name of chosen) {
    const subject = await cases[name]?.({ rounds, customers, journeys, folder });
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
