/** Generates what chooses, decides, goes through lists, and follows messages. */
import fc from 'fast-check';
import { condition, hours, nullable, outcome, signal, small } from './conditions.ts';
import {
  type Arm,
  type Block,
  type Candidate,
  type Decision,
  type DecisionName,
  FATES,
  type Fate,
  type Given,
  type ItemName,
  MOODS,
  type Send,
  type Statement,
} from './language.ts';

type Of<K> = Statement & { readonly kind: K };

/** How a number is said: by the signal, by an item, or as it is. */
export const number = (items: readonly ItemName[]): fc.Arbitrary<Given> =>
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom<Given[]>('s.n', ...items) }, small);

export const send = (items: readonly ItemName[]): fc.Arbitrary<Send> =>
  fc.record({
    kind: fc.constant('send'),
    message: fc.constantFrom('Note', 'Offer'),
    number: number(items),
    best: fc.constantFrom(false, false, true),
    channels: fc.constantFrom(['email'], ['sms'], ['email', 'sms'], ['sms', 'email']),
    otherwise: nullable(outcome),
  }) as fc.Arbitrary<Send>;

export const fate: fc.Arbitrary<Fate> = fc
  .record({
    what: fc.constantFrom(...FATES, 'clicked' as const, 'clicked' as const),
    link: fc.constantFrom(null, 'pay', 'back') as fc.Arbitrary<Fate['link']>,
  })
  .map(({ what, link }) => ({ what, link: what === 'clicked' ? link : null }));

const arms = (inner: fc.Arbitrary<Block>): fc.Arbitrary<readonly Arm[]> =>
  fc
    .tuple(
      fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.record({ kind: fc.constant('fate'), fate, block: inner }) },
          fc.record({ kind: fc.constant('when'), condition: condition('start', 1), block: inner }),
          fc.record({
            kind: fc.constant('on'),
            signal,
            where: nullable(condition('signal', 1)),
            look: fc.constant(null),
            block: inner,
          }),
        ) as fc.Arbitrary<Arm>,
        { minLength: 1, maxLength: 3, size: 'max' },
      ),
      fc.record({ kind: fc.constant('after'), hours, block: inner }) as fc.Arbitrary<Arm>,
    )
    .map(([first, last]) => [...first, last]);

const letter = (inner: fc.Arbitrary<Block>, items: readonly ItemName[]): fc.Arbitrary<Statement> =>
  fc.record({
    kind: fc.constant('letter'),
    send: send(items),
    unsaid: fc.boolean(),
    held: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, inner),
    arms: fc.oneof({ weight: 3, arbitrary: arms(inner) }, fc.constant([])),
    later: nullable(fc.record({ hours, arms: arms(inner) })),
  }) as fc.Arbitrary<Of<'letter'>>;

/** The values in turn, each with what stands before it or by itself. */
const cases = <T>(values: readonly T[], inner: fc.Arbitrary<Block>) =>
  fc
    .tuple(
      fc.shuffledSubarray([...values], { minLength: 1 }),
      fc.array(fc.boolean(), { minLength: values.length, maxLength: values.length }),
      fc.array(inner, { minLength: values.length, maxLength: values.length }),
    )
    .map(([some, joins, blocks]) => {
      const all: { values: T[]; block: Block }[] = [];
      for (const [index, value] of some.entries()) {
        const last = all.at(-1);
        if (last !== undefined && joins[index] === true) last.values.push(value);
        else all.push({ values: [value], block: blocks[index] ?? [] });
      }
      return all;
    });

const choose = (inner: fc.Arbitrary<Block>, items: readonly ItemName[]): fc.Arbitrary<Statement> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('choose'),
      of: fc.constantFrom('profile.num', 's.n', ...items),
      cases: cases([0, 1, 2, 3], inner),
      otherwise: inner,
    }),
    fc.record({
      kind: fc.constant('choose'),
      of: condition('start', 1, items),
      cases: fc.constantFrom(0, 1).chain((value) => cases([value], inner)),
      otherwise: inner,
    }),
    fc.record({ cases: cases(MOODS, inner), otherwise: inner }).map(({ cases: some, otherwise }) => {
      const covered = some.flatMap(({ values }) => values).length === MOODS.length;
      return { kind: 'choose mood', cases: some, otherwise: covered ? null : otherwise };
    }),
  ) as fc.Arbitrary<Statement>;

const experiment = (inner: fc.Arbitrary<Block>): fc.Arbitrary<Statement> =>
  fc
    .record({
      drawn: fc.constantFrom('Out', 'A', 'B') as fc.Arbitrary<Of<'experiment'>['drawn']>,
      holdout: fc.oneof(fc.constant('none' as const), fc.constant(null), inner),
      a: inner,
      b: inner,
    })
    .map(({ drawn, holdout, ...rest }) => ({
      kind: 'experiment',
      drawn: drawn === 'Out' && holdout === 'none' ? 'A' : drawn,
      holdout,
      ...rest,
    }));

export function choices(inner: fc.Arbitrary<Block>, items: readonly ItemName[]): fc.WeightedArbitrary<Statement>[] {
  const decide = fc.record({
    kind: fc.constant('decide'),
    decision: fc.constantFrom('D0', 'D1'),
    n: number(items),
    ways: fc.array(inner, { minLength: CANDIDATES, maxLength: CANDIDATES }),
    otherwise: inner,
  }) as fc.Arbitrary<Statement>;
  return [
    { weight: 2, arbitrary: choose(inner, items) },
    { weight: 1, arbitrary: experiment(inner) },
    { weight: 2, arbitrary: decide },
    { weight: 3, arbitrary: letter(inner, items) },
  ];
}

export const forEach = (item: ItemName, inner: fc.Arbitrary<Block>): fc.Arbitrary<Statement> =>
  fc.record({ kind: fc.constant('for each'), item: fc.constant(item), together: fc.boolean(), block: inner });

/** Each has as many, and each `decide` as many ways. */
const CANDIDATES = 3;

const candidate: fc.Arbitrary<Candidate> = fc.record({
  when: nullable(condition('start', 1)),
  percent: fc.constantFrom(0, 25, 50, 75, 100),
  worth: fc.oneof(fc.constantFrom('profile.num', 's.n'), small) as fc.Arbitrary<Candidate['worth']>,
  boost: fc.constantFrom(null, null, 0.5, 2, 1.5),
});

export const decision = (name: DecisionName): fc.Arbitrary<Decision> =>
  fc.record({
    name: fc.constant(name),
    candidates: fc.array(candidate, { minLength: CANDIDATES, maxLength: CANDIDATES }),
    factors: fc.constantFrom<Decision['factors'][]>(
      ['likely', 'worth', 'boost'],
      ['likely', 'worth'],
      ['worth'],
      ['boost', 'worth'],
    ),
    least: fc.constantFrom(null, 0, 1, 2),
  });
