/** J4007: declarations that nothing uses. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { isNamed, symbolId, symbolKind } from '../names/symbols.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

/** What is there only to be used. Signals come from outside, and policies and journeys act by themselves. */
const serving: ReadonlySet<string> = new Set([
  'Action',
  'Calendar',
  'Condition',
  'Decision',
  'Message',
  'Model',
  'Type',
]);

export const unusedDeclarations: WorkspaceRule = ({ module, tree, uses }, found) => {
  for (const node of tree.declarations) {
    if (!isNamed(node) || node.name.text === '' || !serving.has(node.kind)) continue;
    const kind = symbolKind(node.kind);
    if ((uses.get(symbolId(kind, module, node.name.text)) ?? 0) > 0) continue;
    found({ wording: say.unusedDeclaration({ kind, name: node.name.text }), span: node.name });
  }
};
