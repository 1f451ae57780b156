/**
 * What is known when a condition turned out true or false. A state holds facts that are true together; several states are
 * several ways in which it can be. No state left: it cannot be.
 */
import type { Comparison, Expression, Place, Type } from '../graph/types.ts';
import {
  complementOf,
  type Domain,
  everyNumber,
  everything,
  isEmpty,
  isScalar,
  meetDomains,
  nothing,
  numbers,
  type Scalar,
  span,
  type ValueSet,
} from './sets.ts';
import { difference, type Term, termOf } from './terms.ts';
import { presentType, type Scope } from './types.ts';

export interface Fact {
  readonly term: Term;
  readonly domain: Domain;
  /** the conditions that it is known from: the first of them, and the last */
  readonly from: readonly Place[];
}

export type State = ReadonlyMap<string, Fact>;

/** A term that would have to be two things at once. */
export interface Conflict {
  readonly term: Term;
  readonly had: Domain;
  readonly asked: Domain;
  /** empty: that it cannot be otherwise lies in its type */
  readonly from: readonly Place[];
}

interface Asking {
  readonly scope: Scope;
  readonly place: Place;
  readonly conflicts: Conflict[];
  /** questions that may still be looked at */
  left: number;
}

/** What stands in brackets in brackets is looked at more often the deeper it stands: beyond this nothing is concluded. */
const mostLooks = 5000;

/** More ways than this are not told apart: then nothing is concluded. */
const mostStates = 32;

/** Nobody is told of more, and a long journey would keep all for each of its nodes. */
const mostSources = 4;

export const unknown: readonly State[] = [new Map()];

export interface Assumed {
  readonly states: readonly State[];
  readonly conflicts: readonly Conflict[];
}

export function assume(
  scope: Scope,
  states: readonly State[],
  condition: Expression,
  truth: boolean,
  place: Place,
): Assumed {
  const asking: Asking = { scope, place, conflicts: [], left: mostLooks };
  return { states: judge(asking, states, condition, truth), conflicts: asking.conflicts };
}

function judge(a: Asking, states: readonly State[], e: Expression, truth: boolean): readonly State[] {
  if (states.length === 0 || a.left-- <= 0) return states;
  switch (e.op) {
    case 'literal':
      return e.value === truth ? states : [];
    case 'not':
      return judge(a, states, e.of, !truth);
    case 'and':
    case 'or':
      if ((e.op === 'and') === truth) return judge(a, judge(a, states, e.left, truth), e.right, truth);
      return either(states, [
        judge(a, states, e.left, truth),
        judge(a, judge(a, states, e.left, !truth), e.right, truth),
      ]);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(a, states, truth ? e.op : opposite[e.op], e.left, e.right);
    case 'between': {
      const low: Expression = { op: '>=', left: e.of, right: e.low };
      const high: Expression = { op: '<=', left: e.of, right: e.high };
      return judge(a, states, { op: 'and', left: low, right: high }, truth);
    }
    case 'in':
      return inList(a, states, e, truth);
    case 'present':
      return presence(a, states, e.of, truth);
    case 'if':
      return either(states, [
        judge(a, judge(a, states, e.condition, true), e.then, truth),
        judge(a, judge(a, states, e.condition, false), e.otherwise, truth),
      ]);
    case 'default':
      return either(states, [
        judge(a, presence(a, states, e.of, true), e.of, truth),
        judge(a, presence(a, states, e.of, false), e.otherwise, truth),
      ]);
    case 'aggregate':
      if (e.function !== 'any' && e.function !== 'no') return states;
      return narrow(a, states, countOf(a, e), {
        absent: false,
        set: (e.function === 'any') === truth ? numbers(span(1, Infinity)) : numbers(span(0, 0)),
      });
    case 'variable':
    case 'profile':
    case 'field':
    case 'call':
    case 'model':
    case 'consent':
      return narrow(a, states, termOf(a.scope, e), { absent: false, set: { kind: 'only', values: [truth] } });
    case 'key':
    case 'contacts':
    case 'now':
    case 'list':
    case 'record':
    case 'negate':
    case '+':
    case '-':
    case '*':
    case '/':
    case 'text':
    case 'each':
    case 'format':
      return states;
  }
}

