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
