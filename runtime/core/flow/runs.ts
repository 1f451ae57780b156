/** Journeys that run others, and what they get back. */
import type { RunNode } from '../compile/nodes.ts';
import type { Target } from '../compile/parts.ts';
import { endedByCondition } from './conditions.ts';
import {
  because,
  type Context,
  decide,
  frameOf,
  locate,
  ownVariables,
  positionsOf,
  type Running,
  type Step,
} from './context.ts';
import { newInstance } from './instances.ts';

type Advance = (context: Context, found: Running, target: Target | null) => void;

/** How many journeys may run each other, one by the other, at one instant. More is a circle. */
const DEEPEST_RUN = 100;
/** So many may be run at one instant at all: where each runs several, a circle grows long before it is deep. */
const MOST_RUNS = 1000;

export function runOther(context: Context, found: Running, node: RunNode, advance: Advance): Step {
  const { instance, program } = found;
  const journey = program.journeys.get(node.journey);
  if (journey === undefined) return { go: node.next };
  context.runs ??= new Map();
  const { runs } = context;
  const depth = (runs.get(instance.id) ?? 0) + 1;
  if (depth > DEEPEST_RUN || runs.size >= MOST_RUNS) {
    decide(context, program, 'stuck', [because(node.rule)], { instance, outcome: 'journeys that run each other' });
    return { go: node.next };
  }
  const frame = frameOf(context, found);
  // Each run is one of its own, whatever others of its kind are on their way.
  const other = newInstance(context, program, journey, `run ${context.customer.started + 1}`, []);
  runs.set(other.instance.id, depth);
  for (const [index, name] of journey.parameters.entries()) {
    other.instance.variables[name] = node.arguments[index]?.(frame, null) ?? null;
  }
  decide(context, program, 'started', [because(node.rule)], { instance: other.instance, subject: instance.id });
  if (node.waits) found.at.awaits = other.instance.id;
  advance(context, other, journey.entry);
  return node.waits ? 'stay' : { go: node.next };
}

/** Whoever waits for a journey that has ended goes on with what it finished with. */
export function resumeCallers(context: Context, advance: Advance): void {
  for (let ended = context.ended.shift(); ended !== undefined; ended = context.ended.shift()) {
    const { id, outcome, value } = ended;
    for (const instance of context.customer.instances) {
      const main = instance.outcome === null ? locate(context, instance) : null;
      const found = main === null ? undefined : positionsOf(main).find(({ at }) => at.awaits === id);
      const node = found?.journey.nodes.get(found.at.node);
      if (found === undefined || node?.kind !== 'run') continue;
      // What it ran may have made true what ends it.
      if (endedByCondition(context, found)) break;
      if (node.as !== null) ownVariables(found)[node.as] = value;
      decide(context, found.program, 'went_on', [because(node.rule)], { instance, outcome });
      const way = node.outcomes.get(outcome);
      advance(context, found, way === undefined ? node.next : way);
      break;
    }
  }
}
