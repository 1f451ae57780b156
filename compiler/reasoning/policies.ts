/** J4061, J4072, J4073: messages that nothing limits, and rules that nothing falls under. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { Policy } from '../graph/types.ts';
import type { Group } from './groups.ts';
import { nodesIn, someSend } from './nodes.ts';
import { perPair } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { capsOf, covers, onChannel, rulesOf } from './sending.ts';
import type { Shared } from './shared.ts';

/** Which caps count something that the journeys send. */
const countedIn = perPair((shared: Shared, { journeys }: Group): readonly boolean[] =>
  capsOf(shared).map(({ policy, rule }) =>
    journeys.some((journey) =>
      nodesIn(journey).sends.some(({ node }) => onChannel(node, rule.channel) && covers(shared, policy, node.message)),
    ),
  ),
);

export const deadPolicies: GraphRule = (graph, found) => {
  const dead = new Set<Policy>();
  for (const policy of Object.values(graph.policies)) {
    if (someSend(graph, ({ message }) => covers(graph.shared, policy, message))) continue;
    dead.add(policy);
    const what = policy.covers.kind === 'all' ? 'no journey sends anything' : `no journey sends ${policy.covers.name}`;
    found({ wording: say.policyCoversNothing({ name: policy.name, what }), place: policy.place });
  }
  for (const [index, { policy, rule }] of capsOf(graph.shared).entries()) {
    if (rule.channel === undefined || dead.has(policy)) continue;
    if (graph.groups.some((group) => countedIn(graph.shared, group)[index])) continue;
    found({ wording: say.capOnUnusedChannel({ channel: rule.channel, name: policy.name }), place: rule.place });
  }
  const kinds = kindsOf(graph);
  for (const { policy, rule } of rulesOf(graph.shared, 'at_most_journeys')) {
    if (kinds.has(rule.of) || dead.has(policy)) continue;
    const there = kinds.size === 0 ? '' : ` (there is: ${few([...kinds].map((kind) => `\`${kind}\``))})`;
    const what = `no journey says \`kind ${rule.of}\`${there}`;
    found({ wording: say.policyCoversNothing({ name: policy.name, what }), place: rule.place });
  }
};

function kindsOf({ groups }: Whole): ReadonlySet<string> {
  return new Set(groups.flatMap(({ journeys }) => journeys.flatMap(({ kind }) => (kind === undefined ? [] : [kind]))));
}

/** Where consent is asked, people agreed to hear from us, not to hear from us without end. */
export const unlimited: GraphRule = (graph, found) => {
  const limited = capsOf(graph.shared).filter(({ rule }) => rule.channel === undefined);
  for (const purpose of Object.values(graph.purposes)) {
    if (purpose.consent !== 'asked') continue;
    const first = Object.values(graph.messages).find(
      ({ name, purpose: of }) =>
        of === purpose.name &&
        !limited.some(({ policy }) => covers(graph.shared, policy, name)) &&
        someSend(graph, ({ message, to }) => message === name && to?.kind !== 'team'),
    );
    if (first === undefined) continue;
    const related = [{ place: first.place, message: 'For example this message.' }];
    found({ wording: say.purposeWithoutCap({ name: purpose.name }), place: purpose.place, related });
  }
};
