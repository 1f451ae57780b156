/** `for any`: tries a test with many values, and finds the plainest ones with which it fails. */
import fc from 'fast-check';
import { ANY, type AnyValue, type Test, type TestStep } from '../../compiler/graph/tests.ts';
import type { Graph, Json, Type } from '../../compiler/graph/types.ts';
import { explain } from '../core/values/format.ts';

export type Values = Readonly<Record<string, Json>>;

export interface Counterexample {
  readonly values: Values;
  /** `total = 51 EUR, tier = gold` */
  readonly words: string;
  readonly seed: number;
}

/** So many values are tried; the same ones at every run, unless another seed is given. */
const TRIES = 100;

/** Undefined: it holds for all that were tried. */
export function counterexample(
  test: Test,
  graph: Graph,
  seed: number | undefined,
  holds: (values: Values) => boolean,
): Counterexample | undefined {
  const all = test.any ?? [];
  const tried = all.map((value) => [value.name, triedOf(value)] as const);
  const record = fc.record(Object.fromEntries(tried.map(([name, { arbitrary }]) => [name, arbitrary])));
  // The ends are where most mistakes are.
  const ends = ([0, 1] as const).map((end): [Values] => [
    Object.fromEntries(tried.map(([name, { ends }]) => [name, ends[end]])),
  ]);
  const chosen = seed ?? seedOf(test.name);
  const found = fc.check(fc.property(record, holds), { seed: chosen, numRuns: TRIES, examples: ends });
  const [values] = found.counterexample ?? [];
  if (!found.failed || values === undefined) return undefined;
  const words = all.map(({ name, type }) => `${name} = ${explain(values[name] ?? null, type, graph)}`).join(', ');
  return { values, words, seed: chosen };
}

interface Tried {
  readonly arbitrary: fc.Arbitrary<Json>;
  readonly ends: readonly [low: Json, high: Json];
}

function triedOf({ type, values }: AnyValue): Tried {
  if (values.kind === 'one') {
    return { arbitrary: fc.constantFrom(...values.of), ends: [values.of[0] ?? null, values.of.at(-1) ?? null] };
  }
  const { low, high } = values;
  const step = stepOf(type, high - low);
  const most = Math.max(0, Math.ceil((high - low) / step));
  // The upper end need not lie a whole number of steps above the lower one.
  const valueAt = (count: number): Json => (count === most ? high : Number((low + count * step).toPrecision(15)));
  const countAt = (value: unknown): number => (value === high ? most : Math.round((Number(value) - low) / step));
  return { arbitrary: fc.integer({ min: 0, max: most }).map(valueAt, countAt), ends: [low, high] };
}

/** The distance between neighbours, in the representation of the graph. */
function stepOf({ kind }: Type, span: number): number {
  switch (kind) {
    case 'money':
      return 100;
    case 'duration':
    case 'time':
      return 1000;
    case 'number':
    case 'percent': {
      // Decimal places that a person can read, and no more steps than can be counted.
      const size = span > 0 ? Math.floor(Math.log10(span)) : 0;
      return 10 ** Math.max(Math.min(-3, size - 4), size - 14);
    }
    default:
      return 1;
  }
}

/** A test tries the same values at every run: it fails today if it failed yesterday. */
function seedOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return hash;
}

/** A step with the values put in. */
export function withValues<S extends TestStep>(step: S, values: Values): S {
  if (step.kind === 'signal') return { ...step, data: filled(step.data, values) };
  if (step.kind === 'answers' && step.value !== undefined) return { ...step, value: filled(step.value, values) };
  if (step.kind !== 'given') return step;
  return { ...step, fields: filled(step.fields, values), keys: filled(step.keys, values) };
}

function filled<T>(value: T, values: Values): T {
  return fill(value, values) as T;
}

function fill(value: unknown, values: Values): unknown {
  if (Array.isArray(value)) return value.map((item) => fill(item, values));
  if (typeof value !== 'object' || value === null) return value;
  if (ANY in value && typeof value[ANY] === 'string') return values[value[ANY]] ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, values)]));
}
