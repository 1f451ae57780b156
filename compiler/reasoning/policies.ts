/** J4061, J4072, J4073: messages that nothing limits, and rules that nothing falls under. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Journey, Policy } from '../graph/types.ts';
import { allNodes, nodesIn } from './nodes.ts';
import { perPair } from './remember.ts';
import type { GraphRule } from './rule.ts';
import { capsOf, covers, onChannel } from './sending.ts';
import type { Shared } from './shared.ts';

/** Which caps count something that the journey sends. */
const countedBy = perPair((shared: Shared, journey: Journey): readonly boolean[] =>
  capsOf(shared).map(({ policy, rule }) =>
    nodesIn(journey).sends.some(({ node }) => onChannel(node, rule.channel) && covers(shared, policy, node.message)),
  ),
);

export const deadPolicies: GraphRule = (graph, found) => {
  const { sends } = allNodes(graph);
  const dead = new Set<Policy>();
  for (const policy of Object.values(graph.policies)) {
    if (sends.some(({ node }) => covers(graph.shared, policy, node.message))) continue;
    dead.add(policy);
    const what = policy.covers.kind === 'all' ? 'no journey sends anything' : `no journey sends ${policy.covers.name}`;
    found({ wording: say.policyCoversNothing({ name: policy.name, what }), place: policy.place });
  }
  const journeys = Object.values(graph.journeys);
  for (const [index, { policy, rule }] of capsOf(graph.shared).entries()) {
    if (rule.channel === undefined || dead.has(policy)) continue;
    if (journeys.some((journey) => countedBy(graph.shared, journey)[index])) continue;
    found({ wording: say.capOnUnusedChannel({ channel: rule.channel, name: policy.name }), place: rule.place });
  }
};

/** Where consent is asked, people agreed to hear from us, not to hear from us without end. */
export const unlimited: GraphRule = (graph, found) => {
  const limited = capsOf(graph.shared).filter(({ rule }) => rule.channel === undefined);
  const sent = new Set(allNodes(graph).sends.map(({ node }) => node.message));
  for (const purpose of Object.values(graph.purposes)) {
    if (purpose.consent !== 'asked') continue;
    const messages = Object.values(graph.messages).filter(({ name }) => sent.has(name));
    const free = messages.filter(
      (message) =>
        message.purpose === purpose.name && !limited.some(({ policy }) => covers(graph.shared, policy, message.name)),
    );
    const [first] = free;
    if (first === undefined) continue;
    const related = [{ place: first.place, message: 'For example this message.' }];
    found({ wording: say.purposeWithoutCap({ name: purpose.name }), place: purpose.place, related });
  }
};
