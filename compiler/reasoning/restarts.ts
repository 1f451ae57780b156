/** J4055: journeys that start each other for ever by the signals they emit. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { EmitNode, Journey } from '../graph/types.ts';
import { triggersOf } from './causes.ts';
import { allNodes, type Found } from './nodes.ts';
import type { GraphRule } from './rule.ts';

type Step = Found<EmitNode>;

export const restarts: GraphRule = (graph, found) => {
  const emitting = allNodes(graph).emits;
  if (emitting.length === 0) return;
  const startedBy = (signal: string): readonly Journey[] =>
    graph.groups.flatMap(({ journeys }) => journeys.filter((each) => startsAgain(each, signal)));
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

/** A start that happens once is no round; one that may come again is, however long it waits. */
function startsAgain({ start }: Journey, signal: string): boolean {
  return start.reentry.kind !== 'once' && triggersOf(start.on).some((trigger) => trigger.signal === signal);
}

function roundFrom(
  first: Step,
  all: readonly Step[],
  startedBy: (signal: string) => readonly Journey[],
): readonly Step[] | undefined {
  const seen = new Set<Journey>();
  const follow = (step: Step): readonly Step[] | undefined => {
    for (const journey of startedBy(step.node.signal)) {
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
