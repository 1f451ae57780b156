/** Which messages are sent where, and which policies cover them. */
import type { Journey, Policy, PolicyRule, SendNode } from '../graph/types.ts';
import { perObject } from './remember.ts';
import type { Whole } from './rule.ts';

export interface Sending {
  readonly journey: Journey;
  readonly node: SendNode;
}

export const sendingsOf = perObject((journey: Journey): readonly Sending[] =>
  journey.nodes.flatMap((node) => (node.kind === 'send' ? [{ journey, node }] : [])),
);

export const allSendings = perObject((graph: Whole): readonly Sending[] =>
  Object.values(graph.journeys).flatMap(sendingsOf),
);

export function covers(graph: Whole, policy: Policy, message: string): boolean {
  switch (policy.covers.kind) {
    case 'all':
      return true;
    case 'purpose':
      return graph.messages[message]?.purpose === policy.covers.name;
    case 'message':
      return policy.covers.name === message;
  }
}

type RuleOf<K extends PolicyRule['kind']> = Extract<PolicyRule, { kind: K }>;

/** All rules of one kind, with their policies. */
export function rulesOf<K extends PolicyRule['kind']>(graph: Whole, kind: K): { policy: Policy; rule: RuleOf<K> }[] {
  return Object.values(graph.policies).flatMap((policy) =>
    policy.rules.flatMap((rule) => (isOf(rule, kind) ? [{ policy, rule }] : [])),
  );
}

function isOf<K extends PolicyRule['kind']>(rule: PolicyRule, kind: K): rule is RuleOf<K> {
  return rule.kind === kind;
}

/** Can a message of the policy go out on the channel that its rule speaks of? */
export function onChannel(node: SendNode, channel: string | undefined): boolean {
  return channel === undefined || node.channels.includes(channel);
}

/** What a journey sends that a rule of a policy counts. */
export function sendsUnder(graph: Whole, journey: Journey, policy: Policy, channel: string | undefined): SendNode[] {
  const sends: SendNode[] = [];
  for (const { node } of sendingsOf(journey))
    if (onChannel(node, channel) && covers(graph, policy, node.message)) sends.push(node);
  return sends;
}
