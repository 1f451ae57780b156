/**
 * Expressions become JavaScript source, once per graph. A condition then costs what a hand-written one costs:
 * generated code is 7 times faster than closures and 17 times faster than walking the tree.
 */
import type { AggregateExpression, Expression, Graph, Json, Type, Window } from '../../../compiler/graph/types.ts';
import { contactSignals } from '../values/contacts.ts';
import { invariant } from '../values/invariant.ts';
import { safeName } from '../values/names.ts';
import { fitsSource } from './shapes.ts';

const text = (value: string): string => JSON.stringify(value);
const name = (value: string): string => JSON.stringify(safeName(value));

/** Collects functions `(f, it) => value` (f: a Frame) and the constants that they use. */
export class Emitter {
  readonly functions: string[] = [];
  readonly constants: Json[] = [];
  readonly types: Type[] = [];
  /** items of the lists that are being walked */
  private readonly locals = new Map<string, string>();
  private depth = 0;
  /** the signal whose remembered ones are walked, where `it` is one of them */
  private walked: string | null = null;
  private readonly profile: ReadonlyMap<string, ProfileSource>;
  private readonly consents: ReadonlyMap<string, boolean>;

  private readonly graph: Pick<Graph, 'types' | 'signals'>;

  constructor(
    profile: ReadonlyMap<string, ProfileSource>,
    consents: ReadonlyMap<string, boolean>,
    graph: Pick<Graph, 'types' | 'signals'>,
  ) {
    this.profile = profile;
    this.consents = consents;
    this.graph = graph;
  }

  /** Adds a function and gives its index. */
  add(expression: Expression): number {
    return this.functions.push(`(f, it) => ${this.source(expression)}`) - 1;
  }

  /** JavaScript source of an expression. */
  source(e: Expression): string {
    switch (e.op) {
      case 'literal':
        return typeof e.value === 'object' && e.value !== null
          ? this.constant(plain(e.value))
          : JSON.stringify(e.value);
      case 'variable':
        return this.locals.get(e.name) ?? (e.name === 'it' ? 'it' : `(f.variables[${name(e.name)}] ?? null)`);
      case 'profile':
        return this.profileSource(e.field);
      case 'key':
        return `(f.customer.keys[${name(e.name)}]?.[0] ?? null)`;
      case 'now':
        return '(f.asked ?? f.now)';
      case 'list':
        return `[${e.items.map((item) => this.source(item)).join(', ')}]`;
      case 'record':
        return `({${e.fields.map((field) => `${name(field.name)}: ${this.source(field.value)}`).join(', ')}})`;
      case 'field':
        if (this.walked !== null && e.of.op === 'variable' && e.of.name === 'it' && !this.locals.has('it'))
          return this.remembered(this.walked, e.name);
        return `(${this.source(e.of)}?.[${name(e.name)}] ?? null)`;
      case 'not':
        return `!${this.source(e.of)}`;
      case 'negate':
        return `(0 - ${this.needed(e.of, '0')})`;
      case 'present':
        return `(${this.source(e.of)} !== null)`;
      case 'and':
        return `(${this.source(e.left)} && ${this.source(e.right)})`;
      case 'or':
        return `(${this.source(e.left)} || ${this.source(e.right)})`;
      case '==':
        return this.equality(e.left, e.right);
      case '!=':
        return `!${this.equality(e.left, e.right)}`;
      case '<':
      case '<=':
      case '>':
      case '>=':
        return `(${this.source(e.left)} ${e.op} ${this.source(e.right)})`;
      case '+':
      case '-':
      case '*':
      case '/':
        return this.arithmetic(e.op, this.needed(e.left, 'null'), this.needed(e.right, 'null'), e.round === true);
      case 'between':
        return `rt.between(${this.source(e.of)}, ${this.source(e.low)}, ${this.source(e.high)})`;
      case 'in':
        return `rt.isIn(${this.source(e.of)}, ${this.source(e.list)})`;
      case 'default':
        return `(${this.source(e.of)} ?? ${this.source(e.otherwise)})`;
      case 'text':
        return e.parts.length === 0
          ? '""'
          : `(${['""', ...e.parts.map((part) => this.needed(part, '""'))].join(' + ')})`;
      case 'format':
        return `rt.format(${e.type.kind === 'optional' ? this.source(e.of) : this.needed(e.of, 'null')}, types[${this.types.push(e.type) - 1}], f)`;
      case 'each':
        return this.each(e);
      case 'call':
        return `rt.call(${text(e.function)}, ${e.arguments.map((argument) => this.needed(argument, 'null')).join(', ')})`;
      case 'model':
        return `rt.model(f, ${text(e.name)}, [${e.arguments.map((argument) => this.source(argument)).join(', ')}])`;
      case 'if':
        return `(${this.source(e.condition)} ? ${this.source(e.then)} : ${this.source(e.otherwise)})`;
      case 'aggregate':
        return this.aggregate(e);
      case 'contacts':
        return `rt.contactsOf(f.customer, ${this.constant(contactSignals(this.graph).map((each) => ({ ...each })))}, f.now - ${e.ms}, f.now)`;
      case 'consent':
        return `rt.hasConsent(f.customer, ${text(e.purpose)}, ${e.channel === undefined ? 'null' : text(e.channel)}, ${this.consents.get(e.purpose) === true})`;
      default:
        return unreachable(e);
    }
  }

