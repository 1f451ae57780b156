/** J2024: a name that comes in from outside stands for one signal. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { byPlace } from '../names/index.ts';
import type { Declared } from '../names/symbols.ts';
import type { SignalDeclaration } from '../syntax/tree.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const wireNames: WorkspaceRule = ({ tree, index }, found) => {
  const own = tree.declarations.filter((node) => node.kind === 'Signal');
  if (own.length === 0) return;
  const takers = new Map<string, Declared[]>();
  for (const symbol of index.all('signal')) {
    if (symbol.node.kind !== 'Signal') continue;
    for (const name of namesOf(symbol.node)) {
      const known = takers.get(name);
      if (known === undefined) takers.set(name, [symbol]);
      else known.push(symbol);
    }
  }
  for (const signal of own) {
    if (signal.named === undefined) continue;
    const name = signal.named.parts.join('');
    const [other] = (takers.get(name) ?? []).filter((each) => each.node !== signal).sort(byPlace);
    if (other === undefined) continue;
    found({
      wording: say.wireNameTaken({ name, other: other.name }),
      span: signal.named,
      related: [{ path: other.path, span: other.node.name, message: 'The other one is here.' }],
    });
  }
};

function namesOf(signal: SignalDeclaration): string[] {
  const named = signal.named?.parts.join('');
  return named === undefined || named === signal.name.text ? [signal.name.text] : [signal.name.text, named];
}
