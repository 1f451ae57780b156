/** J4066: experiments of two journeys that are measured by one goal. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { allNodes } from './nodes.ts';
import type { GraphRule } from './rule.ts';

export const overlappingExperiments: GraphRule = (graph, found) => {
  const measured = allNodes(graph).experiments.flatMap(({ journey, node }) => {
    const goal = journey.goal?.trigger?.signal;
    return goal === undefined ? [] : [{ journey, node, goal }];
  });
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