  /** What the checker has found to be there. After a hold or a pause it can be gone: then that is noted, and `instead` stands in. */
  private needed(e: Expression, instead: string): string {
    // A signal in the log that has no such value is not among those that are looked for.
    const called = this.walked === null ? calledByAuthor(e) : null;
    return called === null ? this.source(e) : `(${this.source(e)} ?? rt.lacking(f, ${text(called)}, ${instead}))`;
  }

  /** The item is a parameter of its own function, named by depth: no name of the author's becomes code. */
  private each(e: Extract<Expression, { op: 'each' }>): string {
    const list = this.source(e.list);
    const otherwise = this.source(e.otherwise);
    const outer = this.locals.get(e.as);
    const item = `item${this.depth++}`;
    this.locals.set(e.as, item);
    const body = this.source(e.body);
    if (outer === undefined) this.locals.delete(e.as);
    else this.locals.set(e.as, outer);
    this.depth--;
    return `rt.each(${list}, (${item}) => ${body}, () => ${otherwise})`;
  }

  private constant(value: Json): string {
    return `constants[${this.constants.push(value) - 1}]`;
  }

  private profileSource(field: string): string {
    const source = this.profile.get(field);
    if (source === undefined) return 'null';
    if (source.kind === 'computed') return `profile[${name(field)}](f, null)`;
    const stored = `f.customer.profile[${name(field)}]`;
    // A field that was set to null is absent on purpose. What was set while it was of another type counts as never set.
    return `(${stored} === null || ${this.fits(stored, source.type)} ? ${stored} : ${this.source(source.initial)})`;
  }

  private fits(value: string, type: Type): string {
    return fitsSource(value, type, this.graph.types, (values) => this.constant(values));
  }

  private equality(left: Expression, right: Expression): string {
    const simple = isScalar(left) || isScalar(right);
    return simple
      ? `(${this.source(left)} === ${this.source(right)})`
      : `rt.equal(${this.source(left)}, ${this.source(right)})`;
  }

  private arithmetic(op: string, left: string, right: string, round: boolean): string {
    if (op === '/') return `rt.divide(${left}, ${right}, ${round})`;
    return `rt.${round ? 'roundMoney' : 'bounded'}(${left} ${op} ${right})`;
  }