const opposite: Readonly<Record<Comparison, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function either(before: readonly State[], ways: readonly (readonly State[])[]): readonly State[] {
  const all = ways.flat();
  return all.length > mostStates ? before : all;
}

function compare(
  a: Asking,
  states: readonly State[],
  op: Comparison,
  left: Expression,
  right: Expression,
): readonly State[] {
  if (left.op === 'default' || right.op === 'default') {
    const [stand, other, sign] = left.op === 'default' ? [left, right, op] : [right, left, mirrored[op]];
    if (stand.op !== 'default') return states;
    return either(states, [
      compare(a, presence(a, states, stand.of, true), sign, stand.of, other),
      compare(a, presence(a, states, stand.of, false), sign, stand.otherwise, other),
    ]);
  }
  if (left.op === 'literal' && right.op !== 'literal') return compare(a, states, mirrored[op], right, left);
  if (right.op === 'literal' && isScalar(right.value) && typeof right.value !== 'number') {
    if (op !== '==' && op !== '!=') return states;
    return equals(a, states, left, [right.value], op === '==');
  }
  if (op === '==' || op === '!=') {
    const type = presentType(termOf(a.scope, left).type);
    if (type === undefined ? right.op !== 'literal' : !isNumeric(type)) return states;
  }
  const { term, factor, constant, rounded } = difference(a.scope, left, right);
  if (term === undefined) return rounded || truthOf(op, constant) ? states : [];
  const limit = -constant / factor;
  const sign = factor < 0 ? mirrored[op] : op;
  return narrow(a, states, term, {
    // What is absent differs from every value; only questions for order prove that it is there.
    absent: op === '!=',
    set: rounded ? aboutSetOf(sign, limit) : setOf(sign, limit === 0 ? 0 : limit),
  });
}

