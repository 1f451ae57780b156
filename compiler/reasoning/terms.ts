/** Terms: what a condition compares. A term is a sum of parts, or one part by itself; equal terms have equal keys. */
import { canonicalJson } from '../graph/canonical.ts';
import { innerExpressions } from '../graph/lower/history.ts';
import type { Expression, Type } from '../graph/types.ts';
import { presentType, type Scope, typeOf } from './types.ts';

/** `constant + factor * part + ..` */
export interface Linear {
  readonly constant: number;
  readonly parts: ReadonlyMap<string, { readonly factor: number; readonly part: Expression }>;
}

export interface Term {
  readonly key: string;
  readonly parts: readonly { readonly factor: number; readonly part: Expression }[];
  readonly type: Type | undefined;
  /** what it says can change as time passes */
  readonly live: boolean;
  readonly variables: ReadonlySet<string>;
}

export function linear(e: Expression): Linear {
  switch (e.op) {
    case 'literal':
      if (typeof e.value === 'number') return { constant: e.value, parts: new Map() };
      return alone(e);
    case 'negate':
      return scaled(linear(e.of), -1);
    case '+':
    case '-':
      return e.round === true ? alone(e) : sum(linear(e.left), scaled(linear(e.right), e.op === '+' ? 1 : -1));
    case '*':
    case '/': {
      const [left, right] = [linear(e.left), linear(e.right)];
      // Money and lengths are whole numbers: so many times one of them needs no rounding.
      if (e.round === true && !isTimes(e.op, left, right)) return alone(e);
      if (right.parts.size === 0 && !(e.op === '/' && right.constant === 0))
        return scaled(left, e.op === '*' ? right.constant : 1 / right.constant);
      return e.op === '*' && left.parts.size === 0 ? scaled(right, left.constant) : alone(e);
    }
    default:
      return alone(e);
  }
}

function isTimes(op: '*' | '/', left: Linear, right: Linear): boolean {
  return op === '*' && [left, right].some(({ constant, parts }) => parts.size === 0 && Number.isInteger(constant));
}

function alone(part: Expression): Linear {
  return { constant: 0, parts: new Map([[keyOf(part), { factor: 1, part }]]) };
}

function isName({ op }: Expression): boolean {
  return op === 'profile' || op === 'field' || op === 'aggregate';
}

/** Equal expressions have equal keys. Most are plain names. */
function keyOf(e: Expression): string {
  switch (e.op) {
    case 'variable':
      return e.name;
    case 'profile':
      return `profile ${e.field}`;
    case 'field':
      return `${keyOf(e.of)}.${e.name}`;
    default:
      return canonicalJson(e);
  }
}

function scaled({ constant, parts }: Linear, by: number): Linear {
  if (by === 0) return { constant: 0, parts: new Map() };
  return {
    constant: constant * by,
    parts: new Map([...parts].map(([key, { factor, part }]) => [key, { factor: factor * by, part }])),
  };
}

export function sum(a: Linear, b: Linear): Linear {
  const parts = new Map(a.parts);
  for (const [key, { factor, part }] of b.parts) {
    const both = (parts.get(key)?.factor ?? 0) + factor;
    if (both === 0) parts.delete(key);
    else parts.set(key, { factor: both, part });
  }
  return { constant: a.constant + b.constant, parts };
}

/** Conditions are judged many times: what they compare is worked out once. A branch's scope is always its journey's. */
const differences = new WeakMap<Expression, Map<Expression, Difference>>();
const single = new WeakMap<Expression, Term>();

interface Difference {
  readonly term: Term | undefined;
  readonly factor: number;
  readonly constant: number;
  /** what the runtime computes may be a hair off: `count * 0.1` is 0.3 for no count */
  readonly rounded: boolean;
}

/** The difference of two expressions as `factor * term + constant`; without a term it is a constant. */
export function difference(scope: Scope, left: Expression, right: Expression): Difference {
  const known = differences.get(left);
  const same = known?.get(right);
  if (same !== undefined) return same;
  const found = subtracted(scope, left, right);
  if (known === undefined) differences.set(left, new Map([[right, found]]));
  else known.set(right, found);
  return found;
}

