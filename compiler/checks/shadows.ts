/** J2080: a name that hides the same name of another folder in sight. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { isNamed, symbolKind } from '../names/symbols.ts';
import { sharing } from './duplicates.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const shadows: WorkspaceRule = ({ path, module, tree, index }, found) => {
  if (module === '') return;
  const uses = index.usesOf(path);
  for (const node of tree.declarations) {
    if (!isNamed(node) || node.name.text === '') continue;
    const kind = symbolKind(node.kind);
    const hidden = sharing(kind)
      .flatMap((each) => index.declarations(each, node.name.text))
      .find((symbol) => symbol.module !== module && (symbol.module === '' || uses.has(symbol.module)));
    if (hidden === undefined) continue;
    const where = hidden.module === '' ? "the workspace's top folder" : `folder \`${hidden.module}\``;
    found({
      wording: say.hidesAnother({ kind, name: node.name.text, where }),
      span: node.name,
      related: [{ path: hidden.path, span: hidden.node.name, message: 'This one is hidden.' }],
    });
  }
};
