/** J4075, J4053: arms of a wait that another one, or an end of the whole journey, always comes before, and goals that a stop does. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Arm, Condition, Expression, Journey, Look, Place, Stop, Trigger } from '../graph/types.ts';
import { unknown } from './assume.ts';
import { afterTrigger, judged, scopeOf } from './flow.ts';
import type { JourneyRule } from './rule.ts';
import { renameVariable } from './terms.ts';
import type { Scope } from './types.ts';

interface Earlier {
  readonly why: string;
  readonly places: readonly Place[];
}

export const deadArms: JourneyRule = (graph, journey, found) => {
  const scope = scopeOf(graph, journey);
  const stop = stopBeforeGoal(scope, journey);
  if (stop !== undefined && journey.goal !== undefined) {
    const related = [{ place: stop.place, message: 'This comes first.' }];
    const hint = 'Say how long it has, as in `within 7 days`: then it is counted all the same. Or leave out the stop.';
    const wording = say.conditionNever({
      why: 'a stop has ended the journey by then, and the goal has no time of its own',
    });
    found({ wording, hint, place: journey.goal.place, related });
  }
  for (const node of journey.nodes) {
    if (node.kind !== 'wait') continue;
    for (const [index, arm] of node.arms.entries()) {
      const earlier = endBefore(scope, journey, arm) ?? armsBefore(scope, node.arms.slice(0, index), arm);
      if (earlier === undefined) continue;
      const related = earlier.places.map((place) => ({ place, message: 'This comes first.' }));
      found({ wording: say.armNeverTaken({ why: earlier.why }), place: arm.place, related });
    }
  }
};

/** At one instant stops and goals come before what waits. What an arm looks back on may have been before them. */
function endBefore(scope: Scope, journey: Journey, arm: Arm): Earlier | undefined {
  if (arm.kind === 'condition') return endByCondition(scope, journey, arm.condition);
  if (arm.kind !== 'signal' || arm.look.kind !== 'step') return undefined;
  const { stops, goal } = journey;
  for (const stop of stops) {
    if (stop.kind === 'signal' && takesAll(scope, [stop.trigger], arm.trigger)) {
      return { why: `\`stop on ${stop.trigger.signal}\` has ended the journey by then`, places: [stop.place] };
    }
  }
  // After its time a goal ends nothing: `goal-first.ts` looks whether that can be.
  if (goal?.trigger === undefined || !goal.ends || goal.withinMs !== undefined) return undefined;
  if (!takesAll(scope, [goal.trigger], arm.trigger)) return undefined;
  return { why: 'the goal has ended the journey by then', places: [goal.place] };
}

/** They are looked at whenever the arm is. */
function endByCondition(scope: Scope, { stops, goal }: Journey, condition: Condition): Earlier | undefined {
  for (const stop of stops) {
    if (stop.kind === 'condition' && holdsBy(scope, [stop.condition.expression], condition)) {
      return { why: `\`stop when ${stop.condition.text}\` has ended the journey by then`, places: [stop.place] };
    }
  }
  if (goal?.condition === undefined || !goal.ends || goal.withinMs !== undefined) return undefined;
  if (!holdsBy(scope, [goal.condition.expression], condition)) return undefined;
  return { why: 'the goal has ended the journey by then', places: [goal.place] };
}

/** At one instant stops come before the goal; one that has a time is looked at after them, too. */
function stopBeforeGoal(scope: Scope, { stops, goal }: Journey): Stop | undefined {
  if (goal === undefined || goal.withinMs !== undefined || goal.absent) return undefined;
  const { trigger, condition } = goal;
  return stops.find((stop) => {
    if (stop.kind === 'signal') return trigger !== undefined && takesAll(scope, [stop.trigger], trigger);
    return condition !== undefined && holdsBy(scope, [stop.condition.expression], condition);
  });
}

function armsBefore(scope: Scope, above: readonly Arm[], arm: Arm): Earlier | undefined {
  const one = above.find((each) => covers(scope, [each], arm));
  if (one !== undefined) return { why: 'another arm above takes all that it waits for', places: [one.place] };
  if (!covers(scope, above, arm)) return undefined;
  const places = above.flatMap((each) => (each.kind === arm.kind ? [each.place] : []));
  return { why: 'the arms above take all that it waits for', places };
}

/** Whatever the arm is taken for, is one of those above it taken for that already? */
function covers(scope: Scope, above: readonly Arm[], arm: Arm): boolean {
  switch (arm.kind) {
    case 'signal':
      return takesAll(
        scope,
        above.flatMap((each) => (each.kind === 'signal' && looksAsFar(each.look, arm.look) ? [each.trigger] : [])),
        arm.trigger,
      );
    case 'condition': {
      const earlier = above.flatMap((each) => (each.kind === 'condition' ? [each.condition.expression] : []));
      return holdsBy(scope, earlier, arm.condition);
    }
    case 'message':
      return above.some(
        (each) =>
          each.kind === 'message' &&
          each.of === arm.of &&
          each.what === arm.what &&
          (each.link === undefined || each.link === arm.link),
      );
    // Of two lengths of time the shorter one is known from the text.
    case 'after':
    case 'at':
      return false;
  }
}

/** Does one of those hold whenever the condition does? */
function holdsBy(scope: Scope, others: readonly Expression[], condition: Condition): boolean {
  const left = { ...condition, expression: besides(condition.expression, others) };
  return (
    judged(scope, unknown, left, true).states.length === 0 && judged(scope, unknown, condition, true).states.length > 0
  );
}

/** Does every such signal fit one of those earlier? One that is given out in batches need not come here. */
export function takesAll(scope: Scope, earlier: readonly Trigger[], { signal, as, where, place }: Trigger): boolean {
  const same = earlier.filter((each) => each.signal === signal && each.shared?.batch === undefined);
  if (same.some((each) => each.where === undefined)) return true;
  if (same.length === 0) return false;
  const possible = where === undefined ? anything : overIt(where.expression, as);
  const left = besides(
    possible,
    same.flatMap((each) => (each.where === undefined ? [] : [overIt(each.where.expression, each.as)])),
  );
  const statesOf = (expression: Expression) =>
    afterTrigger(scope, unknown, { signal, place, where: { expression, reads: [], text: '', place } }).states;
  return statesOf(left).length === 0 && statesOf(possible).length > 0;
}

const anything: Expression = { op: 'literal', value: true };

/** The condition, and none of the others. What both ask in the same words need not be understood. */
function besides(condition: Expression, others: readonly Expression[]): Expression {
  const asked = new Set(parts(condition).map(canonicalJson));
  return others.reduce<Expression>((left, other) => {
    const more = parts(other).filter((part) => !asked.has(canonicalJson(part)));
    const rest = more.reduce<Expression>((all, part) => ({ op: 'and', left: all, right: part }), anything);
    return { op: 'and', left, right: { op: 'not', of: rest } };
  }, condition);
}

function parts(e: Expression): readonly Expression[] {
  return e.op === 'and' ? [...parts(e.left), ...parts(e.right)] : [e];
}

/** Each trigger has its own name for the signal. */
function overIt(where: Expression, as: string | undefined): Expression {
  return as === undefined ? where : renameVariable(where, as, 'it');
}

function looksAsFar(first: Look, second: Look): boolean {
  if (second.kind === 'step' || first.kind === 'ever') return true;
  if (first.kind === 'before') return second.kind === 'before' && second.ms <= first.ms;
  return first.kind === second.kind;
}