function subtracted(scope: Scope, left: Expression, right: Expression): Difference {
  // Nearly all comparisons are of a name with a number.
  if (right.op === 'literal' && typeof right.value === 'number' && isName(left))
    return { term: termOf(scope, left), factor: 1, constant: -right.value, rounded: false };
  const [of, to] = [linear(left), linear(right)];
  const { constant, parts } = sum(of, scaled(to, -1));
  const rounded = !(isPlain(of) && to.parts.size === 0) && !(isFine(of) && isFine(to));
  const sorted = parts.size < 2 ? [...parts] : [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  const factor = sorted[0]?.[1].factor;
  if (factor === undefined) return { term: undefined, factor: 1, constant, rounded };
  const normal = sorted.map(([, { factor: each, part }]) => ({ factor: each / factor, part }));
  const only = sorted.length === 1 ? sorted[0]?.[0] : undefined;
  return { term: term(scope, normal, only), factor, constant, rounded };
}

/** A value with which nothing is computed. */
function isPlain({ constant, parts }: Linear): boolean {
  return constant === 0 && [...parts.values()].every(({ factor }) => factor === 1) && parts.size < 2;
}

/** Whole numbers, and those like 0.5 and 0.25, are computed with as they are written. */
function isFine({ constant, parts }: Linear): boolean {
  return [constant, ...[...parts.values()].map(({ factor }) => factor)].every((each) => Number.isInteger(each * 1024));
}

export function termOf(scope: Scope, part: Expression): Term {
  const known = single.get(part);
  if (known !== undefined) return known;
  const found = term(scope, [{ factor: 1, part }], keyOf(part));
  single.set(part, found);
  return found;
}

/** `only`: the key of its one part */
function term(scope: Scope, parts: Term['parts'], only: string | undefined): Term {
  const variables = new Set<string>();
  let live = false;
  for (const { part } of parts) {
    visit(part, (inner) => {
      if (inner.op === 'variable') variables.add(inner.name);
      if (isLive(inner)) live = true;
    });
  }
  const first = parts[0];
  const type = first === undefined ? undefined : typeOf(scope, first.part);
  const key = only ?? parts.map(({ factor, part }) => `${factor} ${keyOf(part)}`).join(' + ');
  return { key, parts, type: parts.length === 1 ? type : presentType(type), live, variables };
}

function isLive({ op }: Expression): boolean {
  return op === 'profile' || op === 'key' || op === 'now' || op === 'aggregate' || op === 'model' || op === 'consent';
}

/** The expression and all in it. */
export function visit(e: Expression, see: (inner: Expression) => void): void {
  see(e);
  for (const inner of innerExpressions(e)) visit(inner, see);
}

const renamed = new WeakMap<Expression, Expression>();

/** `it` under the name that the signal is bound to. A condition stands in one trigger, so its name is always the same. */
export function renameIt(e: Expression, to: string | undefined): Expression {
  if (to === undefined) return e;
  const known = renamed.get(e);
  if (known !== undefined) return known;
  const found = renameVariable(e, 'it', to);
  renamed.set(e, found);
  return found;
}

export function renameVariable(e: Expression, from: string, to: string): Expression {
  if (e.op === 'variable') return e.name === from ? { op: 'variable', name: to } : e;
  // Inside an aggregate `it` is another signal.
  if (e.op === 'aggregate') return e;
  return mapInner(e, (inner) => renameVariable(inner, from, to));
}

function mapInner(e: Expression, swap: (inner: Expression) => Expression): Expression {
  switch (e.op) {
    case 'list':
      return { ...e, items: e.items.map(swap) };
    case 'field':
    case 'not':
    case 'negate':
    case 'present':
    case 'format':
      return { ...e, of: swap(e.of) };
    case 'and':
    case 'or':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
      return { ...e, left: swap(e.left), right: swap(e.right) };
    case 'between':
      return { ...e, of: swap(e.of), low: swap(e.low), high: swap(e.high) };
    case 'in':
      return { ...e, of: swap(e.of), list: swap(e.list) };
    case 'if':
      return { ...e, condition: swap(e.condition), then: swap(e.then), otherwise: swap(e.otherwise) };
    case 'default':
      return { ...e, of: swap(e.of), otherwise: swap(e.otherwise) };
    case 'text':
      return { ...e, parts: e.parts.map(swap) };
    case 'call':
      return { ...e, arguments: e.arguments.map(swap) };
    default:
      return e;
  }
}
