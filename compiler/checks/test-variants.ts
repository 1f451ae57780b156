/** J2081, J3150: a test puts customers and subjects into variants that there are for them. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { partedBy, variantsByExperiment } from '../names/experiments.ts';
import type { NameIndex } from '../names/index.ts';
import type { Name, TestStep } from '../syntax/tree.ts';
import { nearName } from '../types/names.ts';
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
      if (name.text === '') continue;
      if (variants?.has(step.variant.text) === true) {
        ofWhom(step, index, found);
        continue;
      }
      found({
        wording: say.noSuchVariant({ kind, name: name.text }),
        span: name,
        ...nearName(name, known),
      });
    }
  }
};

/** A customer's variant says nothing of a ticket. */
function ofWhom(
  { experiment, subject }: Extract<TestStep, { kind: 'GivenVariant' }>,
  index: NameIndex,
  found: Parameters<WorkspaceRule>[1],
): void {
  const about = [...partedBy(index, experiment.text)];
  if (about.includes(subject?.name.text)) return;
  // A subject that there is not has been told.
  if (subject !== undefined && index.subjects(new Set()).every(({ name }) => name.text !== subject.name.text)) return;
  const [first] = about;
  const [who, write] = first === undefined ? ['customers', 'for ada'] : [`\`${first}\``, `for ${first} "KEY"`];
  found({ wording: say.expectedOfAnother({ name: experiment.text, about: who, write }), span: experiment });
}
