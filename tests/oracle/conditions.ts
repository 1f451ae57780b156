/** Generates conditions of the oracle's language, and what is used everywhere. */
import fc from 'fast-check';
import type { Condition, ItemName, Look } from './language.ts';

export const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
/** Most journeys do without. */
export const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, value);
export const signal = fc.constantFrom('A', 'B', 'C', 'X');
export const op = fc.constantFrom('>', '<', '==');
export const hours = fc.constantFrom(1, 2, 5, 24, 30);
export const before = fc.constantFrom(0, 2, 5);
export const small = fc.integer({ min: 0, max: 4 });
export const look = fc.constantFrom<Look[]>(null, null, null, 'since start', 'ever', 2, 24);
export const channel = fc.constantFrom('email', 'sms');

type Scope = 'profile' | 'start' | 'signal';

/** `scope`: what else than the profile and the past it may speak of. */
export function condition(scope: Scope, depth: number, items: readonly ItemName[] = []): fc.Arbitrary<Condition> {
  const numbers = { profile: ['profile.num'], start: ['profile.num', 's.n'], signal: ['it.n', 's.n'] } as const;
  const leaves: fc.Arbitrary<Condition>[] = [
    fc.record({
      kind: fc.constant('number'),
      of: fc.constantFrom(...numbers[scope], ...items),
      op,
      value: fc.oneof(small, ...items.map((item) => fc.constant(item))),
    }),
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
  const deeper = condition(scope, depth - 1, items);
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof(...leaves) },
    fc.record({ kind: fc.constant('not'), of: deeper }),
    fc.record({ kind: fc.constantFrom('and', 'or'), left: deeper, right: deeper }),
  );
}

export const outcome = fc.constantFrom('one', 'two');
