/** J4115: a yes or no that a text of another language would show as `true` or `false`. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { present } from '../types/type.ts';
import type { Rule } from './rule.ts';

export const untranslated: Rule = ({ tree, text, facts }, found) => {
  for (const message of tree.declarations) {
    if (message.kind !== 'Message') continue;
    for (const { locale, parts } of message.contents) {
      // The two words are English.
      if (locale === undefined || /^en(?![a-z])/.test(locale.text)) continue;
      for (const { part, value } of parts) {
        if (value.kind !== 'Text') continue;
        for (const inner of value.parts) {
          if (typeof inner === 'string') continue;
          // `{parked.again or "-"}`: of what may be absent, the value itself.
          const shown = inner.kind === 'Binary' && inner.operator === 'or' ? inner.left : inner;
          const type = facts.typeOf.get(shown);
          if (type === undefined || present(type).kind !== 'boolean') continue;
          const name = text.slice(shown.start, shown.end);
          found({
            wording: say.untranslatedBoolean({ name, locale: locale.text, part: part.text }),
            span: { start: shown.start, end: shown.end },
          });
        }
      }
    }
  }
};
