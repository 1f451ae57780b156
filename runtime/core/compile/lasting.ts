/** What a graph asks of every customer as long as instances may run on it: read from it as it is, without making it ready to run. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { sentMsOf } from './sent.ts';

export interface Lasting {
  /** some journey that runs can hear a signal without a customer */
  readonly hearsShared: boolean;
  /** how long a sent message can matter to a cap, in milliseconds */
  readonly longestCapMs: number;
  /** how long it can matter to anything */
  readonly sentMs: number;
}

export function lastingOf(graph: Graph.Graph): Lasting {
  const rules = Object.values(graph.policies).flatMap((policy) => policy.rules);
  const longestCapMs = Math.max(0, ...rules.map((rule) => (rule.kind === 'at_most' ? rule.perMs : 0)));
  return {
    hearsShared: Object.values(graph.journeys).some(hearsShared),
    longestCapMs,
    sentMs: Math.max(longestCapMs, sentMsOf(graph)),
  };
}

/** Whether what runs of it can hear a signal without a customer. */
export function hearsShared({ stops, nodes }: Graph.Journey): boolean {
  if (stops.some((stop) => stop.kind === 'signal' && stop.trigger.shared !== undefined)) return true;
  const shares = (arm: Graph.Arm): boolean => arm.kind === 'signal' && arm.trigger.shared !== undefined;
  return nodes.some((node) => node.kind === 'wait' && node.arms.some(shares));
}
