/** J4074: waits that the journey's own expiry always comes before, though something would follow. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { duration } from '../graph/show.ts';
import type { Arm, Edge, Expression, Journey, Node } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { perObject } from './remember.ts';
import type { JourneyRule } from './rule.ts';
import { leaving } from './ways.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const expired: JourneyRule = (_graph, journey, found) => {
  const { expire } = journey;
  if (expire === undefined) return;
  const earliest = earliestIn(journey);
  for (const edge of journey.edges) {
    const from = earliest.get(edge.from);
    // At one instant the expiry is looked at before the timers of waits.
    if (from === undefined || from >= expire.afterMs) continue;
    const node = nodesOf(journey).get(edge.from);
    // It is told in the branch that comes too late.
    if (node?.kind === 'together' && node.until === node.branches) continue;
    const at = timeAt(journey, edge, earliest);
    if (at < expire.afterMs || !Number.isFinite(at) || !somethingFollows(journey, edge.to)) continue;
    found({
      wording: say.afterExpiry({ after: duration(at), expiry: duration(expire.afterMs) }),
      place: edge.place,
      related: [{ place: expire.place, message: 'It expires here.' }],
    });
  }
};

/** By node, the shortest time from the start to it; what ends a wait early may come at once. */
function earliestIn(journey: Journey): ReadonlyMap<string, number> {
  const earliest = new Map([[journey.entry, 0]]);
  const open = new Set([journey.entry]);
  for (const id of open) {
    open.delete(id);
    const node = nodesOf(journey).get(id);
    // A branch that ends earlier lets what follows of all come earlier.
    if (node?.kind === 'join') open.add(node.of);
    for (const edge of leaving(journey).get(id) ?? []) {
      const at = timeAt(journey, edge, earliest);
      if (at >= (earliest.get(edge.to) ?? Infinity)) continue;
      earliest.set(edge.to, at);
      open.add(edge.to);
    }
  }
  return earliest;
}

/** When the edge is passed at the earliest; what follows of a `together`, when so many of its branches are at their ends. */
function timeAt(journey: Journey, edge: Edge, earliest: ReadonlyMap<string, number>): number {
  const node = nodesOf(journey).get(edge.from);
  if (node?.kind !== 'together' || edge.on !== 'next') return (earliest.get(edge.from) ?? 0) + leastTime(journey, edge);
  const ends = (joinsOf(journey).get(edge.from) ?? []).map((id) => earliest.get(id) ?? Infinity);
  return ends.sort((a, b) => a - b)[node.until - 1] ?? Infinity;
}

/** The ends of branches, by what began them. */
const joinsOf = perObject((journey: Journey) => {
  const joins = new Map<string, string[]>();
  for (const node of journey.nodes)
    if (node.kind === 'join') joins.set(node.of, [...(joins.get(node.of) ?? []), node.id]);
  return joins;
});

function leastTime(journey: Journey, edge: Edge): number {
  const node = nodesOf(journey).get(edge.from);
  if (node?.kind === 'wait') return edge.on === 'arm' ? leastOfArm(node.arms[edge.index ?? 0]) : 0;
  if (node?.kind !== 'again' || edge.on !== 'next') return 0;
  const begun = nodesOf(journey).get(node.of);
  return begun?.kind === 'repeat' ? leastOfRounds(begun) : 0;
}

function leastOfArm(arm: Arm | undefined): number {
  switch (arm?.kind) {
    // Open hours, or a signal that must not come, make it only later.
    case 'after':
      return numberOf(arm.duration);
    // Calendar days: today may be nearly over, and clocks may go forward.
    case 'at': {
      const { moment } = arm;
      if (moment.kind !== 'local') return 0;
      // No month is shorter.
      const whole = moment.months === undefined ? numberOf(moment.days) : moment.months * 28;
      const days = (whole - 1) * DAY + numberOf(moment.clock) * MINUTE;
      return Math.max(0, days - 2 * HOUR);
    }
    case 'signal':
    case 'message':
    case 'condition':
    case undefined:
      return 0;
  }
}

/** Only what it goes on until ends it earlier. */
function leastOfRounds({ times, every, until }: Extract<Node, { kind: 'repeat' }>): number {
  if (every === undefined || until !== undefined) return 0;
  return Math.max(0, numberOf(times) - 1) * numberOf(every);
}

function numberOf(e: Expression | undefined): number {
  return e?.op === 'literal' && typeof e.value === 'number' ? e.value : 0;
}

/** Does anything happen from here on besides the end of the text? Who only waits for the expiry has written what is meant. */
function somethingFollows(journey: Journey, to: string): boolean {
  const nodes = nodesOf(journey);
  const edges = leaving(journey);
  const seen = new Set([to]);
  for (const id of seen) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    switch (node.kind) {
      case 'again':
        break;
      case 'join': {
        const begun = nodes.get(node.of);
        // Another branch may be enough.
        if (begun?.kind === 'together' && begun.until < begun.branches) continue;
        for (const edge of edges.get(node.of) ?? []) if (edge.on === 'next') seen.add(edge.to);
        continue;
      }
      case 'finish':
        if (node.place.join() !== journey.place.join()) return true;
        continue;
      default:
        return true;
    }
    for (const edge of edges.get(id) ?? []) seen.add(edge.to);
  }
  return false;
}
