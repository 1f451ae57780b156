/**
 * Which optional values a condition proves present. A fact is a key: `bill@120.previous` for what is frozen, with `~` in front
 * for what is live (the profile, the log): a live fact holds only as long as no time passes.
 */
import type { Aggregate, Expression, Name } from '../syntax/tree.ts';
import { readsIt } from '../syntax/visit.ts';
import type { Check, Env } from './context.ts';

/** The key under which an expression is known to be present; undefined: it cannot be narrowed. */
export function factKey(c: Check, expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'Reference': {
      const meaning = c.facts.meaning.get(expression);
      if (meaning?.kind === 'variable') return keyOf(meaning.binding.at);
      if (meaning?.kind === 'profile') return `~profile.${meaning.field}`;
      return meaning?.kind === 'it' ? 'it' : undefined;
    }
    case 'Member': {
      const meaning = c.facts.meaning.get(expression);
      if (meaning?.kind === 'profile') return `~profile.${meaning.field}`;
      if (meaning?.kind === 'snapshot') return `profile at start.${meaning.field}`;
      if (meaning?.kind === 'key') return `~profile.${meaning.name}`;
      const of = factKey(c, expression.of);
      return of === undefined ? undefined : `${of}.${expression.name.text}`;
    }
    case 'Aggregate':
      return aggregateKey(c, expression);
    default:
      return undefined;
  }
}

function keyOf(name: Name): string {
  return `${name.text}@${name.start}`;
}

/** `latest S` is known to be there after `any S`; with a window or a `where` only the same words are the same value. */
function aggregateKey(c: Check, aggregate: Aggregate): string | undefined {
  if (aggregate.function !== 'latest' && aggregate.function !== 'first') return undefined;
  const text = c.text.slice(aggregate.start, aggregate.end);
  const words = text.includes('"') ? text : text.replace(/\s+/g, ' ');
  // `since it.at` is about the signal around it, which is another one in another `where`.
  return aggregate.window?.kind === 'Since' && readsIt(aggregate.window.time) ? `it.~${words}` : `~${words}`;
}

/** Keys proven present when `expression` turned out `truth`. Run after the expression has been inferred. */
export function proves(c: Check, expression: Expression, truth: boolean): ReadonlySet<string> {
  switch (expression.kind) {
    case 'Presence':
      return expression.present === truth ? keys(c, expression.of) : none;
    case 'Not':
      return proves(c, expression.of, !truth);
    case 'Binary':
      return binary(c, expression, truth);
    case 'In':
      return truth !== expression.negated && !mayHoldAbsence(c, expression.list) ? keys(c, expression.of) : none;
    case 'Aggregate':
      return truth && expression.function === 'any' ? anyKeys(expression) : none;
    case 'Reference':
      return provenByName(c, expression, [], truth);
    case 'Call':
      return provenByName(c, expression, expression.arguments, truth);
    default:
      return none;
  }
}

/** A named condition proves what its body does: of the profile, and of what it was given. */
function provenByName(
  c: Check,
  expression: Expression,
  given: readonly Expression[],
  truth: boolean,
): ReadonlySet<string> {
  const meaning = c.facts.meaning.get(expression);
  const symbol = meaning?.kind === 'condition' ? c.index.byId(meaning.id) : undefined;
  if (symbol?.node.kind !== 'Condition') return none;
  const { node, module, path } = symbol;
  const scope = { module, uses: c.index.usesOf(path), deps: c.scope.deps };
  const isModel = (name: string): boolean => c.index.lookup(['model'], name, scope).kind === 'found';
  const values = new Map(node.parameters.map(({ name }, index) => [name.text, given[index]] as const));
  const found = new Set<string>();
  for (const asked of presentIn(node.body, truth, { values, isModel })) {
    const key = givenKey(c, asked, values);
    if (key !== undefined) found.add(key);
  }
  return found;
}

/** The key that something in a condition's body has for whoever uses the condition. */
function givenKey(
  c: Check,
  asked: Expression,
  values: ReadonlyMap<string, Expression | undefined>,
): string | undefined {
  if (asked.kind === 'Reference') {
    const argument = values.get(asked.name.text);
    return argument === undefined ? undefined : factKey(c, argument);
  }
  if (asked.kind !== 'Member') return undefined;
  if (asked.of.kind === 'Reference' && asked.of.name.text === 'profile') return `~profile.${asked.name.text}`;
  const of = givenKey(c, asked.of, values);
  return of === undefined ? undefined : `${of}.${asked.name.text}`;
}

