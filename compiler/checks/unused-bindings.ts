/** J4006: names bound with `as` that nothing reads. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { statementsOf, visitStatements } from '../names/symbols.ts';
import type { File, Span } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

/** Letters of ` as ` with the blanks and line ends around it. */
const LONGEST_AS = 40;

export const unusedBindings: Rule = ({ text, tree, facts }, found) => {
  const told = toldWhole(tree);
  for (const [name, binding] of facts.bindings) {
    // The task of a handoff is there for the reader; a message takes the parameters that its senders give.
    if (binding.what !== 'signal') continue;
    if (facts.read.has(name) || told.some(({ start, end }) => start < name.start && name.end < end)) continue;
    const before = text.slice(Math.max(0, name.start - LONGEST_AS), name.start);
    const as = /\s+as\s+$/.exec(before)?.[0];
    found({
      wording: say.unusedBinding({ name: name.text }),
      span: name,
      ...(as === undefined
        ? {}
        : {
            fixes: [
              {
                title: `Remove \`as ${name.text}\``,
                edits: [{ span: { start: name.start - as.length, end: name.end }, text: '' }],
              },
            ],
          }),
    });
  }
};

/** Journeys of which people are told all that is bound: without its name they would not have it. */
function toldWhole(tree: File): readonly Span[] {
  return tree.declarations.filter((each) => {
    let isTold = false;
    if (each.kind === 'Journey')
      visitStatements(statementsOf(each), (statement) => {
        if (statement.kind === 'Handoff') isTold ||= statement.share.some(({ kind }) => kind === 'ShareJourney');
      });
    return isTold;
  });
}
