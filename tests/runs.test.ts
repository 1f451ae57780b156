/** What is told of a journey that others run. */
import { expect, it } from 'vitest';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { createWorld } from '../runtime/testing/world.ts';
import { compileTexts } from './compile.ts';

const FILE = `
signal Began {}
signal Ended {}
journey Inner() {
  wait 3 days
}
journey Outer {
  start on Began every time
  stop on Ended
  run Inner()
}
journey Branching {
  start on Began every time
  together {
    branch { run Inner() }
    branch { wait 1 hour }
  } until any
}
`;
const { graph } = compileTexts({ 'a.journey': FILE });

/** Counted from 0. */
const lineOf = (text: string): number => FILE.slice(0, FILE.indexOf(text)).split('\n').length - 1;

it('one that ends because nobody waits for it any more tells the line by which it was run', () => {
  const programs = programsOf(compileProgram(graph));
  const start = Date.UTC(2026, 2, 2, 10);
  const world = createWorld(programs, start);
  world.signal('ada', 'Began', {}, start);
  world.signal('ada', 'Ended', {}, start + 2 * 3_600_000);
  const stopped = world.happened
    .flatMap(({ decisions }) => decisions)
    .filter(({ journey, kind }) => journey === 'Inner' && kind === 'stopped');
  const told = stopped.map(({ because }) => because.map(({ rule }) => programs.current.rules[rule]?.place[1]));
  expect(told).toEqual([[lineOf('branch { run Inner() }')], [lineOf('\n  run Inner()\n') + 1]]);
});

const LINES = `
type Line { sku: id }
signal Ordered { lines: list of Line }
journey Packing(sku: id) {
  finish as packed
}
journey Asking(sku: id) {
  finish as asked
}
journey Ordering {
  start on Ordered as ordered every time
  for each line in ordered.lines {
    start Asking(line.sku)
    run Packing(line.sku)
  }
}
`;

it('of many that are run one after another at one instant each is run: only those that run each other are cut', () => {
  const programs = programsOf(compileProgram(compileTexts({ 'a.journey': LINES }).graph));
  const start = Date.UTC(2026, 2, 2, 10);
  const world = createWorld(programs, start);
  const lines = Array.from({ length: 150 }, (_, index) => ({ sku: `s${index}` }));
  world.signal('ada', 'Ordered', { lines }, start);
  const decisions = world.happened.flatMap((each) => each.decisions);
  const ended = (outcome: string): number =>
    decisions.filter((each) => each.kind === 'finished' && each.outcome === outcome).length;
  expect([ended('packed'), ended('asked')]).toEqual([150, 150]);
  expect(decisions.filter(({ kind }) => kind === 'stuck')).toEqual([]);
});

it('one that runs itself is cut', () => {
  const circle =
    'signal Began {}\njourney Inner() {\n  start Inner()\n  start Inner()\n}\njourney Outer {\n  start on Began every time\n  run Inner()\n}\n';
  const programs = programsOf(compileProgram(compileTexts({ 'a.journey': circle }).graph));
  const world = createWorld(programs, 0);
  world.signal('ada', 'Began', {}, 0);
  const decisions = world.happened.flatMap((each) => each.decisions);
  const told = (kind: string): number => decisions.filter((each) => each.kind === kind).length;
  expect(told('started')).toBe(1001);
  expect(told('finished')).toBe(1001);
  expect(told('stuck')).toBeGreaterThan(900);
});
