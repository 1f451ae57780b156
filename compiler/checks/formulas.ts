/** Computed fields of the profile and conditions, and which of them need which. */
import type { NameIndex } from '../names/index.ts';
import { type Declared, symbolId } from '../names/symbols.ts';
import type { Expression, Name } from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';
import type { WorkspaceRuleInput } from './workspace-rule.ts';

/** A computed field or a condition. */
export interface Formula {
  readonly key: string;
  readonly name: string;
  readonly body: Expression;
  readonly module: string;
  readonly path: string;
  /** bare names are fields of the profile first */
  readonly inProfile: boolean;
}

/** Those that a file declares, each with its name as written. */
export function formulasAt({ path, module, tree, index }: WorkspaceRuleInput): { formula: Formula; name: Name }[] {
  return tree.declarations.flatMap((node) => {
    if (node.kind === 'Condition') {
      const symbol = index.byId(symbolId('condition', module, node.name.text));
      return symbol?.node === node ? [{ formula: condition(symbol, node.body), name: node.name }] : [];
    }
    if (node.kind !== 'Profile') return [];
    return node.fields.flatMap(({ name, computed }) =>
      computed === undefined ? [] : [{ formula: profileFormula(name.text, computed, module, path), name }],
    );
  });
}

function condition(symbol: Declared, body: Expression): Formula {
  const { name, module, path } = symbol;
  return { key: symbol.id, name, body, module, path, inProfile: false };
}

function profileFormula(name: string, body: Expression, module: string, path: string): Formula {
  return { key: `profile ${name}`, name: `profile.${name}`, body, module, path, inProfile: true };
}

export interface Needed {
  readonly formula: Formula;
  /** what stands for the parameters of a condition */
  readonly values: readonly Expression[];
}

/** Those that it needs, as often as it speaks of them. */
export function neededIn(index: NameIndex, at: Formula): Needed[] {
  const needed: Needed[] = [];
  visitExpressions(at.body, (e) => {
    if (e.kind === 'Member' && e.of.kind === 'Reference' && e.of.name.text === 'profile') {
      addField(index, e.name.text, needed);
    } else if (e.kind === 'Reference' || e.kind === 'Call') {
      if (at.inProfile && e.kind === 'Reference' && addField(index, e.name.text, needed)) return;
      const scope = { module: at.module, uses: index.usesOf(at.path), deps: new Set<string>() };
      const used = index.lookup(['condition'], e.name.text, scope);
      if (used.kind === 'found' && used.symbol.node.kind === 'Condition') {
        const formula = condition(used.symbol, used.symbol.node.body);
        needed.push({ formula, values: e.kind === 'Call' ? e.arguments : [] });
      }
    }
  });
  return needed;
}

/** Is there such a field? A computed one is followed. */
function addField(index: NameIndex, name: string, needed: Needed[]): boolean {
  const field = index.profileFields(name)[0];
  if (field?.field.computed !== undefined) {
    const formula = profileFormula(name, field.field.computed, field.module, field.path);
    needed.push({ formula, values: [] });
  }
  return field !== undefined;
}
