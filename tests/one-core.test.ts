/** Law 11: the engine over SQLite and the world of the tests decide the same, whatever comes in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { subjectName } from '../compiler/graph/tests.ts';
import type { Graph, Json } from '../compiler/graph/types.ts';
import { decodeFields } from '../runtime/core/compile/decode.ts';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { createWorld } from '../runtime/testing/world.ts';
import { compileFolder } from './compile.ts';
import { accept, openEngine } from './engine.ts';
import { wireValue } from './wire-values.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-core-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixtures = join(import.meta.dirname, '..', 'runtime', 'testing', 'fixtures');
const START = Date.UTC(2026, 2, 27, 9);
const DAY = 86_400_000;
const CUSTOMERS = ['ada', 'bob', 'cem'];

interface Step {
  readonly customer: string;
  readonly signal: string;
  /** as on the wire */
  readonly data: Readonly<Record<string, Json>>;
  /** since the step before, in milliseconds */
  readonly after: number;
}

function stepsOf(graph: Graph): fc.Arbitrary<Step[]> {
  // Fields that are keys would join customers, and signals without a customer have no one: both have tests of their own. A test
  // lets a call fail at once for which it gives no answer, where the engine waits.
  const calling = Object.values(graph.journeys).filter(({ nodes }) => nodes.some(({ kind }) => kind === 'call'));
  const subjectKeys = Object.values(graph.identity.subjects ?? {});
  const usual = Object.values(graph.signals).filter(
    ({ name, keys, withoutCustomer }) =>
      Object.values(keys).every((key) => subjectKeys.includes(key)) &&
      withoutCustomer !== true &&
      !calling.some(({ start }) => JSON.stringify(start).includes(`"${name}"`)),
  );
  const signals = usual.map(({ name, fields }) =>
    fc
      .record(Object.fromEntries(fields.map((field) => [field.name, wireValue(field.type, graph, START)])))
      .map((data) => ({ signal: name, data })),
  );
  const pause = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 40 }).map((hours) => hours * 1_800_000),
  );
  return fc.array(
    fc
      .tuple(fc.oneof(...signals), fc.constantFrom(...CUSTOMERS), pause)
      .map(([each, customer, after]): Step => ({ ...each, customer, after })),
    { minLength: 1, maxLength: 60 },
  );
}

let runs = 0;

const parts = ['.', 'abroad', 'doing', 'recipients', 'subjects'];

describe.each(parts)('the engine and the world of the tests, on %s', (part) => {
  const { graph } = compileFolder(join(fixtures, part));
  const programs = programsOf(compileProgram(graph));

  it('decide the same, and the log gives the state again', () => {
    fc.assert(
      fc.property(stepsOf(graph), (script) => {
        const file = join(folder, `${++runs}.db`);
        const { database, engine, release } = openEngine(graph, file);
        const world = createWorld(programs, START);
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
          const receipt = accept(engine, line);
          expect(receipt.status).toBe('accepted');
          const fields: Record<string, Json> = {};
          expect(decodeFields(step.data, programs.current.signals.get(step.signal)?.fields ?? [], fields)).toBeNull();
          world.signal(step.customer, step.signal, fields, now);
        }
        const end = now + 100 * DAY;
        engine.wakeUntil(end, true);
        world.moveTo(end, true);
        engine.close();
        const view = openView(database);
        const subjects = Object.keys(graph.identity.subjects ?? {}).flatMap((kind) =>
          ['a', 'b', 'bob'].map((key) => ({ key: `${kind}:${key}`, customer: subjectName(kind, key) })),
        );
        for (const { key, customer } of [...CUSTOMERS.map((name) => ({ key: name, customer: name })), ...subjects]) {
          const number = view.byKey(key);
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
            // Ids hold the place in the log, which begins with the graph in the one and not in the other.
            `${d.kind} ${d.journey} ${d.subject} ${d.outcome}`.replace(/\b[a-z]+-\d+(-\d+)*\b/g, 'ID');
          expect(stored.map(brief)).toEqual(played.map(brief));
        }
        expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
        release();
        for (const tail of ['', '-wal', '-shm', '-writer']) rmSync(file + tail, { force: true });
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
