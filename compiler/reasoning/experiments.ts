/** J4066: experiments of two journeys that are measured by one goal. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { ExperimentNode, Journey } from '../graph/types.ts';
import { perObject } from './remember.ts';
import type { GraphRule } from './rule.ts';

interface Measured {
  readonly journey: Journey;
  readonly node: ExperimentNode;
  readonly goal: string;
}

const measuredIn = perObject((journey: Journey): readonly Measured[] => {
  const goal = journey.goal?.trigger?.signal;
  if (goal === undefined) return [];
  return journey.nodes.flatMap((node) => (node.kind === 'experiment' ? [{ journey, node, goal }] : []));
});

export const overlappingExperiments: GraphRule = (graph, found) => {
  const measured = Object.values(graph.journeys).flatMap(measuredIn);
  for (const [index, second] of measured.entries()) {
    const first = measured
      .slice(0, index)
      .find(
        ({ journey, goal, node }) =>
          journey !== second.journey && goal === second.goal && node.name !== second.node.name,
      );
    if (first === undefined) continue;
    found({
      wording: say.experimentsOverlap({ first: first.node.name, second: second.node.name, goal: second.goal }),
      place: second.node.place,
      related: [{ place: first.node.place, message: `${first.node.name} is here, in ${first.journey.name}.` }],
    });
  }
};
