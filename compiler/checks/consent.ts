/** J4009: where consent is asked, somebody can give it. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { symbolId } from '../names/symbols.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const consent: WorkspaceRule = ({ module, tree, uses }, found) => {
  for (const node of tree.declarations) {
    if (node.kind !== 'Purpose' || node.consent?.text !== 'asked') continue;
    const id = symbolId('purpose', module, node.name.text);
    // A purpose that nothing uses yet is no mistake.
    if ((uses.get(id) ?? 0) === 0 || (uses.get(`granted:${id}`) ?? 0) > 0) continue;
    found({ wording: say.consentNeverGranted({ name: node.name.text }), span: node.name });
  }
};
