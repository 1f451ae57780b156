/** The main job on logs that nobody here wrote: `journey run` against a straight-line computation over the same file. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../../runtime/engine/verify.ts';
import type { Summary } from '../../runtime/insight/summary.ts';
import { journeyJson } from '../command.ts';
import { lendingByHand } from './lending.ts';
import { retailByHand } from './retail.ts';
import type { Counts } from './signals.ts';

const shared = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const samples = join(import.meta.dirname, '..', '..', 'journeys');
const folder = mkdtempSync(join(tmpdir(), 'journey-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = Summary & { readonly rejected: number };

/** The counts of both, by name. */
function added(a: Counts = {}, b: Counts = {}): Counts {
  const sum: Counts = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** Each on our own excerpt, and on the whole file where it is there. */
const files = (workspace: string, whole: string): { name: string; file: string }[] => [
  { name: 'our own sample', file: join(samples, workspace, 'samples', 'signals.jsonl') },
  { name: whole, file: join(shared, whole) },
];

describe.each(files('retail', 'online-retail.jsonl.gz'))('retail on $name', ({ name, file }) => {
  it.skipIf(!existsSync(file))(
    `counts what the computation by hand counts (skipped where ${name} is absent)`,
    async () => {
      const database = join(folder, `retail-${name}.db`);
      const json = await journeyJson<Run>('run', 'journeys/retail', '--input', file, '--drain', '--db', database);
      const expected = retailByHand(file);
      const { AfterPurchase: after, ReturnCare: care } = json.journeys;
      expect({
        started: after?.started,
        goals: after?.goals,
        outcomes: after?.outcomes,
        sent: { ...after?.messages, ...care?.messages },
        held: { ...after?.held, ...care?.held },
        heldBy: added(after?.heldBy, care?.heldBy),
        handed: json.handoffs,
      }).toEqual(expected);
      expect(json.rejected).toBe(0);
      expect((await journeyJson<ReplayReport>('replay', '--verify', '--db', database)).identical).toBe(true);
    },
    120_000,
  );
});

describe.each(files('banking', 'lending.jsonl.gz'))('lending on $name', ({ name, file }) => {
  it.skipIf(!existsSync(file))(
    `counts what the computation by hand counts (skipped where ${name} is absent)`,
    async () => {
      const database = join(folder, `lending-${name}.db`);
      const json = await journeyJson<Run>('run', 'journeys/banking', '--input', file, '--drain', '--db', database);
      const cases = json.journeys.LoanCase;
      expect({ started: cases?.started, stalled: json.handoffs, outcomes: cases?.outcomes }).toEqual(
        lendingByHand(file),
      );
      expect((await journeyJson<ReplayReport>('replay', '--verify', '--db', database)).identical).toBe(true);
    },
    120_000,
  );
});
