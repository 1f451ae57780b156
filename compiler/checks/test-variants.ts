/** J2081: a test puts customers into variants that there are. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { variantsByExperiment } from '../names/experiments.ts';
import type { Name } from '../syntax/tree.ts';
import type { WorkspaceRule } from './workspace-rule.ts';

export const testVariants: WorkspaceRule = ({ tree, index }, found) => {
  let experiments: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  for (const test of tree.declarations) {
    if (test.kind !== 'Test') continue;
    for (const step of test.steps) {
      if (step.kind !== 'GivenVariant') continue;
      experiments ??= variantsByExperiment(index);
      const variants = experiments.get(step.experiment.text);
      const [kind, name, known]: [string, Name, Iterable<string>] =
        variants === undefined
          ? ['experiment', step.experiment, experiments.keys()]
          : [`variant of ${step.experiment.text}`, step.variant, variants];
      if (name.text === '' || variants?.has(step.variant.text) === true) continue;
      const near = nearest(name.text, known);
      found({
        wording: say.noSuchVariant({ kind, name: name.text }),
        span: name,
        ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
      });
    }
  }
};
