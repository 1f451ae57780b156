/** How long messages that were sent are remembered, besides for caps. */
import type { Graph } from '../../../compiler/graph/types.ts';

/** Who answers a message does so in this time, or it says nothing of where they are reached best. */
const ANSWERED_MS = 30 * 86_400_000;

/** Handoffs share them as contacts, and others are given them; `best of` asks where they were answered. */
export function sentMsOf({ journeys }: Graph): number {
  const nodes = Object.values(journeys).flatMap((journey) => journey.nodes);
  const times = nodes.flatMap((node) => {
    if (node.kind === 'send') return node.best === true ? [ANSWERED_MS] : [];
    if (node.kind === 'call' || node.kind === 'run') return node.arguments.flatMap(contactsIn);
    if (node.kind !== 'handoff') return [];
    return node.share.map((share) => (share.kind === 'contacts' ? (share.forMs ?? Number.POSITIVE_INFINITY) : 0));
  });
  return Math.max(0, ...times);
}

/** For how long a value looks back on contacts, also from deep within. */
function contactsIn(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'op' in value && value.op === 'contacts' && 'ms' in value ? [Number(value.ms)] : [];
  return [...own, ...Object.values(value).flatMap(contactsIn)];
}
