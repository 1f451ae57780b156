/** J4061, J4072, J4073, J4076: messages that nothing limits, and rules that nothing falls under. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Place, Policy, PolicyRule, SendNode } from '../graph/types.ts';
import type { Group } from './groups.ts';
import { nodesIn, someSend } from './nodes.ts';
import { perPair } from './remember.ts';
import type { GraphRule } from './rule.ts';
import { capsOf, covers, onChannel, rulesOf } from './sending.ts';
import type { Shared } from './shared.ts';

/** Which caps count something that the journeys send. */
const countedIn = perPair((shared: Shared, { journeys }: Group): readonly boolean[] =>
  capsOf(shared).map(({ policy, rule }) =>
    journeys.some((journey) =>
      nodesIn(journey).sends.some(
        ({ node }) => isHeldByPolicies(node) && onChannel(node, rule.channel) && covers(shared, policy, node.message),
      ),
    ),
  ),
);

/** What goes to a team is held by none. */
function isHeldByPolicies({ to }: SendNode): boolean {
  return to?.kind !== 'team';
}

export const deadPolicies: GraphRule = (graph, found) => {
  const dead = new Set<Policy>();
  for (const policy of Object.values(graph.policies)) {
    if (someSend(graph, (node) => isHeldByPolicies(node) && covers(graph.shared, policy, node.message))) continue;
    dead.add(policy);
    const isSent = someSend(graph, ({ message }) => covers(graph.shared, policy, message));
    const sent = policy.covers.kind === 'all' ? 'anything' : policy.covers.name;
    const what = isSent ? 'what it covers goes to teams only, which no policy holds' : `no journey sends ${sent}`;
    found({ wording: say.policyCoversNothing({ name: policy.name, what }), place: policy.place });
  }
  for (const [index, { policy, rule }] of capsOf(graph.shared).entries()) {
    if (rule.channel === undefined || dead.has(policy)) continue;
    if (graph.groups.some((group) => countedIn(graph.shared, group)[index])) continue;
    found({ wording: say.capOnUnusedChannel({ channel: rule.channel, name: policy.name }), place: rule.place });
  }
};

type KindRule = Extract<PolicyRule, { kind: 'at_most_journeys' }>;

/** A kind is made by the journeys that are of it, so that a misspelt one is one more. */
export const unknownKinds: GraphRule = (graph, found) => {
  const rules = rulesOf(graph.shared, 'at_most_journeys');
  if (rules.length === 0) return;
  const kinds = new Set(graph.groups.flatMap(({ journeys }) => journeys.flatMap(({ kind }) => kind ?? [])));
  for (const { rule } of rules) {
    if (kinds.has(rule.of)) continue;
    const meant = nearest(rule.of, kinds);
    const wording = say.kindOfNoJourney({ kind: rule.of });
    if (meant === undefined) {
      found({ wording, place: rule.place });
      continue;
    }
    const hint = `Did you mean \`${meant}\`?`;
    const instead = kindIn(rule);
    const fix = { title: `Change to \`${meant}\``, text: meant };
    found({ wording, place: rule.place, hint, ...(instead && { fix: { ...fix, instead } }) });
  }
};

/** Where the kind is written, in a rule that stands on one line as its text has it. */
function kindIn({ of, text, place: [file, line, character, endLine, endCharacter] }: KindRule): Place | undefined {
  const at = text.search(new RegExp(`(?<=\\bkind )${of}\\b`));
  if (at < 0 || line !== endLine || endCharacter - character !== text.length) return undefined;
  return [file, line, character + at, line, character + at + of.length];
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
        someSend(graph, (node) => node.message === name && isHeldByPolicies(node)),
    );
    if (first === undefined) continue;
    const related = [{ place: first.place, message: 'For example this message.' }];
    found({ wording: say.purposeWithoutCap({ name: purpose.name }), place: purpose.place, related });
  }
};
