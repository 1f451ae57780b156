/** What a journey knows at a handoff and does not share. */
import type { HandoffStatement } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';

/** Signals, and `this journey`, that could be shared and are not; empty: the context is complete, as `this journey` carries all that is bound. */
export function missingShares(statement: HandoffStatement, facts: FileFacts): string[] {
  const shared = new Set<string>();
  for (const share of statement.share) {
    if (share.kind === 'ShareJourney') return [];
    if (share.kind !== 'ShareValue') continue;
    const meaning = facts.meaning.get(share.value);
    if (meaning?.kind === 'variable') shared.add(meaning.binding.variable);
  }
  const known = (facts.known.get(statement) ?? []).filter((binding) => binding.what === 'signal');
  return [...known.filter((binding) => !shared.has(binding.variable)).map((binding) => binding.name), 'this journey'];
}
