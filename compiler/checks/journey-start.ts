/** J4001, J4002: every journey says on what it starts, and how often. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { neverStarts } from '../names/symbols.ts';
import type { Cause } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const journeyStart: Rule = ({ tree }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey' || journey.name.text === '') continue;
    const { name, entry } = journey;
    if (neverStarts(journey)) {
      const gap = { start: name.end, end: name.end };
      const fixes = [{ title: `Let other journeys run it: \`${name.text}()\``, edits: [{ span: gap, text: '()' }] }];
      found({ wording: say.journeyWithoutStart({ name: name.text }), span: name, fixes });
    } else if (entry !== undefined && entry.reentry === undefined && !saysItself(entry.cause)) {
      const gap = { start: entry.end, end: entry.end };
      const fixes = ['once', 'every time'].map((word) => ({
        title: `Write \`${word}\``,
        edits: [{ span: gap, text: ` ${word}` }],
      }));
      found({ wording: say.reentryUnsaid({ name: name.text }), span: entry, fixes });
    }
  }
};

/** A rhythm or a date says how often by itself. */
function saysItself(cause: Cause): boolean {
  return cause.kind === 'Schedule' || cause.kind === 'Anchored';
}
