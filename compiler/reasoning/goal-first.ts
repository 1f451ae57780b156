/** J4075: arms that wait for what reaches the goal, in a wait that is over before the goal's time is. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { duration } from '../graph/show.ts';
import type { Journey } from '../graph/types.ts';
import { takesAll } from './dead-arms.ts';
import { scopeOf } from './flow.ts';
import { latestIn, longest } from './latest.ts';
import { perPair } from './remember.ts';
import type { GraphRule, Reasoned } from './rule.ts';
import type { Shared } from './shared.ts';

export const goalFirst: GraphRule = (graph, found) => {
  for (const journey of Object.values(graph.journeys)) {
    if (journey.goal?.withinMs === undefined) continue;
    for (const finding of inJourney(graph.shared, journey)) found(finding);
  }
};

const inJourney = perPair((shared: Shared, journey: Journey): readonly Reasoned[] => {
  const { goal, nodes } = journey;
  if (goal?.trigger === undefined || goal.withinMs === undefined || !goal.ends) return [];
  const { trigger, withinMs, place } = goal;
  const scope = scopeOf(shared, journey);
  return nodes.flatMap((node) => {
    if (node.kind !== 'wait') return [];
    const taken = node.arms.flatMap((arm) =>
      arm.kind === 'signal' && arm.look.kind === 'step' && takesAll(scope, [trigger], arm.trigger) ? [arm] : [],
    );
    if (taken.length === 0) return [];
    const reached = latestIn(shared, journey).get(node.id);
    if (reached === undefined || reached + longest(node) > withinMs) return [];
    const why = `the goal ends the journey on that, and has time until ${duration(withinMs)} after the start`;
    const related = [{ place, message: 'This comes first. `, go on` behind it only measures.' }];
    return taken.map((arm) => ({ wording: say.armNeverTaken({ why }), place: arm.place, related }));
  });
});
