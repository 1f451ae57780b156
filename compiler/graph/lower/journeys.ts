/** Journeys: what starts, stops and ends them, and the graph of their statements. */

import { outcomeNames } from '../../names/symbols.ts';
import type { JourneyDeclaration, Goal as TreeGoal, Stop as TreeStop } from '../../syntax/tree.ts';
import { percentValue } from '../../types/expect.ts';
import type { Goal, Journey, Stop } from '../types.ts';
import { beginning, createBuilder, joined, nowhere, type Open } from './builder.ts';
import { condition } from './conditions.ts';
import { graphType, idIn, type Lowering, nameOf, nameOfId, placeOf, sortedMap, textOf } from './context.ts';
import { constantMs, constantNumber } from './expressions.ts';
import { startOf } from './starts.ts';
import { block } from './statements.ts';
import { heardTrigger, trigger } from './triggers.ts';
import { endOf, FAILURE, type Walk } from './walk.ts';

export function journey(outer: Lowering, node: JourneyDeclaration): Journey | undefined {
  const { entry: start, expire } = node;
  if (start === undefined && node.parameters === undefined) return undefined;
  const l: Lowering = {
    ...outer,
    ...(expire === undefined ? {} : { lifetimeMs: constantMs(expire.duration) }),
    ...(node.about === undefined ? {} : { ofSubject: true }),
  };
  const builder = createBuilder();
  const walk: Walk = { l, builder, block, ...(node.failure === undefined ? {} : { failure: node.failure }) };
  const place = placeOf(l, node.name);
  const open = joined(block(walk, node.body, undefined, beginning), onFailure(walk));
  // The end of the text is the end of the journey.
  if (open.edges.length + open.steps.length > 0) {
    builder.add({ kind: 'finish', outcome: 'finished' }, { step: undefined, label: 'finish', place }, open);
  }
  const built = builder.result();
  const variables = [...(l.unit.facts.variables.get(node) ?? [])];
  const ended = new Set(built.nodes.flatMap((each) => (each.kind === 'finish' ? [each.outcome] : [])));
  const stops = node.stops.map((each) => stopOf(l, each));
  for (const stop of stops) ended.add(stop.outcome);
  const goal = node.goal === undefined ? undefined : goalOf(l, node.goal);
  if (goal?.ends === true) ended.add('goal');
  if (start?.repeat?.word === 'restart' || start?.merge?.word === 'restart') ended.add('restarted');
  if (expire !== undefined) ended.add(expire.outcome?.text ?? 'expired');
  return {
    name: nameOfId(l.program, idIn(l.unit, 'journey', node.name)),
    ...(node.title === undefined ? {} : { title: node.title.parts.join('') }),
    ...(node.owner === undefined ? {} : { owner: node.owner.text }),
    ...(node.journeyKind === undefined ? {} : { kind: node.journeyKind.text }),
    ...(node.about === undefined ? {} : { about: node.about.text }),
    ...(node.purpose === undefined ? {} : { purpose: nameOf(l, node.purpose) }),
    priority: node.priority === undefined ? 0 : constantNumber(node.priority),
    start: start === undefined ? called(l, node) : startOf(l, start),
    stops,
    ...(goal === undefined ? {} : { goal }),
    ...(expire === undefined
      ? {}
      : {
          expire: {
            afterMs: constantMs(expire.duration),
            outcome: expire.outcome?.text ?? 'expired',
            place: placeOf(l, expire),
          },
        }),
    ...snapshotOf(l, node),
    variables: sortedMap(variables.map(([name, type]) => [name, graphType(l.program, type)] as const)),
    ...(node.parameters === undefined ? {} : { parameters: parametersOf(l, node) }),
    outcomes: outcomeNames(node).filter((name) => ended.has(name)),
    ...built,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    place,
  };
}

/** What several failures share; what fails in it goes on. */
function onFailure({ failure, ...walk }: Walk): Open {
  if (failure === undefined || endOf(failure) !== undefined) return nowhere;
  return block(walk, failure, FAILURE, { edges: [], steps: [FAILURE] });
}

/** Fields that are read as they were at the start. */
function snapshotOf(l: Lowering, node: JourneyDeclaration): Pick<Journey, 'snapshot'> {
  if (!/\bprofile\s+at\s+start\b/.test(l.unit.text.slice(node.start, node.end))) return {};
  const fields = new Set<string>();
  for (const [e, meaning] of l.unit.facts.meaning) {
    if (meaning.kind === 'snapshot' && e.start >= node.start && e.end <= node.end) fields.add(meaning.field);
  }
  return fields.size === 0 ? {} : { snapshot: [...fields].sort() };
}

function parametersOf(l: Lowering, node: JourneyDeclaration): NonNullable<Journey['parameters']> {
  const types = l.program.signatures.parameters(idIn(l.unit, 'journey', node.name), new Set());
  return types.map(({ name, type }) => ({ name, type: graphType(l.program, type) }));
}

/** Others run it, as often as they like. */
function called(l: Lowering, node: JourneyDeclaration): Journey['start'] {
  const place = placeOf(l, node.name);
  return { on: { kind: 'called', place }, text: 'by others', reentry: { kind: 'every' }, repeat: 'ignore', place };
}

function stopOf(l: Lowering, stop: TreeStop): Stop {
  const outcome = stop.outcome?.text ?? 'stopped';
  const place = placeOf(l, stop);
  if (stop.trigger !== undefined) return { kind: 'signal', trigger: heardTrigger(l, stop.trigger), outcome, place };
  const judged = stop.condition ?? { kind: 'Boolean', value: false, start: stop.start, end: stop.end };
  return { kind: 'condition', condition: condition(l, judged), outcome, place };
}

function goalOf(outer: Lowering, goal: TreeGoal): Goal {
  const withinMs = goal.within === undefined ? undefined : constantMs(goal.within);
  // It can stay open for longer than the journey runs.
  const lasting = outer.lifetimeMs === undefined ? undefined : Math.max(outer.lifetimeMs, withinMs ?? 0);
  const l: Lowering = lasting === undefined ? outer : { ...outer, lifetimeMs: lasting };
  return {
    absent: goal.absent,
    ...(goal.trigger === undefined ? {} : { trigger: trigger(l, goal.trigger) }),
    ...(goal.condition === undefined ? {} : { condition: condition(l, goal.condition) }),
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(goal.atLeast === undefined ? {} : { atLeast: percentValue(goal.atLeast) ?? 0 }),
    // That something did not happen is only known at the end of its time: it is measured and ends nothing.
    ends: !goal.goOn && !goal.absent,
    text: textOf(l, goal),
    place: placeOf(l, goal),
  };
}
