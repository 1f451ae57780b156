/** J3110: models are asked from inside of conditions and values, wherever those stand, and what they are asked with goes out to them. */
import type { DecideNode, Decision, Expression, Node, Place, Type } from '../graph/types.ts';
import { type Around, around, givenTo } from './around.ts';
import { expressionsOf } from './causes.ts';
import { carriedBy } from './labels.ts';
import { expressionsOfNode } from './node-expressions.ts';
import { allNodes } from './nodes.ts';
import { reportLabels } from './personal-data.ts';
import type { GraphRule, JourneyRule, Reasoned, Whole } from './rule.ts';
import { visit } from './terms.ts';

type Found = (finding: Reasoned) => void;

/** What is asked outside of journeys: by computed fields, channels, policies, messages, what stands in for answers, handlers and decisions. */
export const modelsAsked: GraphRule = (graph, each) => {
  if (graph.models === undefined) return;
  const found = once(each);
  const everywhere = outside(graph, {});
  for (const { computed, place } of Object.values(graph.profile))
    if (computed !== undefined) inExpression(everywhere, computed, place, found);
  for (const { to, place } of Object.values(graph.channels)) inExpression(everywhere, to, place, found);
  for (const { otherwise, place } of [...Object.values(graph.models), ...Object.values(graph.actions ?? {})])
    if (otherwise !== undefined) inExpression(everywhere, otherwise, place, found);
  for (const { rules } of Object.values(graph.policies))
    for (const rule of rules) inValue(everywhere, rule, rule.place, found);
  for (const { parameters, contents } of Object.values(graph.messages))
    for (const content of contents) inValue(outside(graph, typesOf(parameters)), content.parts, content.place, found);
  for (const { trigger, actions, place } of graph.handlers) {
    const variables =
      trigger.as === undefined ? {} : { [trigger.as]: { kind: 'signal', name: trigger.signal } as const };
    inValue(outside(graph, variables), actions, place, found);
  }
  for (const decision of Object.values(graph.decisions ?? {})) inDecision(outside(graph, {}), decision, found);
  for (const { journey, node } of allNodes(graph).decides) inDecisionOf(around(graph, journey), node, found);
};

/** What is asked on the way of a journey, and by what starts and ends it. */
export const modelsAskedOnTheWay: JourneyRule = (graph, journey, each) => {
  if (graph.models === undefined) return;
  const found = once(each);
  const scope = around(graph, journey);
  const { on, key, place } = journey.start;
  for (const asked of [...expressionsOf(on), ...(key === undefined ? [] : [key])])
    inExpression(scope, asked, place, found);
  for (const stop of journey.stops) inValue(scope, stop, stop.place, found);
  if (journey.goal !== undefined) inValue(scope, journey.goal, journey.goal.place, found);
  for (const node of journey.nodes)
    for (const asked of expressionsOfNode(node)) inExpression(scope, asked, node.place, found);
};

/** What one step of a journey asks, the decision that it makes included. */
export function askedByNode(scope: Around, node: Node, each: Found): void {
  if (scope.graph.models === undefined) return;
  const found = once(each);
  for (const asked of expressionsOfNode(node)) inExpression(scope, asked, node.place, found);
  if (node.kind === 'decide') inDecisionOf(scope, node, found);
}

/** A condition holds its parts beside the whole, so that a model can be met twice. */
function once(found: Found): Found {
  const known = new Set<string>();
  return (finding) => {
    const key = `${finding.place.join()} ${finding.wording.message}`;
    if (!known.has(key)) found(finding);
    known.add(key);
  };
}

function inDecision(outer: Around, decision: Decision, found: Found): void {
  const scope = { ...outer, variables: typesOf(decision.parameters ?? []) };
  inValue(scope, [decision.score, decision.least], decision.place, found);
  for (const candidate of decision.candidates) inValue(scope, candidate, candidate.place, found);
}

/** A parameter has no label of its own: what a decision is given is looked at where it is given. */
function inDecisionOf(scope: Around, node: DecideNode, found: Found): void {
  const { graph } = scope;
  const decision = graph.decisions?.[node.decision];
  if (decision === undefined) return;
  const given = givenTo(scope, decision.parameters ?? [], node.arguments ?? []);
  if (given.size === 0) return;
  const said = new Set<string>();
  inDecision(outside(graph, {}), decision, ({ wording }) => said.add(wording.message));
  inDecision({ ...scope, given }, decision, (finding) => {
    if (said.has(finding.wording.message)) return;
    const asked = { place: finding.place, message: `It is asked here, in ${decision.name}.` };
    found({ ...finding, place: node.place, related: [asked, ...(finding.related ?? [])] });
  });
}

/** Every expression in a part of the graph, however deep. */
function inValue(scope: Around, value: unknown, place: Place, found: Found): void {
  if (typeof value !== 'object' || value === null) return;
  if ('op' in value && typeof value.op === 'string') inExpression(scope, value as Expression, place, found);
  else for (const inner of Object.values(value)) inValue(scope, inner, place, found);
}

function inExpression(scope: Around, expression: Expression, place: Place, found: Found): void {
  visit(expression, (inner) => {
    const model = inner.op === 'model' ? scope.graph.models?.[inner.name] : undefined;
    if (inner.op !== 'model' || model === undefined) return;
    const carried = inner.arguments.flatMap((argument) => carriedBy(scope, argument, scope.given));
    const to = { kind: 'model', name: model.name, place: model.place } as const;
    reportLabels(carried, model.cleared, to, place, found);
  });
}

function typesOf(parameters: readonly { readonly name: string; readonly type: Type }[]): Record<string, Type> {
  return Object.fromEntries(parameters.map(({ name, type }) => [name, type]));
}

/** Outside of journeys. */
function outside(graph: Whole, variables: Around['variables']): Around {
  return { graph, variables, given: new Map(), snapshot: [] };
}