  /** A loop over the customer's remembered signals, the newest first (they are ordered by event time). */
  private aggregate(e: AggregateExpression): string {
    const field = e.field === undefined ? 'it' : this.remembered(e.signal, e.field);
    const { start, step, end } = AGGREGATES[e.function](field, e.round === true);
    const outer = this.walked;
    this.walked = e.signal;
    const where = e.where === undefined ? '' : `if (!${this.source(e.where)}) continue; `;
    this.walked = outer;
    if (e.function === 'count' && e.where === undefined)
      return `rt.countBetween(f.customer.history[${name(e.signal)}] ?? [], ${this.from(e.window)}, f.now)`;
    const forwards = e.function === 'first';
    const loop = forwards
      ? 'for (let i = 0; i < facts.length; i++) { const it = facts[i]; if (it.at < from) continue; if (it.at > f.now) break; '
      : 'for (let i = facts.length - 1; i >= 0; i--) { const it = facts[i]; if (it.at > f.now) continue; if (it.at < from) break; ';
    return (
      `((it) => { const facts = f.customer.history[${name(e.signal)}]; ${start} ` +
      `if (facts !== undefined) { const from = ${this.from(e.window)}; ${loop}${where}${step} } } return ${end}; })(it)`
    );
  }

  /** A field of a remembered signal, which may have come when it was of another type. */
  private remembered(signal: string, field: string): string {
    const value = `it[${name(field)}]`;
    const type = this.graph.signals[signal]?.fields.find((each) => each.name === field)?.type;
    return type === undefined ? `(${value} ?? null)` : `(${this.fits(value, type)} ? ${value} : null)`;
  }

  private from(window: Window): string {
    switch (window.kind) {
      case 'ever':
        return '-Infinity';
      case 'last':
        return `f.now - ${window.ms}`;
      case 'since':
        return `(${this.source(window.time)} ?? -Infinity)`;
      case 'journey':
        return 'f.startedAt';
      default:
        return unreachable(window);
    }
  }
}

/** Where a profile field's value comes from. */
export type ProfileSource =
  | { readonly kind: 'stored'; readonly initial: Expression; readonly type: Type }
  | { readonly kind: 'computed'; readonly expression: Expression };

interface Loop {
  readonly start: string;
  readonly step: string;
  readonly end: string;
}

const AGGREGATES: Record<AggregateExpression['function'], (field: string, round: boolean) => Loop> = {
  count: () => ({ start: 'let n = 0;', step: 'n++;', end: 'n' }),
  any: () => ({ start: '', step: 'return true;', end: 'false' }),
  no: () => ({ start: '', step: 'return false;', end: 'true' }),
  sum: (field) => ({ start: 'let n = 0;', step: `n += ${field} ?? 0;`, end: 'n' }),
  average: (field, round) => ({
    start: 'let n = 0, sum = 0;',
    step: `const v = ${field}; if (v !== null) { n++; sum += v; }`,
    end: `rt.divide(sum, n, ${round})`,
  }),
  min: (field) => ({
    start: 'let m = null;',
    step: `const v = ${field}; if (v !== null && (m === null || v < m)) m = v;`,
    end: 'm',
  }),
  max: (field) => ({
    start: 'let m = null;',
    step: `const v = ${field}; if (v !== null && (m === null || v > m)) m = v;`,
    end: 'm',
  }),
  first: (field) => ({ start: '', step: `return ${field};`, end: 'null' }),
  latest: (field) => ({ start: '', step: `return ${field};`, end: 'null' }),
};

/** Renames the fields of a constant record as `safeName` does for all that enters. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [safeName(key), plain(item)]));
}

/** What an author calls a value that can be absent; null: it is put together from others. */
function calledByAuthor(e: Expression): string | null {
  switch (e.op) {
    case 'variable':
    case 'model':
      return e.name;
    case 'profile':
      return `profile.${e.field}`;
    case 'key':
      return `profile.${e.name}`;
    case 'field': {
      const of = calledByAuthor(e.of);
      return of === null ? e.name : `${of}.${e.name}`;
    }
    case 'default':
      return calledByAuthor(e.otherwise);
    case 'call':
      return e.function;
    case 'aggregate':
      return `${e.function} ${e.signal}${e.field === undefined ? '' : `.${e.field}`}`;
    default:
      return null;
  }
}

function isScalar(e: Expression): boolean {
  return e.op === 'literal' && (typeof e.value !== 'object' || e.value === null);
}

function unreachable(value: never): never {
  invariant(`not an expression of the graph: ${JSON.stringify(value)}`);
}
