/** What a journey's start looks at, whatever kind of start it is. */
import type { Cause, Expression, Trigger } from '../graph/types.ts';

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
    case 'schedule':
      return on.condition === undefined ? asked : [...asked, on.condition.expression];
    case 'anchored':
      return [on.anchor, on.due, ...(on.condition === undefined ? [] : [on.condition.expression])];
    case 'each':
      return [...asked, on.whom.expression];
  }
}
