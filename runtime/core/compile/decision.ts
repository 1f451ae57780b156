/** Decisions made ready to be made. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { safeName } from '../values/names.ts';
import type { Builder, Decision } from './parts.ts';

export function compileDecision(builder: Builder, decision: Graph.Decision): Decision {
  const score: Graph.Type = { kind: 'optional', of: decision.type };
  const worth: Graph.Type = decision.type.kind === 'money' ? decision.type : { kind: 'number' };
  return {
    name: decision.name,
    parameters: (decision.parameters ?? []).map(({ name }) => safeName(name)),
    score: builder.compute(decision.score),
    least: decision.least === undefined ? null : builder.compute(decision.least),
    rule: builder.rule(`decision ${decision.name}`, decision.place, [{ name: 'at least', type: score }]),
    candidates: decision.candidates.map((candidate) => ({
      name: candidate.name,
      when: candidate.when === undefined ? null : builder.condition(candidate.when),
      likely: builder.compute(candidate.likely),
      worth: builder.compute(candidate.worth),
      boost: builder.compute(candidate.boost),
      rule: builder.rule(`candidate ${candidate.name}`, candidate.place, [
        { name: 'likely', type: { kind: 'percent' } },
        { name: 'worth', type: worth },
        { name: 'boost', type: { kind: 'number' } },
        { name: 'score', type: score },
      ]),
    })),
  };
}
