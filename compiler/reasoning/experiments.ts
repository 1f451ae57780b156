/** J4066: experiments of two journeys that are measured by one goal. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Expression, Goal, Trigger } from '../graph/types.ts';
import { assume, unknown } from './assume.ts';
import { allNodes } from './nodes.ts';
import type { GraphRule, Whole } from './rule.ts';
import { renameVariable, visit } from './terms.ts';

export const overlappingExperiments: GraphRule = (graph, found) => {
  const measured = allNodes(graph).experiments.flatMap(({ journey, node }) => {
    const { goal } = journey;
    return goal === undefined ? [] : [{ journey, node, goal }];
  });
  for (const [index, second] of measured.entries()) {
    const first = measured
      .slice(0, index)
      .find(
        ({ journey, goal, node }) =>
          journey !== second.journey && node.name !== second.node.name && isOneGoal(graph, goal, second.goal),
      );
    if (first === undefined) continue;
    found({
      wording: say.experimentsOverlap({
        first: first.node.name,
        second: second.node.name,
        goal: nameOf(second.goal),
      }),
      place: second.node.place,
      related: [{ place: first.node.place, message: `${first.node.name} is here, in ${first.journey.name}.` }],
    });
  }
};

function nameOf({ trigger, condition, absent }: Goal): string {
  if (trigger !== undefined) return absent ? `no ${trigger.signal}` : trigger.signal;
  return condition === undefined ? '' : `when ${condition.text}`;
}

/** Can one thing that happens reach both? */
function isOneGoal(graph: Whole, a: Goal, b: Goal): boolean {
  if (a.condition !== undefined && b.condition !== undefined)
    return canonicalJson(a.condition.expression) === canonicalJson(b.condition.expression);
  if (a.trigger === undefined || b.trigger === undefined || a.trigger.signal !== b.trigger.signal) return false;
  const [left, right] = [askedOf(a.trigger), askedOf(b.trigger)];
  if (left === undefined || right === undefined) return true;
  const variables = { it: { kind: 'signal', name: a.trigger.signal } } as const;
  return assume({ graph, variables }, unknown, { op: 'and', left, right }, true, a.place).states.length > 0;
}

/** What it asks of the signal, as `it`; undefined: nothing, or something else that is bound, of which the other journey knows nothing. */
function askedOf({ where, as }: Trigger): Expression | undefined {
  if (where === undefined) return undefined;
  const asked = as === undefined ? where.expression : renameVariable(where.expression, as, 'it');
  let isOfIt = true;
  visit(asked, (inner) => {
    if (inner.op === 'variable' && inner.name !== 'it') isOfIt = false;
  });
  return isOfIt ? asked : undefined;
}
