/** J4009, J4059: consent that is asked for, and that nobody can give, or only for other channels. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { ConsentNode } from '../graph/types.ts';
import { allNodes, someSend } from './nodes.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';

/** By purpose, the channels that consent is granted for; undefined: all of them. */
const grantsIn = perObject((graph: Whole): ReadonlyMap<string, ReadonlySet<string | undefined>> => {
  const grants = new Map<string, Set<string | undefined>>();
  const note = (action: ConsentNode): void => {
    if (action.action !== 'grant') return;
    grants.set(action.purpose, (grants.get(action.purpose) ?? new Set()).add(action.channel));
  };
  for (const { actions } of graph.handlers) for (const action of actions) if (action.kind === 'consent') note(action);
  for (const { node } of allNodes(graph).consents) note(node);
  return grants;
});

/** What goes to a team needs nobody's consent. */
export const consentNever: GraphRule = (graph, found) => {
  for (const { name, consent, place } of Object.values(graph.purposes)) {
    if (consent !== 'asked' || grantsIn(graph).has(name)) continue;
    if (!someSend(graph, ({ message, to }) => to?.kind !== 'team' && graph.messages[message]?.purpose === name))
      continue;
    found({ wording: say.consentNeverGranted({ name }), place });
  }
};

/** Consent that is only ever given for some channels, and a message that goes out on others. */
export const consentElsewhere: GraphRule = (graph, found) => {
  const grants = grantsIn(graph);
  if (![...grants.values()].some((channels) => !channels.has(undefined))) return;
  for (const { node } of allNodes(graph).sends) {
    const purpose = graph.purposes[graph.messages[node.message]?.purpose ?? ''];
    const given = purpose?.consent === 'asked' ? grants.get(purpose.name) : undefined;
    if (purpose === undefined || given === undefined || given.has(undefined) || node.to?.kind === 'team') continue;
    if (node.channels.some((channel) => given.has(channel))) continue;
    found({
      wording: say.consentForOtherChannels({
        purpose: purpose.name,
        given: few([...given].map(String)),
        channels: few(node.channels),
      }),
      place: node.place,
      related: [{ place: purpose.place, message: 'Consent is asked for this purpose.' }],
    });
  }
};
