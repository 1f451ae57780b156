/** J4061, J4072, J4073: messages that nothing limits, and rules that nothing falls under. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { GraphRule } from './rule.ts';
import { allSendings, covers, onChannel, rulesOf } from './sending.ts';

export const deadPolicies: GraphRule = (graph, found) => {
  const sendings = allSendings(graph);
  for (const policy of Object.values(graph.policies)) {
    const covered = sendings.filter(({ node }) => covers(graph, policy, node.message));
    if (covered.length === 0) {
      const what =
        policy.covers.kind === 'all' ? 'no journey sends anything' : `no journey sends ${policy.covers.name}`;
      found({ wording: say.policyCoversNothing({ name: policy.name, what }), place: policy.place });
      continue;
    }
    for (const rule of policy.rules) {
      if (rule.kind !== 'at_most' || covered.some(({ node }) => onChannel(node, rule.channel))) continue;
      found({ wording: say.capOnUnusedChannel({ channel: rule.channel ?? '', name: policy.name }), place: rule.place });
    }
  }
};

/** Where consent is asked, people agreed to hear from us, not to hear from us without end. */
export const unlimited: GraphRule = (graph, found) => {
  const limited = rulesOf(graph, 'at_most').filter(({ rule }) => rule.channel === undefined);
  const sent = new Set(allSendings(graph).map(({ node }) => node.message));
  for (const purpose of Object.values(graph.purposes)) {
    if (purpose.consent !== 'asked') continue;
    const messages = Object.values(graph.messages).filter(({ name }) => sent.has(name));
    const free = messages.filter(
      (message) =>
        message.purpose === purpose.name && !limited.some(({ policy }) => covers(graph, policy, message.name)),
    );
    const [first] = free;
    if (first === undefined) continue;
    const related = [{ place: first.place, message: 'For example this message.' }];
    found({ wording: say.purposeWithoutCap({ name: purpose.name }), place: purpose.place, related });
  }
};
