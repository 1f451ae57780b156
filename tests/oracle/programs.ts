/** Generates programs of the oracle's language, and what happens to their customer. */
import fc from 'fast-check';
import type { Happening } from './happenings.ts';
import {
  type Arm,
  type Block,
  type Condition,
  type Goal,
  type Handler,
  HOUR,
  isBound,
  type Journey,
  type Look,
  type Policy,
  type Program,
  type SignalName,
  type Start,
  type Statement,
  type Stop,
} from './language.ts';

const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
/** Most journeys do without. */
const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, value);
const signal = fc.constantFrom('A', 'B', 'C', 'X');
const op = fc.constantFrom('>', '<', '==');
const hours = fc.constantFrom(1, 2, 5, 24, 30);
const small = fc.integer({ min: 0, max: 4 });
const look = fc.constantFrom<Look[]>(null, null, null, 'since start', 'ever', 2, 24);
const channel = fc.constantFrom('email', 'sms');

type Scope = 'profile' | 'start' | 'signal';

/** `scope`: what else than the profile and the past it may speak of. */
function condition(scope: Scope, depth: number): fc.Arbitrary<Condition> {
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

const outcome = fc.constantFrom('one', 'two');

/** `emits`: gives out X; `runs`: has others run. */
interface Can {
  readonly emits: boolean;
  readonly runs: boolean;
}

function block(depth: number, can: Can): fc.Arbitrary<Block> {
  return fc.array(statement(depth, can), { maxLength: 3, size: 'max' }).map(endsWithFinish);
}

/** What stands behind a `finish` could never run, which is an error. */
function endsWithFinish(all: readonly Statement[]): Block {
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
const change: fc.Arbitrary<Statement> = fc.oneof(
  fc.record({
    kind: fc.constant('set'),
    to: fc.oneof(fc.constantFrom('one more', 's.n'), small),
  }) as fc.Arbitrary<Statement>,
  fc.record({ kind: fc.constant('tag'), present: fc.boolean() }),
);

function statement(depth: number, can: Can): fc.Arbitrary<Statement> {
  const leaves: fc.WeightedArbitrary<Statement>[] = [
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), hours }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait until'), clock: fc.constantFrom(0, 8, 21) }) },
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

const stop: fc.Arbitrary<Stop> = fc.oneof(
  fc.record({ kind: fc.constant('on'), signal, where: nullable(condition('signal', 1)) }),
  fc.record({ kind: fc.constant('when'), condition: condition('start', 1) }),
);
const goal: fc.Arbitrary<Goal> = fc.oneof(
  fc.record({ what: fc.record({ kind: fc.constant('on'), signal }), hours: nullable(hours), goOn: fc.boolean() }),
  fc.record({ what: fc.record({ kind: fc.constant('no'), signal }), hours, goOn: fc.constant(false) }),
  fc.record({
    what: fc.record({ kind: fc.constant('when'), condition: condition('start', 1) }),
    hours: nullable(hours),
    goOn: fc.boolean(),
  }),
) as fc.Arbitrary<Goal>;

/** `byCondition`: it may start when something becomes true, also by what the journey itself does. */
const start = (signal: fc.Arbitrary<SignalName>, byCondition: boolean): fc.Arbitrary<Start> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('signal'),
        signal,
        when: seldom(condition('start', 1)),
        quiet: fc.constantFrom(null, null, null, 2, 5),
      }) as fc.Arbitrary<Start>,
    },
    fc.record({
      kind: fc.constant('count'),
      signal,
      times: fc.constantFrom(2, 3),
      hours,
      byKey: fc.boolean(),
    }) as fc.Arbitrary<Start>,
    fc.record({
      kind: fc.constant('sequence'),
      first: signal,
      then: signal,
      hours,
      sameKey: fc.boolean(),
    }) as fc.Arbitrary<Start>,
    fc.record({
      kind: fc.constant('daily'),
      clock: fc.constantFrom(0, 8, 21),
      when: nullable(condition('profile', 1)),
    }) as fc.Arbitrary<Start>,
    ...(byCondition
      ? [
          fc.record({
            kind: fc.constant('silence'),
            signal,
            hours,
            when: nullable(condition('profile', 1)),
          }) as fc.Arbitrary<Start>,
          fc.record({ kind: fc.constant('becomes'), condition: condition('profile', 1) }) as fc.Arbitrary<Start>,
        ]
      : []),
  );

const journey = (index: number): fc.Arbitrary<Journey> => anyJourney(index).map(without);

/** What a start cannot say is left out. */
function without(journey: Journey): Journey {
  const { start, often, repeat } = journey;
  // What becomes true by what it does itself would go round for ever.
  const seldomEnough = start.kind === 'becomes' && often === 'every time' ? 24 : often;
  return {
    ...journey,
    often: start.kind === 'daily' ? 'every time' : seldomEnough,
    repeat: isBound(start) || (repeat !== 'refresh' && start.kind !== 'daily') ? repeat : 'ignore',
  };
}

