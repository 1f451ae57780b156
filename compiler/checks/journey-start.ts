/** J4001, J4002: every journey says on what it starts, and how often. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Cause } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const journeyStart: Rule = ({ tree }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey' || journey.name.text === '') continue;
    const { name, entry } = journey;
    if (entry === undefined && journey.parameters !== undefined) continue;
    if (entry === undefined) found({ wording: say.journeyWithoutStart({ name: name.text }), span: name });
    else if (entry.reentry === undefined && !saysItself(entry.cause)) {
      found({ wording: say.reentryUnsaid({ name: name.text }), span: entry });
    }
  }
};

/** A rhythm or a date says how often by itself. */
function saysItself(cause: Cause): boolean {
  return cause.kind === 'Schedule' || cause.kind === 'Anchored';
}
