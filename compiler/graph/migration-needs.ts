/** Which names a journey reads from a place on without having bound them on the way. */
import { profileAtStart } from '../syntax/words.ts';
import type { Arm, Edge, Journey, Node, Trigger } from './types.ts';

export function neededAt(journey: Journey): ReadonlyMap<string, ReadonlySet<string>> {
  const always = new Set([
    ...journey.stops.flatMap((stop) => (stop.kind === 'signal' ? readsOfTrigger(stop.trigger) : readsOf(stop))),
    ...(journey.goal?.trigger === undefined ? readsOf(journey.goal) : readsOfTrigger(journey.goal.trigger)),
  ]);
  const needed = new Map(journey.nodes.map((node) => [node.id, new Set([...always, ...readsOfNode(node)])]));
  const nodes = new Map(journey.nodes.map((node) => [node.id, node]));
  // Backwards along the edges, until nothing more is found.
  for (let found = true; found; ) {
    found = false;
    for (const edge of journey.edges) {
      const [here, node] = [needed.get(edge.from), nodes.get(edge.from)];
      if (here === undefined || node === undefined) continue;
      const bound = boundOn(node, edge);
      for (const name of needed.get(edge.to) ?? []) {
        if (name === bound || here.has(name)) continue;
        here.add(name);
        found = true;
      }
    }
  }
  for (const [id, names] of needed) {
    const bound = (name: string): boolean => name === profileAtStart || Object.hasOwn(journey.variables, name);
    needed.set(id, new Set([...names].filter(bound)));
  }
  return needed;
}

/** The name that a node binds where it is left by that edge. */
function boundOn(node: Node, edge: Edge): string | undefined {
  if (node.kind === 'wait') {
    const arm = edge.on === 'arm' ? node.arms[edge.index ?? 0] : undefined;
    return arm?.kind === 'signal' ? arm.trigger.as : undefined;
  }
  return 'as' in node ? node.as : undefined;
}

function readsOfNode(node: Node): string[] {
  return node.kind === 'wait' ? node.arms.flatMap(readsOfArm) : readsOf(node);
}

function readsOfArm(arm: Arm): string[] {
  switch (arm.kind) {
    case 'signal':
      return readsOfTrigger(arm.trigger);
    case 'message':
      return [arm.of];
    case 'condition':
    case 'at':
      return readsOf(arm);
    case 'after':
      return [...readsOf(arm.duration), ...(arm.without === undefined ? [] : readsOfTrigger(arm.without))];
  }
}

function readsOfTrigger(trigger: Trigger): string[] {
  return readsOf(trigger).filter((name) => name !== trigger.as);
}

/** Names of variables in the expressions of any part of a graph. */
function readsOf(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('op' in part && part.op === 'variable' && 'name' in part) return [String(part.name)];
  return Object.values(part).flatMap(readsOf);
}
