/** Which names of a journey can stand for something where an instance comes to a node. */
import type { Edge, Journey, Node } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { perObject } from './remember.ts';
import { reachedFrom } from './ways.ts';

/** By name, the edges on which it begins to stand for something; a name that is not among them does from the start on. */
const bindings = perObject((journey: Journey): ReadonlyMap<string, readonly Edge[]> => {
  const found = new Map<string, Edge[]>();
  for (const edge of journey.edges) {
    const name = boundBy(nodesOf(journey).get(edge.from), edge);
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), edge]);
  }
  return found;
});

function boundBy(node: Node | undefined, { on, index }: Edge): string | undefined {
  if (node?.kind === 'wait') {
    const arm = on === 'arm' ? node.arms[index ?? 0] : undefined;
    return arm?.kind === 'signal' ? arm.trigger.as : undefined;
  }
  return node !== undefined && 'as' in node ? node.as : undefined;
}

/** By name, the nodes to which a way leads on which it stands for something. */
const boundIn = perObject((_journey: Journey) => new Map<string, ReadonlySet<string>>());

/** What a branch of `together` binds ends with it, so that no way leads out of it but by what follows the whole. */
export function mayBeBound(journey: Journey, name: string, node: string): boolean {
  const begun = bindings(journey).get(name);
  if (begun === undefined || boundAtStart(journey).includes(name)) return true;
  const known = boundIn(journey);
  const reached =
    known.get(name) ??
    reachedFrom(
      journey,
      begun.map(({ to }) => to),
    );
  known.set(name, reached);
  return reached.has(node);
}

function boundAtStart({ parameters = [], start: { on } }: Journey): readonly (string | undefined)[] {
  const triggers = 'trigger' in on ? [on.trigger] : 'triggers' in on ? on.triggers : [];
  return [...parameters.map(({ name }) => name), ...triggers.map(({ as }) => as)];
}
