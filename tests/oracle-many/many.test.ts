/**
 * What concerns several at once is what a naive reading of `docs/language.md` says: signals without customer, messages to somebody else, journeys
 * about tickets. Virtual time and the engine say the same, decision by decision.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR } from '../oracle/language.ts';
import { START } from '../oracle/programs.ts';
import type { Happening, Line } from './language.ts';
import { foretell } from './model.ts';
import { graphOf, inTheEngine, inVirtualTime, linesOf, recorded } from './products.ts';
import { program, script } from './programs.ts';
import { written } from './written.ts';

const hours = (time: number): string => `${(time - START) / HOUR}h`;
const said = ({ time, ...rest }: Happening): string =>
  `${hours(time)}: ${JSON.stringify('fact' in rest ? { ...rest, ...rest.fact, fact: undefined, at: undefined } : rest)}`;

/** Each instance by itself, in each trace: what happens to several at one instant has no order that a reader could count on. */
function byInstance(lines: readonly Line[]): string[] {
  const order = (a: Line, b: Line) => key(a).localeCompare(key(b));
  return lines.toSorted(order).map(({ time, owner, what }) => `${owner}, ${hours(time)}: ${what}`);
}
const key = ({ owner, what }: Line): string => `${owner} ${what.split(':')[0]}`;

test('what happens to several is what the reference says', () => {
  const kinds = new Set<string>();
  const property = fc.property(program, script, (plan, happenings) => {
    const text = written(plan);
    const graph = graphOf(text);
    const end = (happenings.at(-1)?.time ?? START) + 200 * HOUR;
    const about = `${text}\n${happenings.map(said).join('\n')}`;
    const tested = inVirtualTime(graph, happenings, START, end);
    const lines = linesOf(tested);
    for (const { what } of lines) kinds.add(what.split(': ')[1]?.split(' ')[0] ?? '');
    expect(byInstance(lines), about).toEqual(byInstance(foretell(plan, happenings, START, end)));
    expect(recorded(inTheEngine(graph, happenings, end)), about).toEqual(recorded(tested));
  });
  fc.assert(property, {
    numRuns: Number(process.env.JOURNEY_ORACLE_MANY_RUNS ?? 150),
    seed: Number(process.env.JOURNEY_ORACLE_SEED ?? 1),
  });
  // Otherwise the test would say nothing.
  expect([...kinds].sort()).toEqual(['dropped', 'finished', 'held', 'sent', 'started']);
}, 120_000);