/** What the names in a condition's text can stand for. */
interface Names {
  readonly values: ReadonlyMap<string, unknown>;
  readonly isModel: (name: string) => boolean;
}

/** What a condition's text says is present: conditions in it are not followed. */
function presentIn(body: Expression, truth: boolean, names: Names): readonly Expression[] {
  if (body.kind === 'Presence') return body.present === truth ? [body.of] : [];
  if (body.kind === 'Not') return presentIn(body.of, !truth, names);
  if (body.kind !== 'Binary' || (body.operator === 'and') !== truth) return [];
  if (body.operator !== 'and' && body.operator !== 'or') return [];
  const { left, right } = body;
  // Where a flag that may be absent says no, nobody looks at what stands in for it.
  const stoodIn = body.operator === 'or' && mayBeAbsentFlag(left, names);
  return [...presentIn(left, truth, names), ...(stoodIn ? [] : presentIn(right, truth, names))];
}

/** Can it say neither yes nor no? */
function mayBeAbsentFlag(e: Expression, names: Names): boolean {
  switch (e.kind) {
    case 'Member':
      return true;
    case 'Reference':
      return names.values.has(e.name.text);
    case 'Call':
      return names.isModel(e.name.text);
    case 'Aggregate':
      return e.function === 'latest' || e.function === 'first';
    case 'Binary':
      return e.operator === 'or' && mayBeAbsentFlag(e.left, names) && mayBeAbsentFlag(e.right, names);
    default:
      return false;
  }
}

const none: ReadonlySet<string> = new Set();

function binary(c: Check, expression: Extract<Expression, { kind: 'Binary' }>, truth: boolean): ReadonlySet<string> {
  const { operator, left, right } = expression;
  if (operator === 'and' || operator === 'or') {
    if (c.facts.meaning.get(expression)?.kind === 'default') return none;
    const [a, b] = [proves(c, left, truth), proves(c, right, truth)];
    return (operator === 'and') === truth ? new Set([...a, ...b]) : new Set([...a].filter((key) => b.has(key)));
  }
  // What equals a value that is there, is there.
  if ((operator === '==') === truth && (operator === '==' || operator === '!=')) {
    const proven = new Set<string>();
    if (!isOptional(c, right)) for (const key of keys(c, left)) proven.add(key);
    if (!isOptional(c, left)) for (const key of keys(c, right)) proven.add(key);
    return proven;
  }
  return none;
}

/** What is absent is among things of which one is absent. */
function mayHoldAbsence(c: Check, list: Expression): boolean {
  const type = c.facts.typeOf.get(list);
  return type?.kind === 'list' && type.of.kind === 'optional';
}

function isOptional(c: Check, expression: Expression): boolean {
  return c.facts.typeOf.get(expression)?.kind === 'optional';
}

function keys(c: Check, expression: Expression): ReadonlySet<string> {
  const key = factKey(c, expression);
  return key === undefined ? none : new Set([key]);
}

function anyKeys(aggregate: Aggregate): ReadonlySet<string> {
  if (aggregate.where !== undefined || aggregate.window !== undefined) return none;
  return new Set([`~latest ${aggregate.signal.text}`, `~first ${aggregate.signal.text}`]);
}

/** What is still known after time has passed: only what is frozen, and of a signal that may be swapped what holds of each of them. */
export function afterTime(env: Env): Env {
  const { swapped } = env;
  const live = (swapped?.signals ?? []).map((signal) => `${keyOf(signal)}.`);
  const mayChange = (fact: string): boolean =>
    fact.startsWith('~') || (swapped?.sure.has(fact) !== true && live.some((signal) => fact.startsWith(signal)));
  const frozen = [...env.facts].filter((fact) => !mayChange(fact));
  return frozen.length === env.facts.size ? env : { ...env, facts: new Set(frozen) };
}

/** What is still known inside a `where`: `it` is another signal there. */
export function withoutIt(env: Env): ReadonlySet<string> {
  for (const fact of env.facts) {
    if (fact === 'it' || fact.startsWith('it.')) {
      return new Set([...env.facts].filter((each) => each !== 'it' && !each.startsWith('it.')));
    }
  }
  return env.facts;
}
