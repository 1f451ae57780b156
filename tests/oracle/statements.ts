/** Generates conditions and statements of the oracle's language. */
import fc from 'fast-check';
import type { Arm, Block, Condition, Look, Statement } from './language.ts';

export const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
/** Most journeys do without. */
export const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, value);
export const signal = fc.constantFrom('A', 'B', 'C', 'X');
export const op = fc.constantFrom('>', '<', '==');
export const hours = fc.constantFrom(1, 2, 5, 24, 30);
export const before = fc.constantFrom(0, 2, 5);
export const small = fc.integer({ min: 0, max: 4 });
const look = fc.constantFrom<Look[]>(null, null, null, 'since start', 'ever', 2, 24);
export const channel = fc.constantFrom('email', 'sms');

type Scope = 'profile' | 'start' | 'signal';

/** `scope`: what else than the profile and the past it may speak of. */
export function condition(scope: Scope, depth: number): fc.Arbitrary<Condition> {
  const numbers = { profile: ['profile.num'], start: ['profile.num', 's.n'], signal: ['it.n', 's.n'] } as const;
  const leaves: fc.Arbitrary<Condition>[] = [
    fc.record({ kind: fc.constant('number'), of: fc.constantFrom(...numbers[scope]), op, value: small }),
  ];
  if (scope === 'signal') leaves.push(fc.constant({ kind: 'same key' }));
  else {
    leaves.push(
      fc.constant({ kind: 'tagged' }),
      fc.record({
        kind: fc.constant('count'),
        signal,
        hours: nullable(hours),
        op,
        value: fc.integer({ min: 0, max: 2 }),
      }),
    );
  }
  if (depth === 0) return fc.oneof(...leaves);
  const deeper = condition(scope, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...leaves) },
    fc.record({ kind: fc.constant('not'), of: deeper }),
    fc.record({ kind: fc.constantFrom('and', 'or'), left: deeper, right: deeper }),
  );
}

export const outcome = fc.constantFrom('one', 'two');

/** `emits`: gives out X; `runs`: has others run. */
export interface Can {
  readonly emits: boolean;
  readonly runs: boolean;
}

function block(depth: number, can: Can): fc.Arbitrary<Block> {
  return fc.array(statement(depth, can), { maxLength: 3, size: 'max' }).map(endsWithFinish);
}

/** What stands behind a `finish` could never run, which is an error. */
export function endsWithFinish(all: readonly Statement[]): Block {
  const end = all.findIndex(neverGoesOn);
  return end < 0 ? all : all.slice(0, end + 1);
}

function neverGoesOn(it: Statement): boolean {
  const ends = (each: Block) => each.some(neverGoesOn);
  switch (it.kind) {
    case 'finish':
      return true;
    case 'if':
      return ends(it.yes) && ends(it.no);
    case 'wait for':
      return ends(it.came) && ends(it.over);
    case 'race':
      return it.arms.every((arm) => ends(arm.block));
    case 'together': {
      const going = it.branches.filter((each) => !ends(each)).length;
      return going < (it.needed === 'all' ? it.branches.length : it.needed);
    }
    case 'handoff':
      return it.ways !== null && ends(it.ways.resolved) && ends(it.ways.returned);
    default:
      return false;
  }
}

const send: fc.Arbitrary<Statement> = fc.record({
  kind: fc.constant('send'),
  message: fc.constantFrom('Note', 'Offer'),
  channels: fc.constantFrom(['email'], ['sms'], ['email', 'sms'], ['sms', 'email']) as fc.Arbitrary<
    ('email' | 'sms')[]
  >,
  otherwise: nullable(outcome),
});
export const change: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({
    kind: fc.constant('set'),
    to: fc.oneof(fc.constantFrom('one more', 's.n'), small),
  }) as fc.Arbitrary<Statement>,
  fc.record({ kind: fc.constant('tag'), present: fc.boolean() }),
  fc.record({ kind: fc.constant('moment'), hours: fc.constantFrom(null, 2, 5, 24, 30, 72) }) as fc.Arbitrary<Statement>,
);

export function statement(depth: number, can: Can): fc.Arbitrary<Statement> {
  const leaves: fc.WeightedArbitrary<Statement>[] = [
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), hours }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait until'), clock: fc.constantFrom(0, 8, 21) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('wait for moment'),
        before,
        past: nullable(outcome),
        absent: nullable(outcome),
      }) as fc.Arbitrary<Statement>,
    },
    { weight: 5, arbitrary: send },
    { weight: 3, arbitrary: change },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('finish'), outcome }) },
  ];
  if (can.emits) leaves.push({ weight: 1, arbitrary: fc.record({ kind: fc.constant('emit'), n: small }) });
  if (depth === 0) return fc.oneof(...leaves);
  const inner = block(depth - 1, can);
  return fc.oneof(
    ...leaves,
    ...outward(inner, can),
    { weight: 1, arbitrary: countdown(inner) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('wait for'),
        signal,
        where: nullable(condition('signal', 1)),
        look,
        hours,
        came: inner,
        over: inner,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('race'),
        arms: fc
          .tuple(
            fc.array(arm(inner), { maxLength: 3, size: 'max' }),
            fc.record({ kind: fc.constant('after'), hours, block: inner }),
          )
          .map(([arms, last]): Arm[] => [...arms, last as Arm]),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('if'), condition: condition('start', 1), yes: inner, no: inner }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('repeat'),
        times: fc.integer({ min: 1, max: 3 }),
        hours,
        until: nullable(condition('start', 1)),
        block: inner,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('together'),
        branches: fc.array(
          inner.filter((each) => each.length > 0),
          { minLength: 2, maxLength: 3 },
        ),
        needed: fc.constantFrom(1, 2, 'all'),
      }) as fc.Arbitrary<Statement>,
    },
  );
}

/** Of some of its steps, in the order of time. */
const countdown = (inner: fc.Arbitrary<Block>): fc.Arbitrary<Statement> =>
  fc.record({
    kind: fc.constant('countdown'),
    absent: nullable(outcome),
    steps: fc
      .tuple(...[24, 5, 2, 0].map((before) => nullable(inner.map((block) => ({ before, block })))))
      .map((steps) => steps.filter((step) => step !== null))
      .filter((steps) => steps.length > 0),
  }) as fc.Arbitrary<Statement>;

const outward = (inner: fc.Arbitrary<Block>, { runs }: Can): fc.WeightedArbitrary<Statement>[] => [
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('call'), failed: inner }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('handoff'),
      team: fc.constantFrom('desk', 'boss'),
      within: nullable(hours),
      ways: nullable(fc.record({ resolved: inner, returned: inner })),
    }) as fc.Arbitrary<Statement>,
  },
  ...(runs
    ? [
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('run'),
            sub: fc.constantFrom('S0', 'S1'),
            n: fc.oneof(fc.constant('s.n'), small),
            ways: nullable(fc.record({ one: inner, two: inner })),
          }) as fc.Arbitrary<Statement>,
        },
      ]
    : []),
];

const arm = (inner: fc.Arbitrary<Block>): fc.Arbitrary<Arm> =>
  fc.oneof(
    fc.record({ kind: fc.constant('on'), signal, where: nullable(condition('signal', 1)), look, block: inner }),
    fc.record({ kind: fc.constant('when'), condition: condition('start', 1), block: inner }),
    fc.record({ kind: fc.constant('after without'), signal, hours, block: inner }),
  );
