/** Sets of values that a term can have: spans of numbers, or some (or all but some) plain values. */
import type { Json } from '../graph/types.ts';

/** From `low` to `high`; infinite where open-ended. */
export interface NumberSpan {
  readonly low: number;
  readonly lowOpen: boolean;
  readonly high: number;
  readonly highOpen: boolean;
}

export type ValueSet =
  /** ordered, apart from each other */
  | { readonly kind: 'numbers'; readonly spans: readonly NumberSpan[] }
  | { readonly kind: 'only'; readonly values: readonly Scalar[] }
  | { readonly kind: 'except'; readonly values: readonly Scalar[] };

export type Scalar = string | number | boolean;

/** What a term can be: absent, or one of a set. */
export interface Domain {
  readonly absent: boolean;
  readonly set: ValueSet;
}

export const everyNumber: ValueSet = { kind: 'numbers', spans: [span(-Infinity, Infinity)] };
export const everything: ValueSet = { kind: 'except', values: [] };
export const nothing: ValueSet = { kind: 'only', values: [] };

export function span(low: number, high: number, lowOpen = false, highOpen = false): NumberSpan {
  return { low, high, lowOpen: lowOpen || low === -Infinity, highOpen: highOpen || high === Infinity };
}

export function numbers(...spans: readonly NumberSpan[]): ValueSet {
  return { kind: 'numbers', spans };
}

export function isScalar(value: Json): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

export function isEmpty({ absent, set }: Domain): boolean {
  return !absent && isEmptySet(set);
}

export function isEmptySet(set: ValueSet): boolean {
  if (set.kind === 'numbers') return set.spans.length === 0;
  return set.kind === 'only' && set.values.length === 0;
}

export function meetDomains(a: Domain, b: Domain, whole: boolean): Domain {
  const set = meetSets(a.set, b.set);
  return { absent: a.absent && b.absent, set: whole ? wholeNumbers(set) : set };
}

export function joinDomains(a: Domain, b: Domain): Domain {
  return { absent: a.absent || b.absent, set: joinSets(a.set, b.set) };
}

export function meetSets(a: ValueSet, b: ValueSet): ValueSet {
  if (a.kind === 'numbers' && b.kind === 'numbers') {
    return { kind: 'numbers', spans: a.spans.flatMap((x) => b.spans.flatMap((y) => meetSpans(x, y))) };
  }
  if (a.kind === 'numbers') return b.kind === 'numbers' ? a : meetNumbers(a, b);
  if (b.kind === 'numbers') return meetNumbers(b, a);
  if (a.kind === 'only') return { kind: 'only', values: a.values.filter((value) => holds(b, value)) };
  if (b.kind === 'only') return { kind: 'only', values: b.values.filter((value) => holds(a, value)) };
  return { kind: 'except', values: [...new Set([...a.values, ...b.values])] };
}

function meetNumbers(a: Extract<ValueSet, { kind: 'numbers' }>, b: ValueSet): ValueSet {
  if (b.kind === 'except' && b.values.length === 0) return a;
  if (b.kind === 'only') return { kind: 'only', values: b.values.filter((value) => holds(a, value)) };
  return a;
}

function holds(set: ValueSet, value: Scalar): boolean {
  if (set.kind === 'only') return set.values.includes(value);
  if (set.kind === 'except') return !set.values.includes(value);
  return typeof value === 'number' && set.spans.some((each) => meetSpans(each, span(value, value)).length > 0);
}

function meetSpans(a: NumberSpan, b: NumberSpan): NumberSpan[] {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  const lowOpen = (a.low === low && a.lowOpen) || (b.low === low && b.lowOpen);
  const highOpen = (a.high === high && a.highOpen) || (b.high === high && b.highOpen);
  return low < high || (low === high && !lowOpen && !highOpen) ? [{ low, high, lowOpen, highOpen }] : [];
}

export function joinSets(a: ValueSet, b: ValueSet): ValueSet {
  if (isEmptySet(a)) return b;
  if (isEmptySet(b)) return a;
  if (a.kind === 'numbers' && b.kind === 'numbers') return { kind: 'numbers', spans: merged([...a.spans, ...b.spans]) };
  if (a.kind === 'numbers' || b.kind === 'numbers') return everything;
  if (a.kind === 'only' && b.kind === 'only') return { kind: 'only', values: [...new Set([...a.values, ...b.values])] };
  return complementOf(meetSets(complementOf(a), complementOf(b)));
}

function merged(spans: readonly NumberSpan[]): NumberSpan[] {
  const ordered = [...spans].sort((x, y) => x.low - y.low || Number(x.lowOpen) - Number(y.lowOpen));
  const result: NumberSpan[] = [];
  for (const each of ordered) {
    const last = result.at(-1);
    const touches =
      last !== undefined && (each.low < last.high || (each.low === last.high && !(each.lowOpen && last.highOpen)));
    if (last === undefined || !touches) result.push(each);
    else if (each.high > last.high || (each.high === last.high && !each.highOpen))
      result[result.length - 1] = { ...last, high: each.high, highOpen: each.highOpen };
  }
  return result;
}

export function complementOf(set: ValueSet): ValueSet {
  if (set.kind === 'only') return { kind: 'except', values: set.values };
  if (set.kind === 'except') return { kind: 'only', values: set.values };
  const gaps: NumberSpan[] = [];
  let low = -Infinity;
  let lowOpen = true;
  for (const each of merged(set.spans)) {
    gaps.push(...meetSpans(span(-Infinity, Infinity), { low, lowOpen, high: each.low, highOpen: !each.lowOpen }));
    low = each.high;
    lowOpen = !each.highOpen;
  }
  gaps.push(...meetSpans(span(-Infinity, Infinity), { low, lowOpen, high: Infinity, highOpen: true }));
  return { kind: 'numbers', spans: gaps };
}

/** Whole numbers only: more than 2 is 3 or more, and between 2 and 3 there is nothing. */
export function wholeNumbers(set: ValueSet): ValueSet {
  if (set.kind !== 'numbers') return set;
  const spans = set.spans.flatMap(({ low, lowOpen, high, highOpen }) => {
    const from = low === -Infinity ? low : lowOpen ? Math.floor(low) + 1 : Math.ceil(low);
    const to = high === Infinity ? high : highOpen ? Math.ceil(high) - 1 : Math.floor(high);
    return from <= to ? [span(from, to)] : [];
  });
  return { kind: 'numbers', spans };
}

export function domainKey({ absent, set }: Domain): string {
  if (set.kind !== 'numbers') {
    const values = set.values.length < 2 ? set.values : [...set.values].sort();
    return `${absent}${set.kind}${JSON.stringify(values)}`;
  }
  return `${absent}${set.spans.map((s) => `${s.lowOpen ? '(' : '['}${s.low},${s.high}${s.highOpen ? ')' : ']'}`).join()}`;
}
