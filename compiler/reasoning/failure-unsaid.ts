/** J4080: a message that may not go out, where nothing says what happens then. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { Expression, Journey, Purpose, SendNode } from '../graph/types.ts';
import { assume } from './assume.ts';
import { type Known, knownIn } from './flow.ts';
import type { Group } from './groups.ts';
import { allNodes, type Found, nodesIn } from './nodes.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { covers } from './sending.ts';
import type { Shared } from './shared.ts';
import { typeOf } from './types.ts';

export const failureUnsaid: GraphRule = (graph, found) => {
  for (const { journey, node } of graph.groups.flatMap(unsaidIn)) {
    const why = whyNot(graph, journey, node);
    if (why === undefined) continue;
    // What happens anyway. Behind a name or before what is waited for, it would stand in the wrong place.
    const fix = node.as === undefined ? { title: 'Write `else go on`', text: ', else go on' } : undefined;
    const wording = say.failureUnsaid({ message: node.message, why });
    found({ wording, place: node.place, ...(fix === undefined ? {} : { fix }) });
  }
};

const unsaidIn = perObject(({ journeys }: Group): readonly Found<SendNode>[] =>
  journeys.flatMap((journey) => {
    const said = new Set(journey.edges.flatMap(({ on, from }) => (on === 'failed' ? [from] : [])));
    return nodesIn(journey).sends.filter(({ node }) => !said.has(node.id));
  }),
);

/** Why a message may be dropped for good; undefined: it always goes out, sooner or later. */
function whyNot(graph: Whole, journey: Journey, node: SendNode): string | undefined {
  if (node.to?.kind === 'team') return undefined;
  if (node.to?.kind === 'customer') return `nobody may have that \`${node.to.key}\``;
  const holds = (e: Expression): boolean => isKnown(graph, journey, node, e);
  const absent = node.channels.flatMap((name) => {
    const to = graph.channels[name]?.to;
    const address = addressThatMayBeAbsent(graph, to);
    return to === undefined || address === undefined || holds({ op: 'present', of: to }) ? [] : [address];
  });
  // Several channels can lead to one address.
  if (absent.length === node.channels.length) return `${few([...new Set(absent)])} may be absent`;
  const purpose = graph.purposes[graph.messages[node.message]?.purpose ?? ''];
  if (purpose !== undefined && mayBeRefused(graph, purpose) && !node.channels.some(consented(purpose, holds)))
    return `consent for \`${purpose.name}\` may be missing`;
  const policy = droppingPolicies(graph.shared).find((each) => covers(graph.shared, each, node.message));
  return policy === undefined ? undefined : `policy \`${policy.name}\` may drop it`;
}

function consented({ name }: Purpose, holds: (e: Expression) => boolean): (channel: string) => boolean {
  return (channel) => holds({ op: 'consent', purpose: name }) || holds({ op: 'consent', purpose: name, channel });
}

/** Does what was asked on every way here leave no doubt of it? */
function isKnown(graph: Whole, journey: Journey, node: SendNode, condition: Expression): boolean {
  const states = knownOf(graph, journey).at.get(node.id);
  const scope = { graph, variables: journey.variables };
  return states !== undefined && assume(scope, states, condition, false, node.place).states.length === 0;
}

const known = new WeakMap<Journey, Known>();

/** Of the few journeys that leave something unsaid: what holds of a journey holds until it is lowered again. */
function knownOf(graph: Whole, journey: Journey): Known {
  const now = known.get(journey) ?? knownIn(graph, journey);
  known.set(journey, now);
  return now;
}

/** In words, where nobody can be sure of it. */
function addressThatMayBeAbsent(graph: Whole, to: Expression | undefined): string | undefined {
  if (to === undefined) return undefined;
  // Without other keys, every customer has the one.
  if (to.op === 'key') {
    const only = graph.identity.weak.length === 0 && graph.identity.strong.length === 1;
    return only && graph.identity.strong[0] === to.name ? undefined : `\`profile.${to.name}\``;
  }
  if (typeOf({ graph, variables: {} }, to)?.kind !== 'optional') return undefined;
  return to.op === 'profile' ? `\`profile.${to.field}\`` : 'the address';
}

function mayBeRefused(graph: Whole, { name, consent }: Purpose): boolean {
  return consent === 'asked' || withdrawn(graph).has(name);
}

const withdrawn = perObject((graph: Whole): ReadonlySet<string> => {
  const handled = graph.handlers.flatMap(({ actions }) => actions);
  const all = [...handled, ...allNodes(graph).consents.map(({ node }) => node)];
  return new Set(all.flatMap((node) => (node.kind === 'consent' && node.action === 'withdraw' ? [node.purpose] : [])));
});

const droppingPolicies = perObject(({ policies }: Shared) =>
  Object.values(policies).filter(({ rules }) => rules.some((rule) => rule.then === 'drop')),
);
