/** What the checker accepts never meets a value of another type when it runs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../compiler/graph/types.ts';
import { createWorkspace } from '../../compiler/workspace.ts';
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import { createWorld } from '../../runtime/testing/world.ts';
import { type Line, line, program, seen, type TypeName, types } from './program.ts';

const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

const isNumber = (value: Json): boolean => typeof value === 'number' && Number.isFinite(value);
const isWhole = (value: Json): boolean => Number.isInteger(value);
const isText = (value: Json): boolean => typeof value === 'string';

/** The representation that `graph/types.ts` promises. */
const conforms: Readonly<Record<TypeName, (value: Json) => boolean>> = {
  text: isText,
  number: isNumber,
  integer: isWhole,
  boolean: (value) => typeof value === 'boolean',
  money: isWhole,
  percent: isNumber,
  duration: isNumber,
  time: isNumber,
  date: isWhole,
  Color: (value) => value === 'red' || value === 'green' || value === 'blue',
};

/** The lines that are accepted: a line with an error says nothing about the others. */
function accepted(lines: readonly Line[]): readonly Line[] {
  const text = program(lines);
  const head = text.slice(0, text.indexOf('start on')).split('\n').length;
  const workspace = createWorkspace({ settings });
  workspace.setFile('compute.journey', text);
  const wrong = new Set(
    workspace.check().flatMap(({ severity, range }) => (severity === 'error' ? [range.start.line - head] : [])),
  );
  return lines.filter((_, index) => !wrong.has(index));
}

let tried = 0;
let taken = 0;

test('what is accepted gives values of its type', () => {
  const property = fc.property(
    fc.array(line, { minLength: 4, maxLength: 12 }),
    fc.array(seen, { minLength: 1, maxLength: 4 }),
    (lines, signals) => {
      const right = accepted(lines);
      tried += lines.length;
      taken += right.length;
      const workspace = createWorkspace({ settings });
      workspace.setFile('compute.journey', program(right));
      const compiled = workspace.compile();
      if (compiled === undefined) expect.fail(`not compiled: ${program(right)}`);
      const world = createWorld(programsOf(compileProgram(compiled.graph)), Date.UTC(2026, 2, 1));
      for (const data of signals) {
        world.moveTo(world.clock + 40_000_000, true);
        world.signal('ada', 'Seen', data, world.clock);
        const { profile } = world.customer('ada');
        for (const type of types) {
          const value = profile[type.toLowerCase()];
          if (value === undefined) continue;
          if (!conforms[type](value)) expect.fail(`${type} is ${JSON.stringify(value)} after\n${program(right)}`);
        }
      }
    },
  );
  fc.assert(property, { numRuns: Number(process.env.JOURNEY_SOUNDNESS_RUNS ?? 300) });
  // Otherwise the test would say nothing.
  expect(taken / tried).toBeGreaterThan(0.6);
}, 120_000);
