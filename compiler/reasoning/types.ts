/** Types of the graph's expressions, as far as they can be told from what they name. */
import type { Expression, Field, FunctionName, Model, Trigger, Type } from '../graph/types.ts';
import type { Whole } from './rule.ts';

/** What types are told from. */
export type Known = Pick<Whole, 'types' | 'signals' | 'profile' | 'models'>;

/** Where expressions stand: types of the names bound around them. */
export interface Scope {
  readonly graph: Known;
  readonly variables: Readonly<Record<string, Type>>;
  /** the start of a journey whose signal a newer one takes the place of, or joins */
  readonly swapped?: readonly Trigger[];
}

/** A name as its author wrote it: where it stands for a second thing in a journey, the graph has a number behind it. */
export function writtenName({ variables }: Scope, name: string): string {
  const written = name.replace(/_\d+$/, '');
  return Object.hasOwn(variables, written) ? written : name;
}

export function typeOf(scope: Scope, e: Expression): Type | undefined {
  const { graph, variables } = scope;
  switch (e.op) {
    case 'variable':
      return Object.hasOwn(variables, e.name) ? variables[e.name] : undefined;
    case 'profile':
      return graph.profile[e.field]?.type;
    case 'key':
      return { kind: 'optional', of: { kind: 'text' } };
    case 'now':
      return { kind: 'time' };
    case 'field':
      return fieldType(graph, typeOf(scope, e.of), e.name);
    case 'aggregate':
      return aggregateType(scope, e);
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
    case 'consent':
      return { kind: 'boolean' };
    case 'negate':
      return typeOf(scope, e.of);
    case 'default':
      return standsIn(presentType(typeOf(scope, e.of)), typeOf(scope, e.otherwise));
    case 'if':
      return isNull(e.otherwise) ? orAbsent(typeOf(scope, e.then)) : typeOf(scope, e.then);
    case 'text':
    case 'each':
    case 'format':
      return { kind: 'text' };
    case 'model':
      return modelType(graph.models?.[e.name]);
    case 'call':
      return e.function === 'abs' && e.arguments[0] !== undefined
        ? typeOf(scope, e.arguments[0])
        : callTypes[e.function];
    case 'literal':
    case 'list':
    case 'contacts':
    case 'record':
    case '+':
    case '-':
    case '*':
    case '/':
      return undefined;
  }
}

/** The type of a field of a signal or a record; absent of absent is absent. */
export function fieldType(graph: Known, of: Type | undefined, name: string): Type | undefined {
  if (of === undefined) return undefined;
  if (of.kind === 'optional') {
    return orAbsent(fieldType(graph, of.of, name));
  }
  if (of.kind === 'signal' && name === 'at') return { kind: 'time' };
  if (of.kind === 'signal' && name === 'id') return { kind: 'id' };
  return fieldsOf(graph, of)?.find((field) => field.name === name)?.type;
}

export function fieldsOf(graph: Known, type: Type): readonly Field[] | undefined {
  if (type.kind === 'signal') return graph.signals[type.name]?.fields;
  const named = type.kind === 'named' ? graph.types[type.name] : undefined;
  return named?.kind === 'record' ? named.fields : undefined;
}

export function presentType(type: Type | undefined): Type | undefined {
  return type?.kind === 'optional' ? type.of : type;
}

/** `value or other`: absent where the other is, too. */
function standsIn(value: Type | undefined, other: Type | undefined): Type | undefined {
  return other?.kind === 'optional' ? orAbsent(value ?? other) : (value ?? other);
}

/** A model has not always answered yet. */
function modelType(model: Model | undefined): Type | undefined {
  return model?.otherwise === undefined ? orAbsent(model?.result) : model.result;
}

function isNull(e: Expression): boolean {
  return e.op === 'literal' && e.value === null;
}

function orAbsent(type: Type | undefined): Type | undefined {
  return type === undefined || type.kind === 'optional' ? type : { kind: 'optional', of: type };
}

function aggregateType({ graph }: Scope, e: Extract<Expression, { op: 'aggregate' }>): Type | undefined {
  const signal: Type = { kind: 'signal', name: e.signal };
  const value = e.field === undefined ? signal : fieldType(graph, signal, e.field);
  switch (e.function) {
    case 'count':
      return { kind: 'integer' };
    case 'any':
    case 'no':
      return { kind: 'boolean' };
    case 'sum':
      return value;
    case 'average':
      return orAbsent(presentType(value)?.kind === 'integer' ? { kind: 'number' } : value);
    case 'min':
    case 'max':
    case 'first':
    case 'latest':
      return orAbsent(value);
  }
}

const callTypes: Readonly<Record<FunctionName, Type | undefined>> = {
  lower: { kind: 'text' },
  upper: { kind: 'text' },
  trim: { kind: 'text' },
  length: { kind: 'integer' },
  contains: { kind: 'boolean' },
  starts_with: { kind: 'boolean' },
  ends_with: { kind: 'boolean' },
  round: { kind: 'integer' },
  floor: { kind: 'integer' },
  ceil: { kind: 'integer' },
  abs: undefined,
  size: { kind: 'integer' },
  date_of: { kind: 'date' },
  weekday_of: { kind: 'integer' },
  time_of: { kind: 'time' },
  add_months: { kind: 'time' },
  escape_html: { kind: 'text' },
};