const anyJourney = (index: number): fc.Arbitrary<Journey> =>
  fc.record({
    name: fc.constant(`J${index}`),
    promotes: fc.boolean(),
    priority: fc.constant(10 * (index + 1)),
    // Only the last gives out X, and does not start on it: otherwise they would lead to each other for ever.
    start: start(index === 2 ? fc.constantFrom('A', 'B', 'C') : signal, index !== 2),
    perKey: fc.boolean(),
    often: fc.constantFrom('every time', 'every time', 'every time', 'once', 5, 24),
    repeat: fc.constantFrom('ignore', 'restart', 'refresh'),
    stop: seldom(stop),
    goal: seldom(goal),
    expire: seldom(fc.constantFrom(5, 30, 100)),
    block: body({ emits: index === 2, runs: true }),
  }) as fc.Arbitrary<Journey>;

const body = (can: Can) => fc.array(statement(2, can), { minLength: 1, maxLength: 5, size: 'max' }).map(endsWithFinish);

/** What others run. */
const called = (index: number): fc.Arbitrary<Journey> =>
  fc.record({
    name: fc.constant(`S${index}`),
    promotes: fc.boolean(),
    priority: fc.constant(10 * index + 15),
    start: fc.constant({ kind: 'called' }),
    perKey: fc.constant(false),
    often: fc.constant('every time'),
    repeat: fc.constant('ignore'),
    stop: fc.constant({ kind: 'on', signal: 'B', where: null }),
    goal: seldom(goal),
    expire: fc.constant(50),
    block: body({ emits: false, runs: false }),
  }) as fc.Arbitrary<Journey>;

const policy = fc.record({
  covers: nullable(fc.constantFrom('Service', 'Offers', 'Note', 'Offer')),
  rule: fc.oneof(
    fc.record({ kind: fc.constant('quiet'), from: fc.constantFrom(21, 2), to: fc.constantFrom(8, 3) }),
    fc.record({
      kind: fc.constant('cap'),
      most: fc.integer({ min: 1, max: 2 }),
      hours: fc.constantFrom(5, 24, 30),
      on: nullable(channel),
    }),
    fc.record({ kind: fc.constant('hold after'), hours: fc.constantFrom(2, 5, 24), signal }),
    fc.record({ kind: fc.constant('hold while'), condition: condition('profile', 1) }),
    fc.record({ kind: fc.constant('one voice'), most: fc.constantFrom(1, 1, 2) }),
  ),
  drop: fc.constantFrom(false, false, false, true),
}) as fc.Arbitrary<Policy>;

const handler: fc.Arbitrary<Handler> = fc.record({
  signal,
  when: nullable(condition('start', 0)),
  block: fc.array(
    fc.oneof(
      change,
      fc.record({ kind: fc.constant('address'), channel, present: fc.boolean() }),
      fc.record({ kind: fc.constant('consent'), grant: fc.boolean(), on: nullable(channel) }),
    ),
    { minLength: 1, maxLength: 2 },
  ),
}) as fc.Arbitrary<Handler>;

export const program: fc.Arbitrary<Program> = fc.noBias(
  fc.record({
    asked: fc.constantFrom(true, false, false),
    policies: fc.array(policy, { maxLength: 3, size: 'max' }),
    handlers: fc.array(handler, { maxLength: 3, size: 'max' }),
    answer: fc.constantFrom<Program['answer'][]>(0, 2, 'fails', 'never'),
    subs: fc.tuple(called(0), called(1)),
    journeys: fc.integer({ min: 1, max: 3 }).chain((count) => fc.tuple(...[0, 1, 2].slice(0, count).map(journey))),
  }),
);

export const START = Date.UTC(2026, 2, 2, 10);

const pause = fc.constantFrom(0, 0, 1, 1, 2, 3, 5, 9, 24, 30);
const told = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('signal'),
      late: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 3, 26),
      signal: fc.constantFrom('A', 'B', 'C'),
      k: fc.constantFrom('p', 'q'),
      n: small,
    }),
  },
  fc.record({ kind: fc.constant('bounced'), message: fc.constantFrom('Note', 'Offer') }),
  fc.record({
    kind: fc.constant('closed'),
    team: fc.constantFrom('desk', 'boss'),
    how: fc.constantFrom('resolved', 'returned'),
  }),
);
const most = { minLength: 1, maxLength: 20, size: 'max' } as const;

export const script: fc.Arbitrary<Happening[]> = fc
  .noBias(fc.array(fc.record({ pause, what: told }), most))
  .map((all) => {
    let time = START;
    return all.map(({ pause, what }): Happening => {
      time += pause * HOUR;
      if (!('late' in what)) return { ...what, time } as Happening;
      const { late, ...signal } = what;
      return { ...signal, time, at: time - late * HOUR } as Happening;
    });
  });
