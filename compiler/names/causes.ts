/** What a start speaks of: its signals, in the order in which they must come. */
import type { Cause, JourneyDeclaration, Name, Trigger } from '../syntax/tree.ts';

/** The triggers that bind names or start by their coming; silence has none. */
export function triggersOf(cause: Cause): readonly Trigger[] {
  switch (cause.kind) {
    case 'OnSignal':
    case 'Counted':
    case 'ForEach':
      return [cause.trigger];
    case 'Sequence':
      return cause.triggers;
    case 'Silence':
    case 'Becoming':
    case 'Schedule':
    case 'Anchored':
      return [];
  }
}

/** Names that are bound once the journey has started. */
export function startAliases(journey: JourneyDeclaration): Name[] {
  if (journey.entry === undefined) return [];
  return triggersOf(journey.entry.cause).flatMap((trigger) => trigger.alias ?? []);
}
