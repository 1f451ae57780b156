/** `decide D`: the best of the candidates, with what each of them was worth. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Node } from '../compile/nodes.ts';
import type { Candidate, Frame } from '../compile/parts.ts';
import type { Because } from '../state/output.ts';
import { because, type Context, decide, frameOf, ownVariables, type Running, type Step, seen } from './context.ts';

type DecideNode = Node & { readonly kind: 'decide' };

export function pick(context: Context, found: Running, node: DecideNode): Step {
  const { decision } = node;
  const frame = frameOfDecision(context, found, node);
  const least = decision.least?.(frame, null) ?? null;
  const reasons: Because[] = [];
  let best: { readonly name: string; readonly score: number } | null = null;
  for (const candidate of decision.candidates) {
    if (candidate.when !== null) {
      reasons.push(seen(candidate.when, frame));
      if (candidate.when.test(frame, null) !== true) continue;
    }
    const values = valuesOf(candidate, frame);
    const score = decision.score({ ...frame, variables: { ...frame.variables, ...values } }, null);
    reasons.push(because(candidate.rule, [values.likely, values.worth, values.boost, score]));
    if (typeof score !== 'number' || (typeof least === 'number' && score < least)) continue;
    if (best === null || score > best.score) best = { name: candidate.name, score };
  }
  decide(context, found.program, 'decided', [because(decision.rule, [least]), ...reasons], {
    instance: found.instance,
    subject: decision.name,
    outcome: best?.name ?? 'nothing',
  });
  if (best !== null && node.as !== null) ownVariables(found)[node.as] = best.name;
  const way = best === null ? undefined : node.cases.get(best.name);
  return { go: way === undefined ? node.otherwise : way };
}

/** A decision sees what it is given, and what is true of the customer; not what the journey has bound. */
function frameOfDecision(context: Context, found: Running, node: DecideNode): Frame {
  const frame = frameOf(context, found);
  const given: Record<string, Json> = {};
  for (const [index, name] of node.decision.parameters.entries()) {
    given[name] = node.arguments[index]?.(frame, null) ?? null;
  }
  return { ...frame, variables: given };
}

function valuesOf(candidate: Candidate, frame: Frame): { likely: Json; worth: Json; boost: Json } {
  const { likely, worth, boost } = candidate;
  return { likely: likely(frame, null), worth: worth(frame, null), boost: boost(frame, null) };
}
