/**
 * Whether an instance of one graph can go on in another one, node by node: where its place has an equal, and which names have to be known
 * there. Places are told by what they are and do, not by their ids, which move when something is written before them.
 */
import equal from 'fast-deep-equal/es6/index.js';
import { profileAtStart } from '../syntax/words.ts';
import { neededAt } from './migration-needs.ts';
import { nodeText, signatureOf } from './migration-places.ts';
import type { Graph, Journey, Node, Type } from './types.ts';

export type PlaceInNew =
  /** `needs`: names that are read from there on, and were not read from the old place on */
  { readonly to: string; readonly needs: readonly string[] } | { readonly reason: string };

export interface MigrationPlan {
  /** by the id of the node in the old graph */
  readonly nodes: ReadonlyMap<string, PlaceInNew>;
  /** names whose type is another one in the new graph, or that are not in it: an instance that has bound one of the first cannot move */
  readonly changed: ReadonlyMap<string, string>;
}

/** Or why nothing of it can move. */
export function planMigration(from: Graph, to: Graph, name: string): MigrationPlan | string {
  const [old, next] = [from.journeys[name], to.journeys[name]];
  if (old === undefined || next === undefined) return `The graph that it should move to has no journey ${name}.`;
  if (!equal(old.start.key, next.start.key)) return 'Its instances are told apart by another key now.';
  const changed = new Map<string, string>();
  for (const [variable, type] of Object.entries(old.variables)) {
    const now = next.variables[variable];
    if (now !== undefined && !equal(shapeOf(type, from), shapeOf(now, to)))
      changed.set(variable, `\`${variable}\` is of another type now`);
  }
  for (const field of next.snapshot ?? []) {
    const [before, now] = [from.profile[field]?.type, to.profile[field]?.type];
    if (before !== undefined && now !== undefined && !equal(shapeOf(before, from), shapeOf(now, to)))
      changed.set(profileAtStart, `\`${profileAtStart}.${field}\` is of another type now`);
  }
  const [neededBefore, neededNow] = [neededAt(old), neededAt(next)];
  const nodes = new Map(
    pairsOf(old, next).map(([node, found]): [string, PlaceInNew] => {
      if (typeof found === 'string') return [node.id, { reason: found }];
      const before = neededBefore.get(node.id);
      const needs = [...(neededNow.get(found.id) ?? [])].filter((variable) => before?.has(variable) !== true);
      return [node.id, { to: found.id, needs: needs.sort() }];
    }),
  );
  return { nodes, changed };
}

/** Each node of the old journey with its equal in the new one, or why it has none. */
function pairsOf(old: Journey, next: Journey): (readonly [Node, Node | string])[] {
  const [before, now] = [groupsOf(old), groupsOf(next)];
  return old.nodes.map((node) => {
    const signature = signatureOf(old, node);
    const [same, others] = [before.get(signature) ?? [], now.get(signature) ?? []];
    const where = nodeText(node);
    if (others.length === 0) return [node, `there is no ${where} any more`];
    if (others.length !== same.length)
      return [node, `of ${where} there are ${others.length} now, not ${same.length}: which one is meant is not clear`];
    return [node, others[same.indexOf(node)] ?? `there is no ${where} any more`];
  });
}

function groupsOf(journey: Journey): Map<string, Node[]> {
  const groups = new Map<string, Node[]>();
  for (const node of journey.nodes) {
    const signature = signatureOf(journey, node);
    groups.set(signature, [...(groups.get(signature) ?? []), node]);
  }
  return groups;
}

/** A type with all that its names stand for; what refers to itself stays a name. */
function shapeOf(type: Type, graph: Graph, inside: readonly string[] = []): unknown {
  switch (type.kind) {
    case 'list':
    case 'optional':
      return { kind: type.kind, of: shapeOf(type.of, graph, inside) };
    case 'named':
    case 'signal': {
      const key = `${type.kind} ${type.name}`;
      if (inside.includes(key)) return type;
      const named = type.kind === 'named' ? graph.types[type.name] : undefined;
      if (named?.kind === 'enumeration') return named;
      const fields = named?.fields ?? graph.signals[type.name]?.fields ?? [];
      return fields.map((field) => [field.name, shapeOf(field.type, graph, [...inside, key])]);
    }
    default:
      return type;
  }
}
