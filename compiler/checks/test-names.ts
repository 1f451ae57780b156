/** J4093: two tests of one file with one name, as it is shown and looked for. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { TextLiteral } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const testNames: Rule = ({ path, tree }, found) => {
  const first = new Map<string, TextLiteral>();
  for (const { title } of tree.declarations.filter((each) => each.kind === 'Test')) {
    const name = title.parts.filter((part) => typeof part === 'string').join('');
    const other = first.get(name);
    if (other === undefined) first.set(name, title);
    else {
      found({
        wording: say.testNameTwice({ name: `"${name}"` }),
        span: title,
        related: [{ path, span: other, message: 'The other one is here.' }],
      });
    }
  }
};
