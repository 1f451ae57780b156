/**
 * Journeys that an operator has paused. They go on hearing signals, so that a stop, a goal or an answer is not missed, and their
 * goals and expiry keep their time; but nothing starts, no timer moves them on, and they stand still before every outward act.
 */
import type { Node } from '../compile/nodes.ts';
import { because, type Context, decide, type Running } from './context.ts';

/** Stands as the policy that holds what is kept back by a pause; names of policies are written otherwise. */
const PAUSED = 'paused';

export function isPaused({ programs }: Context, { journey }: Pick<Running, 'journey'>): boolean {
  return programs.paused.size > 0 && programs.paused.has(journey.name);
}

/** Whether a pause keeps an instance from doing what its node says. It is said once, and not of what waits already. */
export function standsStill(context: Context, found: Running, node: Node): boolean {
  const subject = outwardAct(node);
  // What it waits for has gone out already.
  if (subject === null || found.at.awaits !== undefined) return false;
  const before = found.at.held;
  const called = node.kind === 'run' && context.programs.paused.has(node.journey);
  if (!called && !isPaused(context, found)) {
    if (before?.policy === PAUSED) found.at.held = null;
    return false;
  }
  // What a policy holds already goes on being held by it: it would be judged as if it were sent anew.
  if (before !== null) return true;
  found.at.held = { until: null, policy: PAUSED };
  decide(context, found.program, 'paused', [because(node.rule)], { instance: found.instance, subject });
  return true;
}

/** What an act that others would notice is about; null: the node does nothing outward. */
function outwardAct(node: Node): string | null {
  switch (node.kind) {
    case 'send':
      return node.message.name;
    case 'handoff':
      return node.team;
    case 'call':
      return node.action.name;
    case 'run':
      return node.journey;
    default:
      return null;
  }
}
