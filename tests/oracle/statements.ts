/** Generates statements of the oracle's language. */
import fc from 'fast-check';
import { choices, forEach, number, send } from './choices.ts';
import { before, condition, hours, look, nullable, outcome, signal, small } from './conditions.ts';
import { type Arm, type Block, type ItemName, MOODS, type Statement } from './language.ts';

/** `emits`: gives out X; `runs`: has others run. */
export interface Can {
  readonly emits: boolean;
  readonly runs: boolean;
  /** the loops around */
  readonly items: readonly ItemName[];
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
    case 'choose':
      return ends(it.otherwise) && it.cases.every((each) => ends(each.block));
    case 'choose mood':
      return (it.otherwise === null || ends(it.otherwise)) && it.cases.every((each) => ends(each.block));
    case 'decide':
      return ends(it.otherwise) && it.ways.every(ends);
    case 'experiment':
      return it.holdout !== 'none' && (it.holdout === null || ends(it.holdout)) && ends(it.a) && ends(it.b);
    case 'handoff':
      return it.ways !== null && ends(it.ways.resolved) && ends(it.ways.returned);
    default:
      return false;
  }
}

export const change: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({
    kind: fc.constant('set'),
    to: fc.oneof(fc.constantFrom('one more', 's.n'), small),
  }) as fc.Arbitrary<Statement>,
  fc.record({ kind: fc.constant('mood'), to: fc.constantFrom(...MOODS) }),
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
    { weight: 5, arbitrary: send(can.items) },
    { weight: 3, arbitrary: change },
    ...can.items.map((item) => ({
      weight: 2,
      arbitrary: fc.constant<Statement>({ kind: 'set', to: item }),
    })),
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('finish'), outcome }) },
  ];
  if (can.emits) leaves.push({ weight: 1, arbitrary: fc.record({ kind: fc.constant('emit'), n: small }) });
  if (depth === 0) return fc.oneof(...leaves);
  const inner = block(depth - 1, can);
  const item: ItemName = depth === 1 ? 'item1' : 'item2';
  return fc.oneof(
    ...leaves,
    ...outward(inner, can),
    ...choices(inner, can.items),
    { weight: 2, arbitrary: forEach(item, block(depth - 1, { ...can, items: [...can.items, item] })) },
    { weight: 1, arbitrary: countdown(inner) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('wait for'),
        signal,
        where: nullable(condition('signal', 1, can.items)),
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
            fc.array(arm(inner, can.items), { maxLength: 3, size: 'max' }),
            fc.record({ kind: fc.constant('after'), hours, block: inner }),
          )
          .map(([arms, last]): Arm[] => [...arms, last as Arm]),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('if'),
        condition: condition('start', 1, can.items),
        yes: inner,
        no: inner,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('repeat'),
        times: fc.integer({ min: 1, max: 3 }),
        hours: fc.oneof({ weight: 3, arbitrary: hours }, fc.constant(null)),
        until: nullable(condition('start', 1, can.items)),
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

const outward = (inner: fc.Arbitrary<Block>, { runs, items }: Can): fc.WeightedArbitrary<Statement>[] => [
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
            n: number(items),
            ways: nullable(fc.record({ one: inner, two: inner })),
          }) as fc.Arbitrary<Statement>,
        },
      ]
    : []),
];

const arm = (inner: fc.Arbitrary<Block>, items: readonly ItemName[]): fc.Arbitrary<Arm> =>
  fc.oneof(
    fc.record({ kind: fc.constant('on'), signal, where: nullable(condition('signal', 1, items)), look, block: inner }),
    fc.record({ kind: fc.constant('when'), condition: condition('start', 1, items), block: inner }),
    fc.record({ kind: fc.constant('after without'), signal, hours, block: inner }),
  );
