/** J2022, J2004: one name, one thing, over all files of a folder; one profile and one set of keys over the workspace. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { NameIndex } from '../names/index.ts';
import { type Declared, isNamed, type SymbolKind, symbolKind } from '../names/symbols.ts';
import type { IdentityDeclaration, ProfileDeclaration } from '../syntax/tree.ts';
import type { Finding } from '../types/context.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const duplicates: WorkspaceRule = ({ path, module, tree, index }, found) => {
  for (const node of tree.declarations) {
    if (isNamed(node) && node.name.text !== '') {
      const kind = symbolKind(node.kind);
      const others = sharing(kind)
        .flatMap((each) => index.declarations(each, node.name.text))
        .filter((symbol) => symbol.module === module && symbol.node !== node);
      const first = firstOf(others);
      if (first === undefined) continue;
      found({
        wording: say.duplicateDeclaration({ kind, name: node.name.text }),
        span: node.name,
        related: [{ path: first.path, span: first.node.name, message: 'The other one is here.' }],
      });
    } else if (node.kind === 'Profile') fieldsTwice(node, index, found);
    else if (node.kind === 'Identity') keysTwice(node, path, index, found);
  }
};

function fieldsTwice(profile: ProfileDeclaration, index: NameIndex, found: (finding: Finding) => void): void {
  for (const field of profile.fields) {
    const other = index.profileFields(field.name.text).find((each) => each.field !== field);
    if (other === undefined || field.name.text === '') continue;
    found({
      wording: say.duplicateName({ kind: 'profile field', name: field.name.text }),
      span: field.name,
      related: [{ path: other.path, span: other.field.name, message: 'The other one is here.' }],
    });
  }
}

function keysTwice(
  identity: IdentityDeclaration,
  path: string,
  index: NameIndex,
  found: (finding: Finding) => void,
): void {
  const elsewhere = index.identity(new Set()).filter(({ node }) => node !== identity);
  for (const name of [...identity.strong, ...identity.weak]) {
    for (const other of elsewhere) {
      const twin = [...other.node.strong, ...other.node.weak].find(({ text }) => text === name.text);
      if (twin === undefined) continue;
      found({
        wording: say.duplicateName({ kind: 'identity key', name: name.text }),
        span: name,
        related: [
          { path: other.path, span: twin, message: `The other one is here${other.path === path ? '' : ' too'}.` },
        ],
      });
    }
  }
}

/** Signals and types stand in the same places, and an action's answer is a type, so they share their names; so do conditions and models. */
export function sharing(kind: SymbolKind): readonly SymbolKind[] {
  if (kind === 'condition' || kind === 'model') return ['condition', 'model'];
  return kind === 'signal' || kind === 'type' || kind === 'action' ? ['signal', 'type', 'action'] : [kind];
}

function firstOf(symbols: readonly Declared[]): Declared | undefined {
  return [...symbols].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.node.start - b.node.start))[0];
}
