/** Experiments are declared by the statements that run them. */
import type { NameIndex } from './index.ts';
import { experimentsOf } from './symbols.ts';

/** What the journeys are about in which an experiment of that name stands; undefined: customers. */
export function partedBy(index: NameIndex, experiment: string): ReadonlySet<string | undefined> {
  const about = new Set<string | undefined>();
  for (const { node } of index.all('journey')) {
    if (node.kind !== 'Journey') continue;
    if (experimentsOf(node).some(({ name }) => name.text === experiment)) about.add(node.about?.text);
  }
  return about;
}

/** Experiment -> its variants, with `holdout` where it has one. Several journeys can have one of that name. */
export function variantsByExperiment(index: NameIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const experiments = new Map<string, Set<string>>();
  for (const { node } of index.all('journey')) {
    if (node.kind !== 'Journey') continue;
    for (const experiment of experimentsOf(node)) {
      const variants = experiments.get(experiment.name.text) ?? new Set();
      for (const { name } of experiment.variants) variants.add(name.text);
      if (experiment.holdout !== undefined) variants.add('holdout');
      experiments.set(experiment.name.text, variants);
    }
  }
  return experiments;
}
