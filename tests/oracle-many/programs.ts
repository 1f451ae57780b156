/** Generates programs for several, and what happens to them. */
import fc from 'fast-check';
import { channel, hours, nullable, condition as oneCondition, op, seldom, small } from '../oracle/conditions.ts';
import { type Condition, HOUR } from '../oracle/language.ts';
import { program as forOne, START } from '../oracle/programs.ts';
import {
  type About,
  type Arm,
  type Batch,
  type Block,
  CUSTOMERS,
  type Happening,
  type Journey,
  type Program,
  type Start,
  type Statement,
  type Stop,
  TICKETS,
  type Told,
} from './language.ts';

const own = fc.constantFrom('A', 'B', 'C') as fc.Arbitrary<'A' | 'B' | 'C'>;
/** What reaches those whom a journey is about. */
const ownOf = (about: About) => (about === 'ticket' ? fc.constant('C' as const) : own);
const signalOf = (about: About) => fc.oneof(ownOf(about), fc.constant('X' as const));
const batch = fc.constantFrom<Batch[]>(null, 1, 2, 'n');

/** X is remembered of nobody. */
const speaksOfX = (it: unknown): boolean => JSON.stringify(it).includes('"X"');

const ofCustomer = oneCondition('start', 1).filter((it) => !speaksOfX(it));
const ofTicket: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('number'), of: fc.constant('s.n'), op, value: small }),
  fc.record({
    kind: fc.constant('count'),
    signal: fc.constant('C'),
    hours: nullable(hours),
    op,
    value: fc.integer({ min: 0, max: 2 }),
  }),
) as fc.Arbitrary<Condition>;
const condition = (about: About) => (about === 'ticket' ? ofTicket : ofCustomer);
const where: fc.Arbitrary<Condition | null> = nullable(oneCondition('signal', 0));

const arm = (about: About, depth: number): fc.Arbitrary<Arm> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('on'),
      signal: ownOf(about),
      where,
      batch: fc.constant(null),
      block: block(about, depth),
    }),
    fc.record({ kind: fc.constant('on'), signal: fc.constant('X'), where, batch, block: block(about, depth) }),
    fc.record({ kind: fc.constant('when'), condition: condition(about), block: block(about, depth) }),
    fc.record({ kind: fc.constant('after'), hours, block: block(about, depth) }),
  ) as fc.Arbitrary<Arm>;

const send = (about: About): fc.Arbitrary<Statement> =>
  fc.record({
    kind: fc.constant('send'),
    message: fc.constantFrom('Note', 'Offer'),
    channels: fc.oneof(
      channel.map((each) => [each]),
      fc.constant(['email', 'sms']),
    ),
    to: fc.constantFrom(...(about === 'ticket' ? [] : ['oneself']), 's.who', 's.who', ...CUSTOMERS, 'team'),
    number: fc.constantFrom('s.n', about === 'ticket' ? 's.n' : 'profile.num'),
    otherwise: fc.constantFrom(null, 'unsent'),
  }) as fc.Arbitrary<Statement>;

function statement(about: About, depth: number): fc.Arbitrary<Statement> {
  const plain: fc.Arbitrary<Statement>[] = [
    fc.record({ kind: fc.constant('wait'), hours }) as fc.Arbitrary<Statement>,
    send(about),
    send(about),
  ];
  if (about === 'customer')
    plain.push(
      fc.record({ kind: fc.constant('set'), to: fc.constantFrom('one more', 's.n', 0, 2) }) as fc.Arbitrary<Statement>,
    );
  if (depth === 0) return fc.oneof(...plain);
  const inner = block(about, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: fc.oneof(...plain) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('race'), arms: arms(about, depth - 1) }) as fc.Arbitrary<Statement>,
    },
    fc.record({
      kind: fc.constant('if'),
      condition: condition(about),
      yes: inner,
      no: inner,
    }) as fc.Arbitrary<Statement>,
    fc.record({
      kind: fc.constant('together'),
      // What two branches of one instance get of one batch is left open.
      branches: fc
        .array(inner, { minLength: 2, maxLength: 2 })
        .filter((all) => !JSON.stringify(all).includes('"race"')),
      needed: fc.constantFrom('all', 1),
    }) as fc.Arbitrary<Statement>,
  );
}

/** One arm for each kind of signal: of two, a batch would have to say for which one somebody waits. */
const arms = (about: About, depth: number): fc.Arbitrary<Arm[]> =>
  fc.uniqueArray(arm(about, depth), {
    minLength: 1,
    maxLength: 3,
    selector: (it) => (it.kind === 'on' ? it.signal : it.kind),
  });

