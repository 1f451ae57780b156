/** Computed fields of the profile, conditions and what stands in for models, and which of them need which. */
import type { NameIndex } from '../names/index.ts';
import { type Declared, symbolId } from '../names/symbols.ts';
import type { Expression, FieldContent, Name } from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';
import { leavesZoneOut } from '../types/builtins.ts';
import { unitOf } from '../types/units.ts';
import type { WorkspaceRuleInput } from './workspace-rule.ts';

/** A computed field, a condition, or what stands in for a model's answer. */
export interface Formula {
  readonly key: string;
  readonly name: string;
  /** one, or those of the fields of a record */
  readonly bodies: readonly Expression[];
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
      return symbol?.node === node ? [{ formula: named(symbol, [node.body]), name: node.name }] : [];
    }
    if (node.kind === 'Model' && node.otherwise !== undefined) {
      const symbol = index.byId(symbolId('model', module, node.name.text));
      return symbol?.node === node ? [{ formula: named(symbol, written(node.otherwise)), name: node.name }] : [];
    }
    if (node.kind !== 'Profile') return [];
    return node.fields.flatMap(({ name, computed }) =>
      computed === undefined ? [] : [{ formula: profileFormula(name.text, computed, module, path), name }],
    );
  });
}

function named({ id, name, module, path }: Declared, bodies: readonly Expression[]): Formula {
  return { key: id, name, bodies, module, path, inProfile: false };
}

/** Everything in it that is computed. */
function written(value: FieldContent): readonly Expression[] {
  if (value.kind === 'Record') return value.fields.flatMap((field) => written(field.value));
  return value.kind === 'RecordList' ? value.items.flatMap(written) : [value];
}

function profileFormula(name: string, body: Expression, module: string, path: string): Formula {
  return { key: `profile ${name}`, name: `profile.${name}`, bodies: [body], module, path, inProfile: true };
}

export interface Needed {
  readonly formula: Formula;
  /** what stands for the parameters of a condition */
  readonly values: readonly Expression[];
}

/** Those that it needs, as often as it speaks of them. */
export function neededIn(index: NameIndex, at: Formula): Needed[] {
  const needed: Needed[] = [];
  const visit = (e: Expression): void => {
    if (readsZone(e)) addField(index, 'timezone', needed);
    if (e.kind === 'Member' && e.of.kind === 'Reference' && e.of.name.text === 'profile') {
      addField(index, e.name.text, needed);
    } else if (e.kind === 'Reference' || e.kind === 'Call') {
      if (at.inProfile && e.kind === 'Reference' && addField(index, e.name.text, needed)) return;
      const scope = { module: at.module, uses: index.usesOf(at.path), deps: new Set<string>() };
      const used = index.lookup(e.kind === 'Call' ? ['condition', 'model'] : ['condition'], e.name.text, scope);
      if (used.kind !== 'found') return;
      const { node } = used.symbol;
      const values = e.kind === 'Call' ? e.arguments : [];
      if (node.kind === 'Condition') needed.push({ formula: named(used.symbol, [node.body]), values });
      // What it is asked with is no part of what stands in for its answer.
      if (node.kind === 'Model' && node.otherwise !== undefined)
        needed.push({ formula: named(used.symbol, written(node.otherwise)), values: [] });
    }
  };
  for (const body of at.bodies) visitExpressions(body, visit);
  return needed;
}

/** The customer's zone, of which nothing is said: calendars differ by it. */
function readsZone(e: Expression): boolean {
  if (e.kind === 'Call') return leavesZoneOut(e.name.text, e.arguments.length);
  return e.kind === 'Quantity' && unitOf(e.unit.text)?.kind === 'period';
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
