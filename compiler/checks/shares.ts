/** What a journey knows at a handoff and does not share. */
import type { HandoffStatement } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';

/** Names of bindings, and `this journey`, that could be shared and are not; empty: the context is complete. */
export function missingShares(statement: HandoffStatement, facts: FileFacts): string[] {
  const shared = new Set<string>();
  let journey = false;
  for (const share of statement.share) {
    if (share.kind === 'ShareJourney') journey = true;
    if (share.kind !== 'ShareValue') continue;
    const meaning = facts.meaning.get(share.value);
    if (meaning?.kind === 'variable') shared.add(meaning.binding.variable);
  }
  const known = (facts.known.get(statement) ?? []).filter((binding) => binding.what === 'signal');
  const missing = known.filter((binding) => !shared.has(binding.variable)).map((binding) => binding.name);
  return journey ? missing : [...missing, 'this journey'];
}
