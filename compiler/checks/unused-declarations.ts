/** J4007: conditions and messages that nothing uses. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { symbolId } from '../names/symbols.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const unusedDeclarations: WorkspaceRule = ({ module, tree, uses }, found) => {
  for (const node of tree.declarations) {
    if ((node.kind !== 'Condition' && node.kind !== 'Message') || node.name.text === '') continue;
    const kind = node.kind === 'Condition' ? 'condition' : 'message';
    if ((uses.get(symbolId(kind, module, node.name.text)) ?? 0) > 0) continue;
    found({ wording: say.unusedDeclaration({ kind, name: node.name.text }), span: node.name });
  }
};
