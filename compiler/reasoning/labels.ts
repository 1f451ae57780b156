/** Labels of what an expression carries: `pii` and `sensitive` go wherever their value goes. */
import { labelsOfKeys } from '../graph/key-labels.ts';
import { showLookedAt } from '../graph/show.ts';
import type { Expression, Field, FunctionName, Label, Type } from '../graph/types.ts';
import { profileAtStart } from '../syntax/words.ts';
import { perObject } from './remember.ts';
import { fieldsOf, fieldType, type Scope, typeOf, writtenName } from './types.ts';

/** A label, and what it comes from: `profile.name`. */
export interface Carried {
  readonly label: Label;
  readonly source: string;
}

/** What names carry besides what lies in their types: the arguments of a message. */
export type CarriedBy = ReadonlyMap<string, readonly Carried[]>;

const nobody: CarriedBy = new Map();

/** What a person could learn from the value. A yes or no, a count or a length tells nothing of what it was made from. */
export function carriedBy(scope: Scope, expression: Expression, given: CarriedBy = nobody): readonly Carried[] {
  const e = live(expression);
  const of = (...inner: readonly Expression[]): Carried[] => inner.flatMap((each) => carriedBy(scope, each, given));
  switch (e.op) {
    case 'variable':
    case 'profile':
    case 'field':
      return [...onTheWayTo(scope, e, given), ...ofType(scope, typeOf(scope, e), nameOf(scope, e))];
    case 'aggregate': {
      if (e.function === 'count' || e.function === 'any' || e.function === 'no') return [];
      const signal: Type = { kind: 'signal', name: e.signal };
      const source = nameOf(scope, e);
      if (e.field === undefined) return ofType(scope, signal, source);
      return ofField(scope, signal, e.field, source);
    }
    case 'list':
      return of(...e.items);
    case 'record':
      return of(...e.fields.map((field) => field.value));
    case 'negate':
    case 'format':
      return of(e.of);
    case '+':
    case '-':
    case '*':
    case '/':
      return of(e.left, e.right);
    case 'if':
      return of(e.then, e.otherwise);
    case 'default':
      return of(e.of, e.otherwise);
    case 'text':
      return of(...e.parts);
    case 'each': {
      const list = typeOf(scope, e.list);
      const item = list?.kind === 'list' ? list.of : undefined;
      const variables = item === undefined ? scope.variables : { ...scope.variables, [e.as]: item };
      const items = new Map(given).set(e.as, onTheWayTo(scope, e.list, given));
      return [...carriedBy({ ...scope, variables }, e.body, items), ...of(e.otherwise)];
    }
    case 'call':
      return questions.has(e.function) ? [] : of(...e.arguments);
    case 'key':
      return [...(keyLabels(scope.graph.signals).get(e.name) ?? [])].map((label) => ({
        label,
        source: nameOf(scope, e),
      }));
    case 'literal':
    case 'model':
    case 'now':
    case 'consent':
    case 'contacts':
    case 'not':
    case 'present':
    case 'and':
    case 'or':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'between':
    case 'in':
      return [];
  }
}

/** Functions that answer with a number or with yes and no. */
const questions: ReadonlySet<FunctionName> = new Set(['length', 'size', 'contains', 'starts_with', 'ends_with']);

const keyLabels = perObject(labelsOfKeys);

/** The profile as it was at the start is labelled as the profile is. */
function live(e: Expression): Expression {
  const snapshot = e.op === 'field' && e.of.op === 'variable' && e.of.name === profileAtStart;
  return snapshot ? { op: 'profile', field: e.name } : e;
}

/** What a value itself is labelled, not what lies inside of it: `profile.address` is, and so is `profile.address.city`. */
export function onTheWayTo(scope: Scope, expression: Expression, given: CarriedBy = nobody): readonly Carried[] {
  const e = live(expression);
  switch (e.op) {
    case 'variable':
      return given.get(e.name) ?? [];
    case 'profile': {
      const field = scope.graph.profile[e.field];
      const source = nameOf(scope, e);
      const own = (field?.labels ?? []).map((label) => ({ label, source }));
      if (field?.computed === undefined) return own;
      return [...own, ...carriedBy(scope, field.computed, given).map(({ label }) => ({ label, source }))];
    }
    case 'field': {
      const of = typeOf(scope, e.of);
      const field = fieldIn(scope, of, e.name);
      const own = (field?.labels ?? []).map((label) => ({ label, source: nameOf(scope, e) }));
      return [...onTheWayTo(scope, e.of, given), ...own];
    }
    case 'aggregate': {
      const field = e.field === undefined ? undefined : fieldIn(scope, { kind: 'signal', name: e.signal }, e.field);
      return (field?.labels ?? []).map((label) => ({ label, source: nameOf(scope, e) }));
    }
    case 'default':
      return [...onTheWayTo(scope, e.of, given), ...onTheWayTo(scope, e.otherwise, given)];
    case 'list':
      return e.items.flatMap((item) => onTheWayTo(scope, item, given));
    default:
      return [];
  }
}

function fieldIn(scope: Scope, of: Type | undefined, name: string): Field | undefined {
  if (of === undefined) return undefined;
  const value = of.kind === 'optional' ? of.of : of;
  return fieldsOf(scope.graph, value)?.find((each) => each.name === name);
}

function ofField(scope: Scope, of: Type, name: string, source: string): Carried[] {
  const own = (fieldIn(scope, of, name)?.labels ?? []).map((label) => ({ label, source }));
  return [...own, ...ofType(scope, fieldType(scope.graph, of, name), source)];
}

/** All that a record, a signal or a list of them holds. */
export function ofType(scope: Scope, type: Type | undefined, source: string): Carried[] {
  if (type === undefined) return [];
  if (type.kind === 'optional' || type.kind === 'list') return ofType(scope, type.of, source);
  return (fieldsOf(scope.graph, type) ?? []).flatMap((field) => [
    ...(field.labels ?? []).map((label) => ({ label, source: `${source}.${field.name}` })),
    ...ofType(scope, field.type, `${source}.${field.name}`),
  ]);
}

function nameOf(scope: Scope, e: Expression): string {
  if (e.op === 'field') return `${nameOf(scope, e.of)}.${e.name}`;
  if (e.op === 'profile') return `profile.${e.field}`;
  if (e.op === 'key') return `profile.${e.name}`;
  if (e.op === 'aggregate') return showLookedAt(e);
  return e.op === 'variable' ? writtenName(scope, e.name) : e.op;
}
