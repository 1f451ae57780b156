/** J4055: journeys that start each other for ever by the signals they emit. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { EmitNode, Expression, Journey, Trigger } from '../graph/types.ts';
import { assume, unknown } from './assume.ts';
import { triggersOf } from './causes.ts';
import { knownIn, scopeOf } from './flow.ts';
import { allNodes, type Found } from './nodes.ts';
import type { GraphRule, Whole } from './rule.ts';
import { difference, renameIt, termOf } from './terms.ts';
import type { Scope } from './types.ts';

type Step = Found<EmitNode>;

export const restarts: GraphRule = (graph, found) => {
  if (allNodes(graph).emits.length === 0) return;
  const emitting = emittedIn(graph);
  const startedBy = ({ journey, node }: Step): readonly Journey[] =>
    graph.groups.flatMap(({ journeys }) =>
      journeys.filter(
        (each) => startsAgain(graph, each, node) && !(each === journey && countsToAnEnd(graph, each, node)),
      ),
    );
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

/** What a journey emits itself, and what those emit that it runs. */
function emittedIn(graph: Whole): readonly Step[] {
  const { emits, runs } = allNodes(graph);
  const runBy = new Map<string, Set<Journey>>();
  for (const { journey, node } of runs) runBy.set(node.journey, (runBy.get(node.journey) ?? new Set()).add(journey));
  return emits.flatMap(({ journey: own, node }) => {
    // A set that grows while it is gone through is gone through to its end.
    const hosts = new Set([own]);
    for (const { name } of hosts) for (const host of runBy.get(name) ?? []) hosts.add(host);
    return [...hosts].map((journey) => ({ journey, node }));
  });
}

/** A start that happens once is no round; one that may come again is, however long it waits, and one that restarts while it runs. */
function startsAgain(graph: Whole, { start }: Journey, emitted: EmitNode): boolean {
  const isOnce = start.reentry.kind === 'once' && start.repeat !== 'restart';
  return !isOnce && triggersOf(start.on).some((trigger) => mayMean(graph, trigger, emitted));
}

/** `if try.count < 3 { emit Try { count: try.count + 1 } }` is over some time. */
function countsToAnEnd(graph: Whole, journey: Journey, emitted: EmitNode): boolean {
  const { id, signal, fields } = emitted;
  const { on } = journey.start;
  const name = on.kind === 'signal' && on.trigger.signal === signal ? on.trigger.as : undefined;
  // What it runs has nodes of the same ids.
  const states = journey.nodes.includes(emitted) ? (knownIn(graph, journey).at.get(id) ?? []) : [];
  if (name === undefined || states.length === 0) return false;
  const scope = scopeOf(graph, journey);
  return fields.some(({ name: field, value }) => {
    const before: Expression = { op: 'field', of: { op: 'variable', name }, name: field };
    const { term, constant: step } = difference(scope, value, before);
    if (term !== undefined || step === 0) return false;
    const { key } = termOf(scope, before);
    return states.every((state) => {
      const set = state.get(key)?.domain.set;
      return set?.kind === 'numbers' && set.spans.every(({ low, high }) => Number.isFinite(step > 0 ? high : low));
    });
  });
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
  startedBy: (step: Step) => readonly Journey[],
): readonly Step[] | undefined {
  const seen = new Set<Journey>();
  const follow = (step: Step): readonly Step[] | undefined => {
    for (const journey of startedBy(step)) {
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
