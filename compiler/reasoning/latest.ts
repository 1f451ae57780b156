/** How long after its start an instance can still be on its way to a node, where that is known from the text. */
import type { Arm, Expression, Journey, Node, SendNode, WaitNode } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { perPair } from './remember.ts';
import { covers } from './sending.ts';
import type { Shared } from './shared.ts';
import { leaving } from './ways.ts';

/** A node that is come to ever later, so often, is in a loop or on very many ways: as long as one likes. */
const mostVisits = 24;
const DAY = 24 * 60 * 60_000;

/** By node, milliseconds from the start, `Infinity` where nobody knows; a node that is missing cannot be reached. */
export const latestIn = perPair((shared: Shared, journey: Journey): ReadonlyMap<string, number> => {
  const latest = new Map<string, number>();
  const visits = new Map<string, number>();
  const open = [{ id: journey.entry, at: 0 }];
  // An array that grows while it is gone through is gone through to its end.
  for (const { id, at } of open) {
    if (at <= (latest.get(id) ?? -1)) continue;
    const count = (visits.get(id) ?? 0) + 1;
    visits.set(id, count);
    const reached = count > mostVisits ? Number.POSITIVE_INFINITY : at;
    latest.set(id, reached);
    const node = nodesOf(journey).get(id);
    if (node === undefined) continue;
    const left = reached + mostTime(shared, node);
    for (const { to } of leaving(journey).get(id) ?? []) open.push({ id: to, at: left });
  }
  return latest;
});

function mostTime(shared: Shared, node: Node): number {
  switch (node.kind) {
    case 'wait':
      return longest(node);
    case 'send':
      return longestHeld(shared, node);
    case 'branch':
    case 'choose':
    case 'set':
    case 'consent':
    case 'emit':
    case 'experiment':
    case 'decide':
    case 'finish':
      return 0;
    // People and other sides take their time; rounds and branches are not followed.
    case 'handoff':
    case 'call':
    case 'run':
    case 'together':
    case 'repeat':
    case 'each':
    case 'again':
    case 'join':
      return Number.POSITIVE_INFINITY;
  }
}

/** The shortest of the lengths that end it. */
export function longest({ arms }: WaitNode): number {
  return Math.min(...arms.map(endsWithin));
}

function endsWithin(arm: Arm): number {
  if (arm.kind !== 'after' || arm.during !== undefined || arm.without !== undefined) return Number.POSITIVE_INFINITY;
  return lengthOf(arm.duration);
}

function lengthOf(e: Expression): number {
  return e.op === 'literal' && typeof e.value === 'number' ? e.value : Number.POSITIVE_INFINITY;
}

/** A night is over within a day; other policies hold a message for as long as they like. */
function longestHeld(shared: Shared, { message }: SendNode): number {
  const holding = Object.values(shared.policies).flatMap((policy) =>
    covers(shared, policy, message) ? policy.rules.filter(({ then }) => then !== 'drop') : [],
  );
  if (holding.some(({ kind }) => kind !== 'quiet')) return Number.POSITIVE_INFINITY;
  return holding.length * DAY;
}
