/** Decisions: candidates, and how the best of them is told. */
import type { DecisionDeclaration, Candidate as TreeCandidate } from '../../syntax/tree.ts';
import type { Candidate, Decision } from '../types.ts';
import { condition } from './conditions.ts';
import { graphType, idIn, type Lowering, literal, nameOfId, placeOf } from './context.ts';
import { lower, typeOf } from './expressions.ts';

export function decision(l: Lowering, node: DecisionDeclaration): Decision | undefined {
  const { pick } = node;
  if (pick === undefined) return undefined;
  const id = idIn(l.unit, 'decision', node.name);
  const parameters = l.program.signatures.parameters(id, new Set());
  return {
    name: nameOfId(l.program, id),
    ...(parameters.length === 0
      ? {}
      : { parameters: parameters.map(({ name, type }) => ({ name, type: graphType(l.program, type) })) }),
    candidates: node.candidates.map((each) => candidate(l, each)),
    score: lower(l, pick.score),
    type: graphType(l.program, typeOf(l, pick.score)),
    ...(pick.least === undefined ? {} : { least: lower(l, pick.least) }),
    place: placeOf(l, node.name),
  };
}

function candidate(l: Lowering, node: TreeCandidate): Candidate {
  return {
    name: node.name.text,
    ...(node.when === undefined ? {} : { when: condition(l, node.when) }),
    likely: node.likely === undefined ? literal(1) : lower(l, node.likely),
    worth: node.worth === undefined ? literal(0) : lower(l, node.worth),
    boost: node.boost === undefined ? literal(1) : lower(l, node.boost),
    place: placeOf(l, node.name),
  };
}