function truthOf(op: Comparison, difference: number): boolean {
  switch (op) {
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

function setOf(op: Comparison, limit: number): ValueSet {
  switch (op) {
    case '==':
      return numbers(span(limit, limit));
    case '!=':
      return numbers(span(-Infinity, limit, true, true), span(limit, Infinity, true, true));
    case '<':
      return numbers(span(-Infinity, limit, true, true));
    case '<=':
      return numbers(span(-Infinity, limit));
    case '>':
      return numbers(span(limit, Infinity, true, true));
    case '>=':
      return numbers(span(limit, Infinity));
  }
}

/** Where what is compared is computed with fractions: what lies as near to the limit as they err may be on either side. */
function aboutSetOf(op: Comparison, limit: number): ValueSet {
  const error = 1e-12 * Math.max(1, Math.abs(limit));
  switch (op) {
    case '==':
      return numbers(span(limit - error, limit + error));
    case '!=':
      return everyNumber;
    case '<':
    case '<=':
      return numbers(span(-Infinity, limit + error));
    case '>':
    case '>=':
      return numbers(span(limit - error, Infinity));
  }
}

function equals(
  a: Asking,
  states: readonly State[],
  of: Expression,
  values: readonly Scalar[],
  truth: boolean,
): readonly State[] {
  if (of.op === 'literal') return isScalar(of.value) && values.includes(of.value) === truth ? states : [];
  if (typeof values[0] === 'boolean' && values.length === 1) {
    const yes = judge(a, states, of, values[0] === truth);
    return truth ? yes : either(states, [yes, presence(a, states, of, false)]);
  }
  const set: ValueSet = values.every((value) => typeof value === 'number')
    ? numbers(...values.map((value) => span(value, value)))
    : { kind: 'only', values };
  return narrow(a, states, termOf(a.scope, of), { absent: !truth, set: truth ? set : complementOf(set) });
}

function inList(
  a: Asking,
  states: readonly State[],
  e: Extract<Expression, { op: 'in' }>,
  truth: boolean,
): readonly State[] {
  if (e.list.op !== 'literal' || !Array.isArray(e.list.value)) return states;
  const values: Scalar[] = e.list.value.filter(isScalar);
  if (values.length !== e.list.value.length) return states;
  if (values.length === 0) return truth ? [] : states;
  return equals(a, states, e.of, values, truth);
}

function presence(a: Asking, states: readonly State[], of: Expression, truth: boolean): readonly State[] {
  if (of.op === 'literal') return (of.value !== null) === truth ? states : [];
  if (of.op === 'aggregate' && of.field === undefined && (of.function === 'latest' || of.function === 'first')) {
    const set = truth ? numbers(span(1, Infinity)) : numbers(span(0, 0));
    return narrow(a, states, countOf(a, of), { absent: false, set });
  }
  return narrow(
    a,
    states,
    termOf(a.scope, of),
    truth ? { absent: false, set: everything } : { absent: true, set: nothing },
  );
}

const counted = new WeakMap<Expression, Term>();

/** How often a signal came: `any` asks for one at least, `no` for none. */
function countOf(a: Asking, e: Extract<Expression, { op: 'aggregate' }>): Term {
  const known = counted.get(e);
  if (known !== undefined) return known;
  const { field: _field, round: _round, ...rest } = e;
  const term = termOf(a.scope, { ...rest, function: 'count' });
  counted.set(e, term);
  return term;
}

function narrow(a: Asking, states: readonly State[], term: Term, asked: Domain): readonly State[] {
  return states.flatMap((state) => {
    const known = state.get(term.key);
    const had = known?.domain ?? initial(a.scope, term);
    const domain = meetDomains(had, asked, isWhole(term));
    if (!isEmpty(domain)) {
      return [
        new Map(state).set(term.key, { term, domain, from: [...(known?.from.slice(0, mostSources) ?? []), a.place] }),
      ];
    }
    a.conflicts.push({ term, had, asked, from: known?.from ?? [] });
    return [];
  });
}

function isWhole({ parts, type }: Term): boolean {
  return parts.length === 1 && presentType(type)?.kind === 'integer';
}

/** What a term can be before anything is known: what its type and its meaning allow. */
export function initial({ graph }: Scope, { parts, type }: Term): Domain {
  const absent = type === undefined || type.kind === 'optional';
  const value = presentType(type);
  const [only] = parts;
  if (parts.length > 1 || only === undefined) return { absent: false, set: everyNumber };
  const { part: said } = only;
  const part = (said.op === 'profile' ? graph.profile[said.field]?.computed : undefined) ?? said;
  if ((part.op === 'aggregate' && part.function === 'count') || (part.op === 'call' && sizes.has(part.function)))
    return { absent: false, set: numbers(span(0, Infinity)) };
  if (part.op === 'call' && part.function === 'weekday_of') return { absent: false, set: numbers(span(1, 7)) };
  if (value === undefined) return { absent, set: everything };
  if (value.kind === 'boolean') return { absent, set: { kind: 'only', values: [true, false] } };
  if (value.kind === 'clock') return { absent, set: numbers(span(0, 1440, false, true)) };
  if (isNumeric(value)) return { absent, set: everyNumber };
  const named = value.kind === 'named' ? graph.types[value.name] : undefined;
  if (named?.kind === 'enumeration') return { absent, set: { kind: 'only', values: named.values } };
  return { absent, set: everything };
}

/** Functions that never give less than nothing. */
const sizes: ReadonlySet<string> = new Set(['length', 'size', 'abs']);

function isNumeric({ kind }: Type): boolean {
  switch (kind) {
    case 'money':
    case 'number':
    case 'integer':
    case 'percent':
    case 'duration':
    case 'time':
    case 'date':
    case 'clock':
      return true;
    default:
      return false;
  }
}
