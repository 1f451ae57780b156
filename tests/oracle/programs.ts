/** Generates programs of the oracle's language, and what happens to their customer. */
import fc from 'fast-check';
import { decision, fate } from './choices.ts';
import { before, channel, condition, hours, nullable, seldom, signal, small } from './conditions.ts';
import type { Happening } from './happenings.ts';
import {
  type Goal,
  type Handler,
  HOUR,
  isBound,
  type Journey,
  type Policy,
  type Program,
  type SignalName,
  type Start,
  type Stop,
} from './language.ts';
import { type Can, change, endsWithFinish, statement } from './statements.ts';

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
    fc.record({
      kind: fc.constant('anchored'),
      before,
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
  const byItself = start.kind === 'daily' || start.kind === 'anchored';
  return {
    ...journey,
    often: byItself ? 'every time' : seldomEnough,
    repeat: canRepeat(start, repeat) ? repeat : 'ignore',
  };
}

function canRepeat({ kind }: Start, repeat: Journey['repeat']): boolean {
  if (repeat === 'collect') return kind === 'signal';
  return isBound({ kind }) || (repeat !== 'refresh' && kind !== 'daily' && kind !== 'anchored');
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
    repeat: fc.constantFrom('ignore', 'restart', 'refresh', 'collect', 'collect'),
    stop: seldom(stop),
    goal: seldom(goal),
    expire: seldom(fc.constantFrom(5, 30, 100)),
    block: body({ emits: index === 2, runs: true, items: [] }),
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
    block: body({ emits: false, runs: false, items: [] }),
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
    decisions: fc.tuple(decision('D0'), decision('D1')),
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
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fate'), message: fc.constantFrom('Note', 'Offer'), fate }) },
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
