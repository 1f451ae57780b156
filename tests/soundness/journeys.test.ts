/** Journeys that the checker accepts never bind, send, ask, emit or see a value of another type than the graph says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Graph, Json, Type } from '../../compiler/graph/types.ts';
import { format } from '../../compiler/syntax/printer/format.ts';
import { compileProgram, type Program } from '../../runtime/core/compile/program.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import type { Effect } from '../../runtime/core/state/output.ts';
import { createWorld, type World } from '../../runtime/testing/world.ts';
import { accepted, workspaceOf } from './accepted.ts';
import { misfit } from './conforms.ts';
import { seen } from './program.ts';
import { plan, written } from './statements.ts';

const HOUR = 3_600_000;

const money = fc.integer({ min: -100_000, max: 100_000 });
const texts = fc.constantFrom('a', 'stop', 'bob', '');
const event = fc.oneof(
  { weight: 4, arbitrary: seen.map((data) => ({ signal: 'Seen', data })) },
  {
    weight: 3,
    arbitrary: fc.record({ m: money, b: fc.boolean(), t: texts }).map((data) => ({ signal: 'Other', data })),
  },
  fc.record({ t: texts }).map((data) => ({ signal: 'Met', data })),
  fc.record({ t: texts }).map((data) => ({ signal: 'News', data })),
  fc.constantFrom('resolved', 'returned', 'approved', 'rejected').map((action) => ({ action }) as const),
  fc.constantFrom('delivered', 'opened', 'clicked', 'failed').map((what) => ({ what }) as const),
);
const happening = fc.record({
  event,
  who: fc.constantFrom('ada', 'bob'),
  pause: fc.constantFrom(0, HOUR / 60, HOUR, 9 * HOUR, 30 * HOUR),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function play(world: World, { event: what, who, pause }: Happening): void {
  world.moveTo(world.clock + pause, true);
  if ('signal' in what) world.signal(who, what.signal, what.data, world.clock);
  else if ('action' in what) {
    if (!world.closeTask('desk', what.action)) world.closeTask('boss', what.action);
  } else world.delivery(who, 'Note', what.what, what.what === 'clicked' ? 'link' : null);
}

/** What in the world is not of its type. */
function* misfits({ graph, rules }: Program, world: World): Generator<string> {
  const told = (where: string, type: Type | undefined, value: Json, partly = false): string[] => {
    const found = type === undefined ? undefined : misfit(graph, type, value, partly);
    return found === undefined ? [] : [`${where}: ${found}`];
  };
  for (const name of ['ada', 'bob']) {
    const customer = world.customer(name);
    for (const [field, value] of Object.entries(customer.profile))
      yield* told(`profile.${field}`, graph.profile[field]?.type, value ?? null);
    for (const { journey, variables, threads } of customer.instances) {
      const types = graph.journeys[journey]?.variables ?? {};
      for (const bound of [variables, ...(threads ?? []).map((thread) => thread.variables)])
        for (const [variable, value] of Object.entries(bound))
          yield* told(`${variable} of ${journey}`, types[variable], value, true);
    }
  }
  for (const { decisions, effects } of world.happened) {
    for (const effect of effects) yield* inEffect(graph, effect, told);
    for (const { because } of decisions)
      for (const { rule, values } of because)
        for (const [index, { name, type }] of (rules[rule]?.reads ?? []).entries())
          yield* told(`seen by a rule: ${name}`, { kind: 'optional', of: type }, values[index] ?? null, true);
  }
}

function* inEffect(graph: Graph, effect: Effect, told: (where: string, type: Type, value: Json) => string[]) {
  switch (effect.kind) {
    case 'message':
      for (const [part, value] of Object.entries(effect.content)) yield* told(`sent: ${part}`, { kind: 'text' }, value);
      yield* told('sent to', { kind: 'text' }, effect.to);
      return;
    case 'task':
      yield* told('because', { kind: 'text' }, effect.because);
      return;
    case 'call': {
      const asked = graph.actions?.[effect.name] ?? graph.models?.[effect.name];
      for (const { name, type } of asked?.parameters ?? [])
        yield* told(`asked of ${effect.name}: ${name}`, type, effect.arguments[name] ?? null);
      return;
    }
    case 'emit':
      yield* told(`emitted ${effect.signal}`, { kind: 'signal', name: effect.signal }, effect.fact);
      return;
    case 'parcel': {
      const node = graph.journeys[effect.parcel.journey]?.nodes.find(({ id }) => id === effect.parcel.node);
      const message = node?.kind === 'send' ? graph.messages[node.message] : undefined;
      for (const [index, { name, type }] of (message?.parameters ?? []).entries())
        yield* told(`passed on: ${name}`, type, effect.parcel.arguments[index] ?? null);
      return;
    }
    default:
      return;
  }
}

test('whatever happens, every value is of its type', () => {
  let kept = 0;
  let tried = 0;
  const property = fc.property(
    plan,
    fc.array(happening, { minLength: 10, maxLength: 40, size: 'max' }),
    fc.boolean(),
    (all, script, answers) => {
      const right = accepted(all);
      tried += all.first.length + all.second.length;
      kept += right.first.length + right.second.length;
      const { text } = written(right);
      const compiled = workspaceOf(text).compile();
      if (compiled === undefined) expect.fail(`not compiled: ${text}`);
      expect(workspaceOf(format(text)).compile()?.graph.hash).toBe(compiled.graph.hash);
      const program = compileProgram(compiled.graph);
      const world = createWorld(programsOf(program), Date.UTC(2026, 2, 1));
      world.answers('Look', answers ? { value: { worth: 50_000, note: null, color: 'green' } } : null);
      if (answers) world.answers('Risk', { value: 0.4 });
      for (const each of script) play(world, each);
      world.moveTo(world.clock + 12 * 24 * HOUR, true);
      const [wrong] = misfits(program, world);
      if (wrong !== undefined) expect.fail(`${wrong}, in\n${text}`);
    },
  );
  fc.assert(property, { numRuns: Number(process.env.JOURNEY_SOUNDNESS_RUNS ?? 60) });
  // Otherwise the test would say nothing.
  expect(kept / tried).toBeGreaterThan(0.9);
}, 120_000);
