/** J4078: variants that end the journey at once, and with it a goal that has no time of its own. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nodesOf } from './bursts.ts';
import { nodesIn } from './nodes.ts';
import type { JourneyRule } from './rule.ts';
import { leaving } from './ways.ts';

export const leftOut: JourneyRule = (_graph, journey, found) => {
  const { goal } = journey;
  if (goal === undefined || goal.withinMs !== undefined) return;
  for (const { node } of nodesIn(journey).experiments) {
    const ending = (leaving(journey).get(node.id) ?? []).filter(
      ({ to }) => nodesOf(journey).get(to)?.kind === 'finish',
    );
    const variants = ending.flatMap(({ index = 0 }) => node.variants[index]?.name ?? []);
    if (variants.length === 0) continue;
    found({
      wording: say.variantWithoutGoal({ variants: variants.join(' and '), experiment: node.name }),
      place: node.place,
      related: [{ place: goal.place, message: 'The goal ends with the journey.' }],
    });
  }
};
