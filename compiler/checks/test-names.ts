/** J4093: two tests of one file with one name. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { TextLiteral } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const testNames: Rule = ({ path, text, tree }, found) => {
  const first = new Map<string, TextLiteral>();
  for (const { title } of tree.declarations.filter((each) => each.kind === 'Test')) {
    const name = text.slice(title.start, title.end);
    const other = first.get(name);
    if (other === undefined) first.set(name, title);
    else {
      found({
        wording: say.testNameTwice({ name }),
        span: title,
        related: [{ path, span: other, message: 'The other one is here.' }],
      });
    }
  }
};
