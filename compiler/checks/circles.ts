/** J4017: computed fields of the profile and conditions that lead back to themselves. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { NameIndex } from '../names/index.ts';
import { type Declared, symbolId } from '../names/symbols.ts';
import type { Expression } from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

/** A computed field or a condition. */
interface Formula {
  readonly key: string;
  readonly name: string;
  readonly body: Expression;
  readonly module: string;
  readonly path: string;
  /** bare names are fields of the profile first */
  readonly inProfile: boolean;
}

export const circles: WorkspaceRule = ({ path, module, tree, index }, found) => {
  for (const node of tree.declarations) {
    if (node.kind === 'Condition') {
      const symbol = index.byId(symbolId('condition', module, node.name.text));
      const way = symbol?.node === node ? circle(index, condition(symbol, node.body)) : undefined;
      if (way !== undefined) found({ wording: say.computedInCircle({ name: node.name.text, way }), span: node.name });
    } else if (node.kind === 'Profile') {
      for (const field of node.fields) {
        if (field.computed === undefined) continue;
        const formula = profileFormula(field.name.text, field.computed, module, path);
        const way = circle(index, formula);
        if (way !== undefined)
          found({ wording: say.computedInCircle({ name: field.name.text, way }), span: field.name });
      }
    }
  }
};

function condition(symbol: Declared, body: Expression): Formula {
  const { name, module, path } = symbol;
  return { key: symbol.id, name, body, module, path, inProfile: false };
}

function profileFormula(name: string, body: Expression, module: string, path: string): Formula {
  return { key: `profile ${name}`, name: `profile.${name}`, body, module, path, inProfile: true };
}

/** The way from a formula back to itself, in words; undefined where there is none. */
function circle(index: NameIndex, from: Formula): string | undefined {
  const seen = new Set<string>();
  const follow = (at: Formula): string[] | undefined => {
    for (const next of formulasIn(index, at)) {
      if (next.key === from.key) return [next.name];
      if (seen.has(next.key)) continue;
      seen.add(next.key);
      const rest = follow(next);
      if (rest !== undefined) return [next.name, ...rest];
    }
    return undefined;
  };
  const way = follow(from);
  return way === undefined ? undefined : [from.name, ...way].join(' needs ');
}

function formulasIn(index: NameIndex, at: Formula): Formula[] {
  const formulas: Formula[] = [];
  visitExpressions(at.body, (e) => {
    if (e.kind === 'Member' && e.of.kind === 'Reference' && e.of.name.text === 'profile') {
      addField(index, e.name.text, formulas);
    } else if (e.kind === 'Reference' || e.kind === 'Call') {
      if (at.inProfile && e.kind === 'Reference' && addField(index, e.name.text, formulas)) return;
      const scope = { module: at.module, uses: index.usesOf(at.path), deps: new Set<string>() };
      const used = index.lookup(['condition'], e.name.text, scope);
      if (used.kind === 'found' && used.symbol.node.kind === 'Condition') {
        formulas.push(condition(used.symbol, used.symbol.node.body));
      }
    }
  });
  return formulas;
}

/** Is there such a field? A computed one is followed. */
function addField(index: NameIndex, name: string, formulas: Formula[]): boolean {
  const field = index.profileFields(name)[0];
  if (field?.field.computed !== undefined) {
    formulas.push(profileFormula(name, field.field.computed, field.module, field.path));
  }
  return field !== undefined;
}
