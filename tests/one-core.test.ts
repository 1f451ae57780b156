/** Law 11: the engine over SQLite and the world of the tests decide the same, whatever comes in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { createEngine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { openWriter } from '../runtime/store/open.ts';
import { createWorld } from '../runtime/testing/world.ts';
import { compileFolder } from './compile.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-core-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileFolder(join(import.meta.dirname, '..', 'runtime', 'testing', 'fixtures'));
const START = Date.UTC(2026, 2, 27, 9);
const CUSTOMERS = ['ada', 'bob', 'cem'];

interface Step {
  readonly customer: string;
  readonly signal: string;
  readonly data: Readonly<Record<string, string | number>>;
  /** since the step before, in milliseconds */
  readonly after: number;
}

const key = fc.constantFrom('a', 'b');
const signal = fc.oneof(
  key.map((k) => ({ signal: 'Began', data: { key: k } })),
  fc.tuple(key, fc.integer({ min: 0, max: 200 })).map(([k, size]) => ({ signal: 'Ping', data: { key: k, size } })),
  key.map((k) => ({ signal: 'Other', data: { key: k } })),
  key.map((k) => ({ signal: 'Ended', data: { key: k } })),
  fc
    .constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata')
    .map((timezone) => ({ signal: 'Moved', data: { timezone } })),
  fc.constantFrom('Agreed', 'Refused').map((name) => ({ signal: name, data: {} })),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc
    .tuple(
      signal,
      fc.constantFrom(...CUSTOMERS),
      fc.oneof(
        fc.constant(0),
        fc.integer({ min: 0, max: 40 }).map((hours) => hours * 1_800_000),
      ),
    )
    .map(([{ signal: name, data }, customer, after]): Step => ({ signal: name, data, customer, after })),
  { minLength: 1, maxLength: 60 },
);

let runs = 0;

describe('the engine and the world of the tests', () => {
  it('decide the same, and the log gives the state again', () => {
    fc.assert(
      fc.property(steps, (script) => {
        const file = join(folder, `${++runs}.db`);
        const { database, lock } = openWriter(file, 'test');
        const engine = createEngine(database, graph, createCommitter(database, file));
        const world = createWorld(programsOf(compileProgram(graph)), START);
        let now = START;
        for (const [index, step] of script.entries()) {
          now += step.after;
          const line = {
            id: `s${index}`,
            type: step.signal,
            subject: step.customer,
            time: new Date(now).toISOString(),
            data: step.data,
          };
          const receipt = engine.accept(Buffer.from(JSON.stringify(line)), 'event', { name: 'test', line: index });
          expect(receipt.status).toBe('accepted');
          const declared = graph.signals[step.signal]?.fields ?? [];
          const data = Object.fromEntries(declared.map(({ name }) => [name, step.data[name] ?? null]));
          world.signal(step.customer, step.signal, data, now);
        }
        const end = now + 100 * 86_400_000;
        engine.wakeUntil(end, true);
        world.moveTo(end, true);
        engine.close();
        const view = openView(database);
        for (const customer of CUSTOMERS) {
          const number = view.byKey(customer);
          const stored = number === null ? [] : timeline(database, view, number).flatMap(({ decisions }) => decisions);
          const played = world.happened
            .filter((item) => item.customer === customer)
            .flatMap(({ decisions }) => decisions);
          const brief = (d: {
            kind: string;
            journey: string | null;
            subject: string | null;
            outcome: string | null;
          }): string =>
            `${d.kind} ${d.journey} ${d.kind === 'handed' || d.kind === 'escalated' ? '' : `${d.subject} ${d.outcome}`}`;
          expect(stored.map(brief)).toEqual(played.map(brief));
        }
        expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
        database.close();
        lock.release();
        for (const tail of ['', '-wal', '-shm', '-writer']) rmSync(file + tail, { force: true });
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
