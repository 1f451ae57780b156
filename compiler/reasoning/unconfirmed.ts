/** J4060: consent that is to be confirmed, and is granted where the customer has not answered any message yet. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Arm, Edge, Journey, Node, Place } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { allNodes, nodesIn } from './nodes.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { reachedFrom } from './ways.ts';

/** What a message brings back from its reader, and from nobody else who knows the address. */
const isAnswer = (arm: Arm | undefined): boolean =>
  arm?.kind === 'message' && (arm.what === 'clicked' || arm.what === 'replied');

export const unconfirmed: GraphRule = (graph, found) => {
  const isMeant = (purpose: string): boolean => graph.purposes[purpose]?.doubleOptIn === true;
  if (!Object.keys(graph.purposes).some(isMeant)) return;
  const report = (purpose: string, place: Place): void => {
    const asked = graph.purposes[purpose]?.place;
    const related = asked === undefined ? [] : [{ place: asked, message: 'It is `double opt in`.' }];
    found({ wording: say.grantUnconfirmed({ purpose }), place, related });
  };
  for (const { actions } of graph.handlers)
    for (const action of actions)
      if (action.kind === 'consent' && action.action === 'grant' && isMeant(action.purpose))
        report(action.purpose, action.place);
  const grants = allNodes(graph).consents.filter(({ node }) => node.action === 'grant' && isMeant(node.purpose));
  if (grants.length === 0) return;
  const reached = beforeAnAnswer(graph);
  for (const { journey, node } of grants)
    if (reached.get(journey)?.has(node.id) === true) report(node.purpose, node.place);
};

/** By journey, the nodes to which a way leads on which no message was answered; journeys that others run begin where those stand. */
function beforeAnAnswer(graph: Whole): ReadonlyMap<Journey, ReadonlySet<string>> {
  const reached = new Map<Journey, ReadonlySet<string>>();
  const open = Object.values(graph.journeys).filter(({ start }) => start.on.kind !== 'called');
  for (let journey = open.pop(); journey !== undefined; journey = open.pop()) {
    if (reached.has(journey)) continue;
    const nodes = withoutAnAnswer(graph, journey);
    reached.set(journey, nodes);
    for (const { node } of nodesIn(journey).runs) {
      const run = graph.journeys[node.journey];
      if (nodes.has(node.id) && run !== undefined) open.push(run);
    }
  }
  return reached;
}

function withoutAnAnswer(graph: Whole, journey: Journey): ReadonlySet<string> {
  const nodes = nodesOf(journey);
  return reachedFrom(journey, [journey.entry], (edge) => {
    const node = nodes.get(edge.from);
    if (node?.kind !== 'run' || edge.on !== 'case') return !isAnswered(node, edge);
    const run = graph.journeys[node.journey];
    return run === undefined || !answeredEnds(run).has(node.outcomes[edge.index ?? 0] ?? '');
  });
}

/** The outcomes to which only an answer to a message of the journey's own leads; what it runs itself is not looked into. */
const answeredEnds = perObject((journey: Journey): ReadonlySet<string> => {
  const nodes = nodesOf(journey);
  const reached = reachedFrom(journey, [journey.entry], (edge) => !isAnswered(nodes.get(edge.from), edge));
  const ends = journey.nodes.filter((node) => node.kind === 'finish');
  const answered = new Set(ends.map(({ outcome }) => outcome));
  for (const { id, outcome } of ends) if (reached.has(id)) answered.delete(outcome);
  for (const { outcome } of journey.stops) answered.delete(outcome);
  return answered;
});

function isAnswered(node: Node | undefined, { on, index }: Edge): boolean {
  return node?.kind === 'wait' && on === 'arm' && isAnswer(node.arms[index ?? 0]);
}
