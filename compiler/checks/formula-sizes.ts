/** J4023: conditions and computed fields that look at too much, with all that they need. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression } from '../syntax/tree.ts';
import { visitExpressions } from '../syntax/visit.ts';
import { depthFirst } from './depth-first.ts';
import { type Formula, formulasAt, type Needed, neededIn } from './formulas.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

const mostValues = 1000;

export const formulaSizes: WorkspaceRule = (input, found) => {
  const known = new Map<string, Formula>();
  const needs = new Map<string, readonly Needed[]>();
  const sizes = new Map<string, number>();
  const seen = new Set<string>();
  const next = (key: string): readonly string[] => {
    const at = known.get(key);
    const needed = at === undefined ? [] : neededIn(input.index, at);
    needs.set(key, needed);
    for (const { formula } of needed) known.set(formula.key, formula);
    return needed.map(({ formula }) => formula.key);
  };
  const leave = (key: string): void => {
    const at = known.get(key);
    let size = at === undefined ? 0 : at.bodies.reduce((sum, body) => sum + valuesIn(body), 0);
    for (const { formula, values } of needs.get(key) ?? []) size += (sizes.get(formula.key) ?? 0) * widest(values);
    sizes.set(key, size);
  };
  for (const { formula, name } of formulasAt(input)) {
    known.set(formula.key, formula);
    depthFirst(formula.key, { next, leave }, seen);
    // Those that need one that is too large say nothing more.
    const isFirst = (needs.get(formula.key) ?? []).every((each) => (sizes.get(each.formula.key) ?? 0) <= mostValues);
    if ((sizes.get(formula.key) ?? 0) > mostValues && isFirst)
      found({ wording: say.formulaTooLarge({ name: name.text, most: String(mostValues) }), span: name });
  }
};

/** A value stands wherever its parameter does. */
function widest(values: readonly Expression[]): number {
  return values.reduce((most, value) => Math.max(most, valuesIn(value)), 1);
}

function valuesIn(e: Expression): number {
  let values = 0;
  visitExpressions(e, ({ kind }) => {
    if (kind === 'Reference' || kind === 'Call' || kind === 'Aggregate' || kind === 'ConsentFor') values++;
  });
  return values;
}
