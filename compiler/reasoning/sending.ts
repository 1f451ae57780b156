/** Which messages are sent where, and which policies cover them. */
import type { Journey, Policy, PolicyRule, SendNode } from '../graph/types.ts';
import { nodesIn } from './nodes.ts';
import { perObject } from './remember.ts';
import type { Shared } from './shared.ts';

export function covers(shared: Shared, { covers }: Policy, message: string): boolean {
  switch (covers.kind) {
    case 'all':
      return true;
    case 'purpose':
      return shared.purposeOf.get(message) === covers.name;
    case 'message':
      return covers.name === message;
  }
}

export interface RuleOf<K extends PolicyRule['kind']> {
  readonly policy: Policy;
  readonly rule: Extract<PolicyRule, { kind: K }>;
}

/** All caps, with their policies. */
export const capsOf = perObject((shared: Shared) => rulesOf(shared, 'at_most'));

/** All rules of one kind, with their policies. */
export function rulesOf<K extends PolicyRule['kind']>(shared: Shared, kind: K): readonly RuleOf<K>[] {
  return Object.values(shared.policies).flatMap((policy) =>
    policy.rules.flatMap((rule) => (isOf(rule, kind) ? [{ policy, rule }] : [])),
  );
}

function isOf<K extends PolicyRule['kind']>(rule: PolicyRule, kind: K): rule is RuleOf<K>['rule'] {
  return rule.kind === kind;
}

/** Can a message of the policy go out on the channel that its rule speaks of? */
export function onChannel(node: SendNode, channel: string | undefined): boolean {
  return channel === undefined || node.channels.includes(channel);
}

/** What a journey sends to its own customer that a cap counts. */
export function sendsUnder(shared: Shared, journey: Journey, { policy, rule }: RuleOf<'at_most'>): SendNode[] {
  return nodesIn(journey).sends.flatMap(({ node }) =>
    node.to === undefined && onChannel(node, rule.channel) && covers(shared, policy, node.message) ? [node] : [],
  );
}
