/** J4020: a start by a condition that reads the time looks at every customer every hour. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Group } from './groups.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';

export const clockStarts: GraphRule = (graph, found) => {
  for (const { name, condition } of graph.groups.flatMap(startsByCondition)) {
    if (readsClock(condition.expression, graph, new Set()))
      found({ wording: say.everybodyEveryHour({ name }), place: condition.place });
  }
};

const startsByCondition = perObject(({ journeys }: Group) =>
  journeys.flatMap(({ name, start: { on } }) => (on.kind === 'becoming' ? [{ name, condition: on.condition }] : [])),
);

/** By itself, or in a computed field of the profile. */
function readsClock(value: unknown, graph: Whole, seen: Set<string>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('op' in value && value.op === 'now') return true;
  if ('op' in value && value.op === 'profile' && 'field' in value && typeof value.field === 'string') {
    if (seen.has(value.field)) return false;
    seen.add(value.field);
    return readsClock(graph.profile[value.field]?.computed, graph, seen);
  }
  return Object.values(value).some((item) => readsClock(item, graph, seen));
}
