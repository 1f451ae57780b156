/** Experiments are declared by the statements that run them. */
import type { NameIndex } from './index.ts';
import { statementsOf, visitStatements } from './symbols.ts';

/** Experiment -> its variants, with `holdout` where it has one. Several journeys can have one of that name. */
export function experimentsOf(index: NameIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const experiments = new Map<string, Set<string>>();
  for (const { node } of index.all('journey')) {
    if (node.kind !== 'Journey') continue;
    visitStatements(statementsOf(node), (statement) => {
      if (statement.kind !== 'Experiment') return;
      const variants = experiments.get(statement.name.text) ?? new Set();
      for (const { name } of statement.variants) variants.add(name.text);
      if (statement.holdout !== undefined) variants.add('holdout');
      experiments.set(statement.name.text, variants);
    });
  }
  return experiments;
}
