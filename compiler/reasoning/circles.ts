/** J4077: journeys that run each other for ever, on every way through each of them. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Journey, RunNode } from '../graph/types.ts';
import { allNodes, nodesIn } from './nodes.ts';
import { perObject } from './remember.ts';
import type { GraphRule } from './rule.ts';
import { reachedFrom } from './ways.ts';

export const circles: GraphRule = (graph, found) => {
  const { runs } = allNodes(graph);
  if (runs.length === 0) return;
  const journeys = new Map(graph.groups.flatMap((group) => group.journeys.map((each) => [each.name, each] as const)));
  const told = new Set<Journey>();
  for (const { journey } of runs) {
    const circle = told.has(journey) ? undefined : circleFrom(journey, journeys);
    if (circle === undefined) continue;
    for (const each of circle) told.add(each.journey);
    const way = [...circle, ...circle.slice(0, 1)].map((each) => each.journey.name).join(' runs ');
    const [first, ...others] = circle;
    found({
      wording: say.runsForEver({ way }),
      place: first?.node.place ?? journey.place,
      related: others.map((each) => ({
        place: each.node.place,
        message: `${each.journey.name} runs ${each.node.journey} here.`,
      })),
    });
  }
};

interface Step {
  readonly journey: Journey;
  readonly node: RunNode;
}

/** The way from one to the other that leads back to it; undefined: there is none that is always taken. */
function circleFrom(first: Journey, journeys: ReadonlyMap<string, Journey>): readonly Step[] | undefined {
  const seen = new Set<Journey>();
  const follow = (journey: Journey): readonly Step[] | undefined => {
    if (seen.has(journey)) return undefined;
    seen.add(journey);
    for (const node of alwaysRun(journey)) {
      const other = journeys.get(node.journey);
      const rest = other === first ? [] : other === undefined ? undefined : follow(other);
      if (rest !== undefined) return [{ journey, node }, ...rest];
    }
    return undefined;
  };
  return follow(first);
}

/** What is run on every way to its end, the first place of each; nothing where something else may end the journey before. */
const alwaysRun = perObject((journey: Journey): readonly RunNode[] => {
  const { stops, goal, expire } = journey;
  if (stops.length > 0 || goal !== undefined || expire !== undefined) return [];
  const ends = journey.nodes.filter(({ kind }) => kind === 'finish');
  const firsts = new Map(
    nodesIn(journey)
      .runs.map(({ node }) => [node.journey, node] as const)
      .toReversed(),
  );
  return [...firsts.values()].filter(({ journey: name }) => {
    const runners = new Set(nodesIn(journey).runs.flatMap(({ node }) => (node.journey === name ? node.id : [])));
    const reached = reachedFrom(journey, [journey.entry], ({ from }) => !runners.has(from));
    return ends.every(({ id }) => !reached.has(id));
  });
});
