/** What the names of a journey carry besides what lies in their types. */
import type { Expression, Journey, RunNode, Type } from '../graph/types.ts';
import { type Carried, type CarriedBy, carriedBy, onTheWayTo } from './labels.ts';
import type { Whole } from './rule.ts';
import { fieldsOf, type Scope } from './types.ts';

/** Where a node stands. */
export interface Around extends Scope {
  readonly graph: Whole;
  readonly given: CarriedBy;
  /** fields of the profile that the journey keeps as they were at its start */
  readonly snapshot: readonly string[];
  /** absent: a handler, which is of no journey */
  readonly journey?: Journey;
}

/** `given`: to its parameters; `resultOf`: what a journey that is run gives back. */
export function around(
  graph: Whole,
  journey: Journey,
  parameters: CarriedBy = new Map(),
  resultOf: (scope: Around, node: RunNode) => readonly Carried[] = () => [],
): Around {
  const { nodes, variables, snapshot = [] } = journey;
  const given = new Map(parameters);
  const scope: Around = { graph, variables, given, snapshot, journey };
  for (const node of nodes) {
    if (node.kind !== 'each' && node.kind !== 'run') continue;
    const carried = node.kind === 'each' ? brought(scope, variables[node.as ?? ''], node.list) : resultOf(scope, node);
    if (node.as !== undefined && carried.length > 0) given.set(node.as, carried);
  }
  return scope;
}

/** What parameters are given: a parameter has no label of its own. */
export function givenTo(
  scope: Around,
  parameters: readonly { readonly name: string; readonly type: Type }[],
  values: readonly Expression[],
): CarriedBy {
  const given = new Map<string, readonly Carried[]>();
  for (const [index, { name, type }] of parameters.entries()) {
    const argument = values[index];
    const carried = argument === undefined ? [] : brought(scope, type, argument);
    if (carried.length > 0) given.set(name, carried);
  }
  return given;
}

/** What lies in the fields of a record is seen where they are read. */
function brought(scope: Around, type: Type | undefined, value: Expression): readonly Carried[] {
  const read = isRecord(scope, type) ? onTheWayTo : carriedBy;
  return read(scope, value, scope.given);
}

function isRecord(scope: Scope, type: Type | undefined): boolean {
  if (type === undefined) return false;
  if (type.kind === 'optional' || type.kind === 'list') return isRecord(scope, type.of);
  return fieldsOf(scope.graph, type) !== undefined;
}
