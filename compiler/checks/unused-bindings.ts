/** J4006: names bound with `as` that nothing reads. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Name } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';
import type { Rule } from './rule.ts';

/** Letters of ` as ` with the blanks and line ends around it. */
const LONGEST_AS = 40;

export const unusedBindings: Rule = ({ text, facts }, found) => {
  const carried = carriedByJourney(facts);
  for (const [name, binding] of facts.bindings) {
    // The task of a handoff is there for the reader; a message takes the parameters that its senders give.
    if (binding.what !== 'signal') continue;
    if (facts.read.has(name) || carried.has(name)) continue;
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

/** What `share this journey` tells the people: without its name they would not have it. */
function carriedByJourney({ known }: FileFacts): ReadonlySet<Name> {
  const carried = new Set<Name>();
  for (const [{ share }, bindings] of known)
    if (share.some(({ kind }) => kind === 'ShareJourney')) for (const { at } of bindings) carried.add(at);
  return carried;
}