function block(about: About, depth: number): fc.Arbitrary<Block> {
  return fc
    .tuple(
      fc.array(statement(about, depth), { maxLength: 2, size: 'max' }),
      fc.constantFrom(null, null, null, 'one', 'two'),
    )
    .map(([all, outcome]) => endsWithFinish(outcome === null ? all : [...all, { kind: 'finish', outcome }]));
}

/** What stands behind what never goes on could not run, which is an error. */
function endsWithFinish(all: Block): Block {
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
    case 'race':
      return it.arms.every((arm) => ends(arm.block));
    case 'together':
      return it.needed === 1 ? it.branches.every(ends) : it.branches.some(ends);
    default:
      return false;
  }
}

const start = (about: About): fc.Arbitrary<Start> => {
  const any = fc.record({
    kind: fc.constant('any'),
    signal: ownOf(about),
    sameKey: fc.boolean(),
    more: seldom(fc.constantFrom(0, 2)),
    hours: nullable(hours),
  });
  const each = { kind: fc.constant('each'), more: nullable(fc.constantFrom(0, 1)) };
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('signal'),
        signal: ownOf(about),
        when: seldom(condition(about)),
      }) as fc.Arbitrary<Start>,
    },
    { weight: 2, arbitrary: fc.record({ ...each, whom: any, batch }) as fc.Arbitrary<Start> },
    fc.record({
      ...each,
      whom: fc.record({ kind: fc.constant('condition'), condition: condition(about) }),
      batch: fc.constant(null),
    }) as fc.Arbitrary<Start>,
  );
};

const stop = (about: About): fc.Arbitrary<Stop> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('on'), signal: signalOf(about), where }) as fc.Arbitrary<Stop>,
    },
    fc.record({ kind: fc.constant('when'), condition: condition(about) }) as fc.Arbitrary<Stop>,
  );

const journey = (index: number): fc.Arbitrary<Journey> =>
  fc.constantFrom<About[]>('customer', 'customer', 'ticket').chain(
    (about) =>
      fc.record({
        name: fc.constant(`J${index}`),
        about: fc.constant(about),
        promotes: fc.boolean(),
        priority: fc.constant(10 * (index + 1)),
        start: start(about),
        perKey: fc.boolean(),
        often: fc.constantFrom('every time', 'every time', 'once', 5),
        repeat: fc.constantFrom('ignore', 'ignore', 'restart', 'refresh'),
        stop: seldom(stop(about)),
        expire: seldom(fc.constantFrom(5, 30)),
        block: fc.array(statement(about, 2), { minLength: 1, maxLength: 4, size: 'max' }).map(endsWithFinish),
      }) as fc.Arbitrary<Journey>,
  );

export const program: fc.Arbitrary<Program> = fc.noBias(
  fc
    .tuple(
      forOne,
      fc.integer({ min: 1, max: 3 }).chain((count) => fc.tuple(...[0, 1, 2].slice(0, count).map(journey))),
    )
    .map(([{ asked, policies, handlers }, journeys]) => ({
      asked,
      policies: policies.filter((it) => !speaksOfX(it)),
      handlers: handlers.filter((it) => !speaksOfX(it)),
      journeys,
    })),
);

const customer = fc.constantFrom(...CUSTOMERS);
const fact = (...signals: Told['signal'][]) =>
  fc.record({
    signal: fc.constantFrom(...signals),
    k: fc.constantFrom('p', 'q'),
    n: small,
    who: fc.constantFrom(...CUSTOMERS, 'zoe'),
  });
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('signal'), customer, ticket: fc.constant(null), fact: fact('A', 'B') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('signal'),
      customer: nullable(customer),
      ticket: fc.constantFrom(...TICKETS),
      fact: fact('C'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('for all'), fact: fact('X') }) },
  fc.record({ kind: fc.constant('bounced'), customer, message: fc.constantFrom('Note', 'Offer') }),
);

export const script: fc.Arbitrary<Happening[]> = fc
  .noBias(
    fc.array(fc.record({ pause: fc.constantFrom(0, 1, 1, 1, 2, 3, 5, 9, 24), what: happening }), {
      minLength: 1,
      maxLength: 20,
      size: 'max',
    }),
  )
  .map((all) => {
    let time = START;
    return all.map(({ pause, what }) => {
      time += pause * HOUR;
      return { ...what, time, ...('fact' in what ? { fact: { ...what.fact, at: time } } : {}) } as Happening;
    });
  });
