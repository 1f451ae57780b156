/**
 * J3110, J3111: what a journey is given by the one that runs it, or gets back from one that it runs, keeps its labels. A parameter has none
 * of its own, so a journey is looked at once more for what each `run` gives it; what then leaves it is reported where it was given.
 */
import type { Journey, Node, RunNode } from '../graph/types.ts';
import { type Around, around, givenTo } from './around.ts';
import { type Carried, type CarriedBy, carriedBy } from './labels.ts';
import { allNodes, nodesIn } from './nodes.ts';
import { inNode } from './personal-data.ts';
import { askedByNode } from './personal-data-in-models.ts';
import type { GraphRule, Reasoned, Whole } from './rule.ts';

export const personalDataInRuns: GraphRule = (graph, found) => {
  for (const journey of new Set(allNodes(graph).runs.map((run) => run.journey))) {
    const running = new Set([journey.name]);
    const scope = withResults(graph, journey, new Map(), running);
    for (const finding of leaks(scope, around(graph, journey), journey)) found(finding);
    for (const { node } of nodesIn(journey).runs) inRun(scope, node, running, found);
  }
};

function inRun(scope: Around, node: RunNode, running: ReadonlySet<string>, found: (finding: Reasoned) => void): void {
  const { graph } = scope;
  const other = graph.journeys[node.journey];
  if (other === undefined || running.has(other.name)) return;
  const given = givenTo(scope, other.parameters ?? [], node.arguments);
  if (given.size === 0) return;
  const deeper = new Set([...running, other.name]);
  const inside = withResults(graph, other, given, deeper);
  const here = (finding: Reasoned): void =>
    found({
      ...finding,
      place: node.place,
      related: [
        { place: finding.place, message: `It is given away here, in ${other.name}.` },
        ...(finding.related ?? []),
      ],
    });
  for (const finding of leaks(inside, withResults(graph, other, new Map(), deeper), other)) here(finding);
  for (const next of nodesIn(other).runs) inRun(inside, next.node, deeper, here);
}

/** What a journey lets out only because of what it was given, or got back. */
function leaks(scope: Around, anyway: Around, { nodes }: Journey): Reasoned[] {
  if (scope.given.size === anyway.given.size) return [];
  const inNodes = (here: Around, node: Node): ReadonlyMap<string, Reasoned> => {
    const findings = new Map<string, Reasoned>();
    const found = (finding: Reasoned): void => void findings.set(finding.wording.message, finding);
    inNode(here, node, found);
    askedByNode(here, node, found);
    return findings;
  };
  return nodes.flatMap((node) => {
    const known = inNodes(anyway, node);
    return [...inNodes(scope, node)].flatMap(([message, finding]) => (known.has(message) ? [] : [finding]));
  });
}

/** A journey that knows what those that it runs finish with. */
function withResults(graph: Whole, journey: Journey, given: CarriedBy, running: ReadonlySet<string>): Around {
  return around(graph, journey, given, (scope, node) => {
    const other = graph.journeys[node.journey];
    if (node.as === undefined || other === undefined || running.has(other.name)) return [];
    const handed = givenTo(scope, other.parameters ?? [], node.arguments);
    return resultOf(withResults(graph, other, handed, new Set([...running, other.name])), other);
  });
}

function resultOf(scope: Around, { nodes }: Journey): readonly Carried[] {
  return nodes.flatMap((node) =>
    node.kind === 'finish' && node.value !== undefined ? carriedBy(scope, node.value, scope.given) : [],
  );
}
