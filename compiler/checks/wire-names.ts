/** J2024: a name that comes in from outside stands for one signal. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { byPlace } from '../names/index.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const wireNames: WorkspaceRule = ({ tree, index }, found) => {
  for (const signal of tree.declarations) {
    if (signal.kind !== 'Signal' || signal.named === undefined) continue;
    const name = signal.named.parts.join('');
    const [other] = index
      .takers(name)
      .filter((each) => each.node !== signal)
      .sort(byPlace);
    if (other === undefined) continue;
    found({
      wording: say.wireNameTaken({ name, other: other.name }),
      span: signal.named,
      related: [{ path: other.path, span: other.node.name, message: 'The other one is here.' }],
    });
  }
};
