/** Moving a running instance to another graph: what it holds must be what is read there. What it waits for stays, and its times do
 * where nobody asks that they be set anew. */
import type { MigrationPlan } from '../../../compiler/graph/migration.ts';
import type { Program } from '../compile/program.ts';
import type { Instance, Position } from '../state/customer.ts';
import type { Input } from '../state/input.ts';
import { safeName } from '../values/names.ts';
import { type Context, decide } from './context.ts';
import { PROFILE_AT_START } from './instances.ts';
import { positionsOf, retimingsOf } from './retime.ts';

/** The equal of each place that the instance is at, or why it cannot move. */
export type Move = { readonly nodes: Readonly<Record<string, string>> } | { readonly reason: string };

export function moveOf(instance: Instance, to: Program, plan: MigrationPlan): Move {
  const nodes: Record<string, string> = {};
  for (const [variables, at] of positionsOf(instance)) {
    for (const id of [at.node, ...Object.keys(at.loops ?? {})]) {
      const place = plan.nodes.get(id) ?? { reason: `nothing is known of \`${id}\`` };
      if ('reason' in place) return place;
      nodes[id] = place.to;
      const missing = place.needs.find((name) => variables[safeName(name)] === undefined);
      if (missing !== undefined) return { reason: `\`${missing}\` is read from there on, and it has none` };
    }
    const reason = changedOf(variables, instance, to, plan);
    if (reason !== null) return { reason };
  }
  return { nodes };
}

/** A name that it has bound is of another type now, or lacks a field that is read now. */
function changedOf(
  variables: Instance['variables'],
  { journey: name }: Instance,
  to: Program,
  { changed }: MigrationPlan,
): string | null {
  const journey = to.journeys.get(name);
  for (const [variable, reason] of changed) if (variables[safeName(variable)] !== undefined) return reason;
  const atStart = variables[PROFILE_AT_START];
  if (typeof atStart === 'object' && atStart !== null) {
    const lost = journey?.snapshot?.find(({ field }) => !(field in atStart));
    if (lost !== undefined) return `\`${PROFILE_AT_START}.${lost.field}\` is read now, and was not kept`;
  }
  for (const [variable, type] of Object.entries(to.graph.journeys[name]?.variables ?? {})) {
    const value = variables[safeName(variable)];
    const kept = journey?.kept.get(safeName(variable));
    if (type.kind !== 'signal' || kept === undefined || typeof value !== 'object' || value === null) continue;
    const fields =
      kept === 'all' ? (to.graph.signals[type.name]?.fields ?? []).map((each) => safeName(each.name)) : [...kept];
    const lost = fields.find((field) => !(field in value));
    if (lost !== undefined) return `\`${variable}.${lost}\` is read now, and was not kept`;
  }
  return null;
}

export function migrateInstance(
  context: Context,
  { instance: id, graph, nodes, retime, by }: Extract<Input, { readonly kind: 'migrate' }>,
): void {
  const { customer, programs } = context;
  const index = customer.instances.findIndex((each) => each.id === id && each.outcome === null);
  const before = customer.instances[index];
  const program = programs.get(graph);
  const journey = before === undefined ? undefined : program?.journeys.get(before.journey);
  const old = before === undefined ? undefined : programs.get(before.graph);
  if (before === undefined || program === undefined || journey === undefined) return;
  const places = positionsOf(before).flatMap(([, at]) => [at.node, ...Object.keys(at.loops ?? {})]);
  if (!places.every((place) => journey.nodes.has(nodes[place] ?? ''))) return;
  const times =
    retime === true && old !== undefined ? retimingsOf(customer, before, { from: old, to: program }, nodes) : [];
  for (const { set } of times) set();
  for (const [, at] of positionsOf(before)) goTo(at, nodes);
  const goal = journey.goal === null ? { goal: 'none' as const, goalUntil: null } : {};
  // A limit of which that graph says nothing would come up for ever, and end nothing.
  const limit = journey.expire === null ? { expireAt: null } : {};
  const after: Instance = { ...before, graph, ...goal, ...limit };
  customer.instances[index] = after;
  context.located = null;
  decide(context, program, 'migrated', [], { instance: after, subject: `by ${by}`, outcome: shortHash(before.graph) });
  for (const { node, to } of times) {
    const outcome = `${node === null ? 'expires' : 'waits until'} ${new Date(to).toISOString()}`;
    decide(context, program, 'moved', [], { instance: after, subject: `by ${by}`, outcome });
  }
}

function goTo(at: Position, nodes: Readonly<Record<string, string>>): void {
  // Other files may have mended what it went round in.
  if (at.stuck !== undefined) delete at.stuck;
  at.node = nodes[at.node] ?? at.node;
  if (at.loops === undefined) return;
  at.loops = Object.fromEntries(Object.entries(at.loops).map(([id, loop]) => [nodes[id] ?? id, loop]));
}

function shortHash(hash: string): string {
  return `from graph ${hash.slice(0, 12)}`;
}
