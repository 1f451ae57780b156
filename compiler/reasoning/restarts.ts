/** J4055: journeys that start each other for ever by the signals they emit. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { EmitNode, Journey, Trigger } from '../graph/types.ts';
import { assume, unknown } from './assume.ts';
import { triggersOf } from './causes.ts';
import { allNodes, type Found } from './nodes.ts';
import type { GraphRule, Whole } from './rule.ts';
import { renameIt } from './terms.ts';
import type { Scope } from './types.ts';

type Step = Found<EmitNode>;

export const restarts: GraphRule = (graph, found) => {
  const emitting = allNodes(graph).emits;
  if (emitting.length === 0) return;
  const startedBy = (emitted: EmitNode): readonly Journey[] =>
    graph.groups.flatMap(({ journeys }) => journeys.filter((each) => startsAgain(graph, each, emitted)));
  const told = new Set<Journey>();
  for (const first of emitting) {
    if (told.has(first.journey)) continue;
    const round = roundFrom(first, emitting, startedBy);
    if (round === undefined) continue;
    for (const { journey } of round) told.add(journey);
    const way = [...round, round[0] ?? first].map(({ journey }) => journey.name).join(' starts ');
    found({
      wording: say.restartsForEver({ way }),
      place: first.node.place,
      related: round.flatMap(({ journey, node }) => [
        ...(node === first.node ? [] : [{ place: node.place, message: `${journey.name} emits ${node.signal} here.` }]),
        ...(journey === first.journey
          ? [{ place: journey.start.place, message: `${journey.name} starts again here.` }]
          : []),
      ]),
    });
  }
};

/** A start that happens once is no round; one that may come again is, however long it waits, and one that restarts while it runs. */
function startsAgain(graph: Whole, { start }: Journey, emitted: EmitNode): boolean {
  const isOnce = start.reentry.kind === 'once' && start.repeat !== 'restart';
  return !isOnce && triggersOf(start.on).some((trigger) => mayMean(graph, trigger, emitted));
}

/** Whether a trigger may hear what is emitted: of the values that are written out it may ask for others. */
function mayMean(graph: Whole, trigger: Trigger, { signal, fields, place }: EmitNode): boolean {
  if (trigger.signal !== signal) return false;
  if (trigger.where === undefined) return true;
  const name = trigger.as ?? 'it';
  const scope: Scope = { graph, variables: { [name]: { kind: 'signal', name: signal } } };
  const known = fields.reduce((states, { name: field, value }) => {
    if (value.op !== 'literal' || value.value === null) return states;
    const of = { op: 'field', of: { op: 'variable', name }, name: field } as const;
    return assume(scope, states, { op: '==', left: of, right: value }, true, place).states;
  }, unknown);
  const asked = renameIt(trigger.where.expression, trigger.as);
  return assume(scope, known, asked, true, trigger.where.place).states.length > 0;
}

function roundFrom(
  first: Step,
  all: readonly Step[],
  startedBy: (emitted: EmitNode) => readonly Journey[],
): readonly Step[] | undefined {
  const seen = new Set<Journey>();
  const follow = (step: Step): readonly Step[] | undefined => {
    for (const journey of startedBy(step.node)) {
      if (journey === first.journey) return [step];
      if (seen.has(journey)) continue;
      seen.add(journey);
      for (const next of all) {
        const rest = next.journey === journey ? follow(next) : undefined;
        if (rest !== undefined) return [step, ...rest];
      }
    }
    return undefined;
  };
  return follow(first);
}
