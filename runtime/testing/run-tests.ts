/** Runs `test` blocks in virtual time on the core that runs in production. */
import type { Test, TestStep, TestSuite } from '../../compiler/graph/tests.ts';
import type { Graph, Condition as GraphCondition, Place } from '../../compiler/graph/types.ts';
import type { Condition } from '../core/compile/parts.ts';
import { compileProgram } from '../core/compile/program.ts';
import { type Programs, programsOf } from '../core/programs.ts';
import { safeName } from '../core/values/names.ts';
import { counterexample, type Values, withValues } from './any-values.ts';
import { type Coverage, createCoverage } from './coverage.ts';
import { judge } from './expectation.ts';
import type { Taken } from './people.ts';
import { type PlayedStep, shuffles } from './shuffle.ts';
import { type Led, ledTo } from './story.ts';
import { createWorld, type World } from './world.ts';

export interface TestResult {
  readonly name: string;
  readonly file: string;
  readonly ok: boolean;
  /** from 1: where it failed, else where it begins */
  readonly line: number;
  /** what was expected and what happened */
  readonly message?: string;
  /** the decisions that led there */
  readonly decisions?: readonly Led[];
}

export interface TestReport {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly TestResult[];
  readonly coverage: Coverage;
}

/** A monday morning: where a test begins that does not say when. */
const DEFAULT_START = Date.UTC(2026, 0, 5, 10);

/** `seed`: which values `for any` tries, where a run is to be repeated. */
export function runTests(graph: Graph, suite: TestSuite, filter?: string, seed?: number): TestReport {
  const wanted = suite.tests.filter((test) => filter === undefined || test.name.includes(filter));
  const sources = wanted.flatMap((test) => test.steps.flatMap((step) => conditionOf(step) ?? []));
  const program = compileProgram(graph, sources);
  const conditions = new Map(sources.map((source, index) => [source, program.extras[index] ?? null]));
  const coverage = createCoverage(graph);
  const programs: Programs = { ...programsOf(program, [], suite.history), visit: coverage.visit };
  const tests = wanted.map((test) => runTest(programs, suite, test, conditions, seed));
  const failed = tests.filter((test) => !test.ok).length;
  return { passed: tests.length - failed, failed, tests, coverage: coverage.report() };
}

function conditionOf(step: TestStep): GraphCondition | null {
  return step.kind === 'expect' && step.what.kind === 'holds' ? step.what.condition : null;
}

type Conditions = ReadonlyMap<GraphCondition, Condition | null>;

interface Failure {
  readonly place: Place;
  readonly message: string;
  readonly decisions: readonly Led[];
}

/** With the plainest values that break it, where it holds for not all of them. */
function runTest(
  programs: Programs,
  suite: TestSuite,
  test: Test,
  conditions: Conditions,
  seed: number | undefined,
): TestResult {
  if (test.any === undefined) return runOnce(programs, suite, test, conditions, {});
  const found = counterexample(
    test,
    programs.current.graph,
    seed,
    (values) => runOnce(programs, suite, test, conditions, values).ok,
  );
  if (found === undefined) {
    return { name: test.name, file: suite.files[test.place[0]] ?? '', ok: true, line: test.place[1] + 1 };
  }
  const failed = runOnce(programs, suite, test, conditions, found.values);
  return { ...failed, message: `With ${found.words} (seed ${found.seed}):\n${failed.message ?? ''}` };
}

function runOnce(programs: Programs, suite: TestSuite, test: Test, conditions: Conditions, values: Values): TestResult {
  const [file] = test.place;
  const base = { name: test.name, file: suite.files[file] ?? '' };
  for (const { steps, order } of shuffles(test, startOf(test))) {
    const failure = play(programs, steps, conditions, values);
    if (failure === null) continue;
    const message = order === null ? failure.message : `${failure.message}\nWith the signals in this order: ${order}`;
    return { ...base, ok: false, line: failure.place[1] + 1, message, decisions: failure.decisions };
  }
  return { ...base, ok: true, line: test.place[1] + 1 };
}

function startOf({ steps }: { readonly steps: readonly TestStep[] }): number {
  const first = steps.find((step) => step.kind === 'at' || step.kind === 'after' || step.kind === 'signal');
  return first?.kind === 'at' ? first.time : DEFAULT_START;
}

function play(
  programs: Programs,
  steps: readonly PlayedStep[],
  conditions: Conditions,
  values: Values,
): Failure | null {
  const world = createWorld(programs, startOf({ steps }));
  for (const step of steps) {
    const message = playStep(programs, world, withValues(step, values), conditions, values) ?? unansweredIn(world);
    if (message !== null) return { place: step.place, message, decisions: ledTo(programs, world, step) };
  }
  return null;
}

/** A test says what others answer, where nothing stands in for it. */
function unansweredIn({ unanswered: [name] }: World): string | null {
  if (name === undefined) return null;
  return `Nobody answers ${name}: write \`given ${name} answers ..\` or \`given ${name} fails\`.`;
}

/** Null, or what went wrong. */
function playStep(
  programs: Programs,
  world: World,
  step: PlayedStep,
  conditions: Conditions,
  values: Values,
): string | null {
  switch (step.kind) {
    case 'given': {
      const customer = world.customer(step.customer);
      for (const [field, value] of Object.entries(step.fields)) customer.profile[safeName(field)] = value;
      const keys = Object.entries(step.keys).flatMap(([key, value]) =>
        typeof value === 'string' ? [[safeName(key), value] as const] : [],
      );
      const taken = world.give(step.customer, Object.fromEntries(keys));
      if (taken !== null) return tooAlike(step.customer, taken);
      for (const purpose of step.consents) customer.consents[purpose] = true;
      world.meet(step.customer);
      return null;
    }
    case 'join':
      world.join(step.customer, step.other);
      return null;
    case 'variant': {
      const customer = step.subject === undefined ? world.customer(step.customer) : world.subject(step.subject);
      customer.experiments = { ...customer.experiments, [step.experiment]: step.variant };
      return null;
    }
    case 'at':
      if (step.time < world.clock) return 'Time only goes on: this moment is before the step above.';
      world.moveTo(step.time, false);
      return null;
    case 'after':
      world.moveTo(world.clock + step.ms, false);
      return null;
    case 'signal':
      world.signal(step.customer, step.signal, step.data, step.happenedAt ?? world.clock);
      return null;
    case 'delivery':
      world.moveTo(world.clock, true);
      return world.delivery(step.customer, step.message, step.what, step.link ?? null)
        ? null
        : `Expected that ${step.message} had been sent, but it was not.`;
    case 'answers':
      world.answers(step.action, step.fails === true ? null : { value: step.value ?? null });
      return null;
    case 'team':
      world.moveTo(world.clock, true);
      return world.closeTask(step.team, step.action) ? null : `Expected an open task of ${step.team}, but it has none.`;
    case 'expect': {
      // What is due at this very instant has happened once somebody looks.
      world.moveTo(world.clock, true);
      const condition = step.what.kind === 'holds' ? (conditions.get(step.what.condition) ?? null) : null;
      const verdict = judge(programs, world, step.customer, step.what, condition, values);
      if (verdict.holds !== step.negated) return null;
      return `Expected: ${step.text.replace(/^expect /, '')}\nHappened: ${verdict.actual}`;
    }
  }
}

function tooAlike(name: string, { key, by }: Taken): string {
  return `${by} has this \`${key}\`, too, and a strong key is one person's: give them different ones, or write \`${name} is ${by}\` where they turn out to be one.`;
}
