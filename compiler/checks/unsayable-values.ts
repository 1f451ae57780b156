/** J4117: a value of an enumeration that an expression reads as something else. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { replace } from '../types/names.ts';
import type { Rule } from './rule.ts';

/** What nobody has said yet can be renamed. */
const others: ReadonlyMap<string, string> = new Map([
  ['true', 'yes'],
  ['false', 'no'],
  ['not', 'none'],
]);

export const unsayableValues: Rule = ({ tree }, found) => {
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'Type' || declaration.body.kind !== 'Enumeration') continue;
    const { body } = declaration;
    const names = body.values.map(({ text }) => text);
    const isBoolean = names.length === 2 && names.includes('true') && names.includes('false');
    for (const value of body.values) {
      const other = others.get(value.text);
      if (other === undefined) continue;
      const hint = isBoolean ? { hint: 'For yes and no there is the type `boolean`.' } : {};
      const fixes = names.includes(other) || isBoolean ? {} : { fixes: [replace(value, other)] };
      found({ wording: say.valueCannotBeSaid({ name: value.text }), span: value, ...hint, ...fixes });
    }
  }
};
