/**
 * J3110, J3111: what a journey is given by the one that runs it, or gets back from one that it runs, keeps its labels. A parameter has none
 * of its own, so a journey is looked at once more for what each `run` gives it; what then leaves it is reported where it was given.
 */
import type { Journey, Node, RunNode } from '../graph/types.ts';
import { type Carried, type CarriedBy, carriedBy } from './labels.ts';
import { allNodes, nodesIn } from './nodes.ts';
import { type Around, givenTo, inNode } from './personal-data.ts';
import type { GraphRule, Reasoned, Whole } from './rule.ts';

export const personalDataInRuns: GraphRule = (graph, found) => {
  for (const journey of new Set(allNodes(graph).runs.map((run) => run.journey))) {
    const runs = runsIn(journey);
    const scope = around(graph, journey, resultsOf(graph, runs, new Set([journey.name])));
    if (scope.given.size > 0) for (const finding of leaks(scope, journey)) found(finding);
    for (const node of runs) inRun(scope, node, new Set([journey.name]), found);
  }
};

function inRun(scope: Around, node: RunNode, running: ReadonlySet<string>, found: (finding: Reasoned) => void): void {
  const { graph } = scope;
  const other = graph.journeys[node.journey];
  if (other === undefined || running.has(other.name)) return;
  const given = givenTo(scope, other.parameters ?? [], node.arguments);
  if (given.size === 0) return;
  const inside = around(graph, other, given);
  const here = (finding: Reasoned): void =>
    found({
      ...finding,
      place: node.place,
      related: [
        { place: finding.place, message: `It is given away here, in ${other.name}.` },
        ...(finding.related ?? []),
      ],
    });
  for (const finding of leaks(inside, other)) here(finding);
  const deeper = new Set([...running, other.name]);
  for (const next of runsIn(other)) inRun(inside, next, deeper, here);
}

/** What a journey lets out only because of what it was given. */
function leaks(scope: Around, { nodes }: Journey): Reasoned[] {
  const inNodes = (around: Around, node: Node): Reasoned[] => {
    const findings: Reasoned[] = [];
    inNode(around, node, (finding) => findings.push(finding));
    return findings;
  };
  return nodes.flatMap((node) => {
    const anyway = new Set(inNodes({ ...scope, given: new Map() }, node).map(({ wording }) => wording.message));
    return inNodes(scope, node).filter(({ wording }) => !anyway.has(wording.message));
  });
}

/** What the journeys that are run finish with. */
function resultsOf(graph: Whole, runs: readonly RunNode[], running: ReadonlySet<string>): CarriedBy {
  return new Map(
    runs.flatMap(({ as, journey }): [string, readonly Carried[]][] => {
      const carried = as === undefined || running.has(journey) ? [] : resultOf(graph, journey, running);
      return as === undefined || carried.length === 0 ? [] : [[as, carried]];
    }),
  );
}

function resultOf(graph: Whole, name: string, running: ReadonlySet<string>): readonly Carried[] {
  const journey = graph.journeys[name];
  if (journey === undefined) return [];
  const scope = around(graph, journey, resultsOf(graph, runsIn(journey), new Set([...running, name])));
  return journey.nodes.flatMap((node) =>
    node.kind === 'finish' && node.value !== undefined ? carriedBy(scope, node.value, scope.given) : [],
  );
}

function around(graph: Whole, { variables, snapshot = [] }: Journey, given: CarriedBy): Around {
  return { graph, variables, given, snapshot };
}

function runsIn(journey: Journey): readonly RunNode[] {
  return nodesIn(journey).runs.map(({ node }) => node);
}
