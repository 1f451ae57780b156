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
  const record = fc.record(Object.fromEntries(all.map((value) => [value.name, arbitrary(value)])));
  const chosen = seed ?? seedOf(test.name);
  const found = fc.check(fc.property(record, holds), { seed: chosen, numRuns: TRIES });
  const [values] = found.counterexample ?? [];
  if (!found.failed || values === undefined) return undefined;
  const words = all.map(({ name, type }) => `${name} = ${explain(values[name] ?? null, type, graph)}`).join(', ');
  return { values, words, seed: chosen };
}

function arbitrary({ type, values }: AnyValue): fc.Arbitrary<Json> {
  if (values.kind === 'one') return fc.constantFrom(...values.of);
  const { low, high } = values;
  const step = stepOf(type);
  // The ends are where most mistakes are.
  const ends = fc.constantFrom(low, high);
  if (step === undefined)
    return fc.oneof(
      { weight: 8, arbitrary: fc.double({ min: low, max: high, noNaN: true }) },
      { weight: 1, arbitrary: ends },
    );
  const most = Math.floor((high - low) / step);
  const whole = fc.integer({ min: 0, max: Math.max(0, most) }).map((count) => low + count * step);
  return fc.oneof({ weight: 8, arbitrary: whole }, { weight: 1, arbitrary: ends });
}

/** The distance between neighbours, in the representation of the graph; undefined: there is none. */
function stepOf({ kind }: Type): number | undefined {
  switch (kind) {
    case 'money':
      return 100;
    case 'duration':
    case 'time':
      return 1000;
    case 'number':
    case 'percent':
      return undefined;
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
  return step.kind === 'given' ? { ...step, fields: filled(step.fields, values) } : step;
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
