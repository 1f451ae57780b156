/** J4006: names bound with `as` that nothing reads. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import type { Rule } from './rule.ts';

export const unusedBindings: Rule = ({ path, text, facts, used }, found) => {
  for (const [name, binding] of facts.bindings) {
    // The task of a handoff is there for the reader; a message takes the parameters that its senders give.
    if (binding.what !== 'signal') continue;
    if (used.has(referenceIds.binding(path, name))) continue;
    const as = /\s+as\s+$/.exec(text.slice(0, name.start));
    found({
      wording: say.unusedBinding({ name: name.text }),
      span: name,
      ...(as === null
        ? {}
        : {
            fixes: [
              {
                title: `Remove \`as ${name.text}\``,
                edits: [{ span: { start: as.index, end: name.end }, text: '' }],
              },
            ],
          }),
    });
  }
};
