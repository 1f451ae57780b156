/** What starts, handlers, policies and decisions look at, whatever kind they are of. */
import type { Cause, Decision, Expression, Handler, PolicyRule, Trigger } from '../graph/types.ts';

export function triggersOf(on: Cause): readonly Trigger[] {
  switch (on.kind) {
    case 'signal':
    case 'count':
    case 'silence':
    case 'each':
      return [on.trigger];
    case 'sequence':
      return on.triggers;
    case 'becoming':
    case 'called':
    case 'schedule':
    case 'anchored':
      return [];
  }
}

export function expressionsOfTrigger(trigger: Trigger | undefined): readonly Expression[] {
  return trigger?.where === undefined ? [] : [trigger.where.expression];
}

export function expressionsOf(on: Cause): readonly Expression[] {
  const asked = triggersOf(on).flatMap(expressionsOfTrigger);
  switch (on.kind) {
    case 'signal':
    case 'sequence':
      return asked;
    case 'count':
      return on.by === undefined ? asked : [...asked, on.by];
    case 'called':
      return [];
    case 'becoming':
      return [on.condition.expression];
    case 'silence':
      return on.condition === undefined ? asked : [...asked, on.condition.expression];
    // Without its zone: where the customer has none, the workspace's stands in.
    case 'schedule':
      return [
        ...(on.rhythm.kind === 'year' ? [on.rhythm.date] : []),
        on.clock,
        ...(on.condition === undefined ? [] : [on.condition.expression]),
      ];
    case 'anchored':
      return [on.anchor, on.due, ...(on.condition === undefined ? [] : [on.condition.expression])];
    case 'each':
      return [...asked, on.whom.expression];
  }
}

export function expressionsOfHandler({ trigger, actions }: Handler): readonly Expression[] {
  return [...expressionsOfTrigger(trigger), ...actions.flatMap((each) => (each.kind === 'set' ? [each.value] : []))];
}

/** Without its zone: where the customer has none, the workspace's stands in. */
export function expressionsOfRule(rule: PolicyRule): readonly Expression[] {
  switch (rule.kind) {
    case 'quiet':
      return [rule.from, rule.to];
    case 'hold_after':
      return rule.where === undefined ? [] : [rule.where.expression];
    case 'hold_while':
      return [rule.condition.expression];
    case 'at_most':
    case 'at_most_journeys':
      return [];
  }
}

export function expressionsOfDecision({ candidates, score, least }: Decision): readonly Expression[] {
  const said = candidates.flatMap(({ when, likely, worth, boost }) => [
    ...(when === undefined ? [] : [when.expression]),
    likely,
    worth,
    boost,
  ]);
  return [...said, score, ...(least === undefined ? [] : [least])];
}
