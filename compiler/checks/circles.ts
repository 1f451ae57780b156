/** J4017: computed fields of the profile and conditions that lead back to themselves. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { depthFirst } from './depth-first.ts';
import { type Formula, formulasAt, neededIn } from './formulas.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

/** A circle of so many is told in full. */
const mostNames = 8;

export const circles: WorkspaceRule = (input, found) => {
  const known = new Map<string, Formula>();
  /** nothing leads round from there */
  const straight = new Set<string>();
  const links = new Map<string, readonly string[]>();
  const next = (key: string): readonly string[] => {
    const at = known.get(key);
    const before = links.get(key);
    if (at === undefined || before !== undefined) return before ?? [];
    const needed = neededIn(input.index, at).map(({ formula }) => formula);
    for (const formula of needed) known.set(formula.key, formula);
    const keys = needed.map((formula) => formula.key).filter((each) => !straight.has(each));
    links.set(key, keys);
    return keys;
  };
  for (const { formula, name } of formulasAt(input)) {
    known.set(formula.key, formula);
    const seen = new Set<string>();
    let round: readonly string[] | undefined;
    let rounds = 0;
    depthFirst(
      formula.key,
      {
        next,
        round: (path) => {
          rounds++;
          if (path[0] === formula.key) round ??= path;
        },
      },
      seen,
    );
    if (rounds === 0) for (const key of seen) straight.add(key);
    if (round === undefined) continue;
    const names = [...round, formula.key].map((key) => known.get(key)?.name ?? key);
    found({ wording: say.computedInCircle({ name: name.text, way: shortened(names).join(' needs ') }), span: name });
  }
};

function shortened(names: readonly string[]): readonly string[] {
  return names.length <= mostNames ? names : [...names.slice(0, mostNames - 2), '..', ...names.slice(-1)];
}
