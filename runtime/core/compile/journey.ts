/** A journey's nodes and edges, with code for every expression and the id of every next node at hand. */
import type * as Graph from '../../../compiler/graph/types.ts';
import type { Rule } from '../state/output.ts';
import { duration } from '../values/format.ts';
import { safeName } from '../values/names.ts';
import { type Kept, keptFields } from './kept.ts';
import { hearsShared } from './lasting.ts';
import { compileNode, type Node } from './nodes.ts';
import type { Builder, Compute, Condition, Follow, Target, Trigger } from './parts.ts';
import { compileStart, type Start, swappedNames } from './starts.ts';

export interface Journey {
  readonly name: string;
  readonly priority: number;
  /** the subject that it is about; null: a customer */
  readonly about: string | null;
  /** what policies call journeys like it; null: nothing */
  readonly kind: string | null;
  readonly start: Start;
  /** names of what others give it */
  readonly parameters: readonly string[];
  readonly stops: readonly Stop[];
  readonly goal: Goal | null;
  readonly expire: { readonly afterMs: number; readonly outcome: string; readonly rule: Rule } | null;
  /** the first node; it has no edge */
  readonly entry: Target;
  readonly nodes: ReadonlyMap<string, Node>;
  /** fields of the profile that are kept as they are at the start; null: none */
  readonly snapshot: readonly { readonly field: string; readonly value: Compute }[] | null;
  /** a team is told what it has tried */
  readonly tells: boolean;
  /** it waits for a signal without a customer, or stops at one */
  readonly hears: boolean;
  /** what of a bound signal stays with the instance */
  readonly kept: Kept;
}

/** The highest first; names part equals, so that the order is always the same. */
export function onPriority(a: Journey, b: Journey): number {
  return b.priority - a.priority || (a.name < b.name ? -1 : 1);
}

export type Stop =
  | { readonly kind: 'signal'; readonly trigger: Trigger; readonly outcome: string; readonly rule: Rule }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly outcome: string; readonly rule: Rule };

export interface Goal {
  readonly absent: boolean;
  readonly trigger: Trigger | null;
  readonly condition: Condition | null;
  readonly withinMs: number | null;
  readonly ends: boolean;
  readonly rule: Rule;
}

export function compileJourney(builder: Builder, journey: Graph.Journey): Journey {
  const targets = new Map(
    journey.edges.map(({ id, from, to, on, index, label }) => [`${from}>${on}${index ?? ''}`, { to, edge: id, label }]),
  );
  const swapped = swappedNames(journey.start);
  const nodes = journey.nodes.map((node): [string, Node] => {
    const follow: Follow = (on, index) => targets.get(`${node.id}>${on}${index ?? ''}`) ?? null;
    return [node.id, compileNode(builder, node, follow, swapped)];
  });
  const { start, goal, expire } = journey;
  const stops = journey.stops.map((stop) => compileStop(builder, stop));
  return {
    name: journey.name,
    priority: journey.priority,
    kind: journey.kind ?? null,
    about: journey.about ?? null,
    start: compileStart(builder, start),
    parameters: (journey.parameters ?? []).map(({ name }) => safeName(name)),
    stops,
    tells: journey.nodes.some((node) => node.kind === 'handoff' && node.share.some(({ kind }) => kind === 'journey')),
    hears: hearsShared(journey),
    goal:
      goal === undefined
        ? null
        : {
            absent: goal.absent,
            trigger: goal.trigger === undefined ? null : builder.trigger(goal.trigger),
            condition: goal.condition === undefined ? null : builder.condition(goal.condition),
            withinMs: goal.withinMs ?? null,
            ends: goal.ends,
            rule: builder.rule(goal.text, goal.place),
          },
    expire:
      expire === undefined
        ? null
        : {
            afterMs: expire.afterMs,
            outcome: expire.outcome,
            rule: builder.rule(`expire after ${duration(expire.afterMs)}`, expire.place),
          },
    entry: { to: journey.entry, edge: '', label: '' },
    nodes: new Map(nodes),
    snapshot:
      journey.snapshot?.map((field) => ({
        field: safeName(field),
        value: builder.compute({ op: 'profile', field }),
      })) ?? null,
    kept: keptFields(builder.graph, journey),
  };
}

function compileStop(builder: Builder, stop: Graph.Stop): Stop {
  const rule = builder.rule(
    stop.kind === 'signal' ? `stop on ${stop.trigger.signal}` : `stop when ${stop.condition.text}`,
    stop.place,
  );
  return stop.kind === 'signal'
    ? { kind: 'signal', trigger: builder.trigger(stop.trigger), outcome: stop.outcome, rule }
    : { kind: 'condition', condition: builder.condition(stop.condition), outcome: stop.outcome, rule };
}
