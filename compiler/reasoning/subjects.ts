/** J4090, J4091: a journey about another subject than a customer uses what only customers have, or runs a journey about another one. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression, Journey, Node, Place, RunNode } from '../graph/types.ts';
import { expressionsOf, expressionsOfDecision } from './causes.ts';
import type { Group } from './groups.ts';
import { expressionsOfNode } from './node-expressions.ts';
import { allNodes } from './nodes.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Reasoned, Whole } from './rule.ts';

export const subjects: GraphRule = (graph, found) => {
  for (const { journey, node } of allNodes(graph).runs) compare(graph, journey, node, found);
  for (const journey of graph.groups.flatMap(aboutSubjects))
    if (journey.about !== undefined) onlyOfSubjects(graph, journey, journey.about, found);
};

const aboutSubjects = perObject(({ journeys }: Group) => journeys.filter(({ about }) => about !== undefined));

type Found = (finding: Reasoned) => void;

function compare(graph: Whole, journey: Journey, node: RunNode, found: Found): void {
  const other = graph.journeys[node.journey];
  if (other === undefined || other.about === journey.about) return;
  const [about, of] = [journey.about, other.about].map((name) => (name === undefined ? 'customers' : `\`${name}\``));
  found({
    wording: say.runsAnotherSubject({ name: journey.name, about: about ?? '', other: other.name, of: of ?? '' }),
    place: node.place,
  });
}

function onlyOfSubjects(graph: Whole, journey: Journey, about: string, found: Found): void {
  const { name, start, stops, goal } = journey;
  const report = (what: string, how: string, place: Place): void =>
    found({ wording: say.customersOnly({ name, about, what, how }), place });
  const judge = (expressions: readonly (Expression | undefined)[], place: Place): void => {
    const what = ofCustomers(graph, expressions);
    if (what !== undefined) report(what, 'Take it from the signal, or leave it to a journey about customers.', place);
  };
  judge([...expressionsOf(start.on), start.key], start.place);
  for (const stop of stops) {
    const condition = stop.kind === 'signal' ? stop.trigger.where : stop.condition;
    judge([condition?.expression], stop.place);
  }
  if (goal !== undefined) judge([goal.trigger?.where?.expression, goal.condition?.expression], goal.place);
  for (const node of journey.nodes) {
    switch (node.kind) {
      case 'send':
        if (node.to === undefined)
          report(`what \`send ${node.message}\` sends`, 'Say to whom: `to customer(..)`, or `to team ..`.', node.place);
        else if (node.to.kind === 'team') {
          const what = ofCustomers(graph, graph.messages[node.message]?.contents);
          if (what !== undefined) report(what, 'Give it what the signal brings, as a parameter.', node.place);
        }
        break;
      case 'set':
        report(`\`profile.${node.field}\``, 'Leave it to a journey about customers.', node.place);
        continue;
      case 'consent':
        report('consent', 'Leave it to a journey about customers.', node.place);
        continue;
      case 'handoff':
        if (node.share.some(({ kind }) => kind === 'profile'))
          report('the profile', 'Share what the signal brings.', node.place);
        break;
      default:
        break;
    }
    judge([...expressionsOfNode(node), ...decidedBy(graph, node), ...standingIn(graph, node)], node.place);
  }
}

function decidedBy({ decisions }: Whole, node: Node): readonly Expression[] {
  const decision = node.kind === 'decide' ? decisions?.[node.decision] : undefined;
  return decision === undefined ? [] : expressionsOfDecision(decision);
}

/** What is computed where an action gives no answer. */
function standingIn({ actions }: Whole, node: Node): readonly Expression[] {
  const otherwise = node.kind === 'call' ? actions?.[node.action]?.otherwise : undefined;
  return otherwise === undefined ? [] : [otherwise];
}

/** What of it only customers have, in words. */
function ofCustomers(graph: Whole, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('op' in value) {
    if (value.op === 'consent') return 'consent';
    if (value.op === 'profile' && 'field' in value) return `\`profile.${String(value.field)}\``;
    if (value.op === 'key' && 'name' in value) return `\`profile.${String(value.name)}\``;
    if (value.op === 'variable' && 'name' in value && value.name === 'profile at start') return 'the profile';
    if (value.op === 'model' && 'name' in value) {
      const standsIn = ofCustomers(graph, graph.models?.[String(value.name)]?.otherwise);
      if (standsIn !== undefined) return standsIn;
    }
  }
  for (const item of Object.values(value)) {
    const found = ofCustomers(graph, item);
    if (found !== undefined) return found;
  }
  return undefined;
}
