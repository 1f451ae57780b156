/** J4058, J4059, J4070: channels that reach nobody, consent for other channels only, and fields that are never filled. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression, Journey } from '../graph/types.ts';
import { expressionsOf } from './causes.ts';
import type { GraphRule, Whole } from './rule.ts';
import { allSendings } from './sending.ts';
import { visit } from './terms.ts';

/** Fields of the profile that a handler or a journey writes. */
function writtenFields(graph: Whole): ReadonlySet<string> {
  const written = new Set<string>();
  for (const { actions } of graph.handlers)
    for (const action of actions) if (action.kind === 'set') written.add(action.field);
  for (const journey of Object.values(graph.journeys))
    for (const node of journey.nodes) if (node.kind === 'set') written.add(node.field);
  return written;
}

export const unreachableChannels: GraphRule = (graph, found) => {
  const written = writtenFields(graph);
  const carried = new Set(['user_id', ...Object.values(graph.signals).flatMap(({ keys }) => Object.values(keys))]);
  const used = new Set(allSendings(graph).flatMap(({ node }) => node.channels));
  for (const channel of Object.values(graph.channels)) {
    if (!used.has(channel.name)) continue;
    const source = channel.to;
    if (source.op === 'profile' && isEmptyForEver(graph, source.field, written)) {
      const what = `profile.${source.field}`;
      found({
        wording: say.channelReachesNobody({ name: channel.name, what, how: 'nothing sets' }),
        place: channel.place,
      });
    }
    if (source.op === 'key' && !carried.has(source.name)) {
      const what = `profile.${source.name}`;
      found({
        wording: say.channelReachesNobody({ name: channel.name, what, how: 'no signal brings' }),
        place: channel.place,
      });
    }
  }
};

function isEmptyForEver(graph: Whole, name: string, written: ReadonlySet<string>): boolean {
  const field = graph.profile[name];
  return field?.initial?.op === 'literal' && field.initial.value === null && !written.has(name);
}

export const emptyFields: GraphRule = (graph, found) => {
  const written = writtenFields(graph);
  const empty = Object.keys(graph.profile).filter((name) => isEmptyForEver(graph, name, written));
  if (empty.length === 0) return;
  const addresses = new Set(Object.values(graph.channels).flatMap(({ to }) => (to.op === 'profile' ? [to.field] : [])));
  const read = fieldsRead(graph);
  for (const name of empty) {
    const field = graph.profile[name];
    if (field === undefined || !read.has(name) || addresses.has(name)) continue;
    found({ wording: say.fieldNeverSet({ name }), place: field.place });
  }
};

function fieldsRead(graph: Whole): ReadonlySet<string> {
  const read = new Set<string>();
  const see = (e: Expression): void => visit(e, (inner) => void (inner.op === 'profile' && read.add(inner.field)));
  for (const { contents } of Object.values(graph.messages))
    for (const { parts } of contents) for (const { value } of parts) see(value);
  for (const { computed } of Object.values(graph.profile)) if (computed !== undefined) see(computed);
  for (const journey of Object.values(graph.journeys)) for (const e of expressionsIn(journey)) see(e);
  return read;
}

/** Conditions and values of a journey. */
function expressionsIn({ start, nodes }: Journey): Expression[] {
  const found: Expression[] = [...expressionsOf(start.on)];
  for (const node of nodes) {
    switch (node.kind) {
      case 'branch':
        found.push(node.condition.expression);
        break;
      case 'choose':
        found.push(node.subject);
        break;
      case 'send':
        found.push(...node.arguments);
        break;
      case 'set':
        found.push(node.value);
        break;
      case 'handoff':
        if (node.because !== undefined) found.push(node.because);
        break;
      case 'wait':
        for (const arm of node.arms) if (arm.kind === 'condition') found.push(arm.condition.expression);
        break;
      case 'consent':
      case 'finish':
        break;
    }
  }
  return found;
}

/** Consent that is only ever given for some channels, and a message that goes out on others. */
export const consentElsewhere: GraphRule = (graph, found) => {
  const grants = new Map<string, Set<string | undefined>>();
  const note = (action: { kind: string; action?: string; purpose?: string; channel?: string }): void => {
    if (action.kind !== 'consent' || action.action !== 'grant' || action.purpose === undefined) return;
    grants.set(action.purpose, (grants.get(action.purpose) ?? new Set()).add(action.channel));
  };
  for (const { actions } of graph.handlers) actions.forEach(note);
  for (const { nodes } of Object.values(graph.journeys)) nodes.forEach(note);
  for (const { node } of allSendings(graph)) {
    const purpose = graph.purposes[graph.messages[node.message]?.purpose ?? ''];
    const given = purpose?.consent === 'asked' ? grants.get(purpose.name) : undefined;
    if (purpose === undefined || given === undefined || given.has(undefined)) continue;
    if (node.channels.some((channel) => given.has(channel))) continue;
    found({
      wording: say.consentForOtherChannels({
        purpose: purpose.name,
        given: [...given].join(', '),
        channels: node.channels.join(', '),
      }),
      place: node.place,
      related: [{ place: purpose.place, message: 'Consent is asked for this purpose.' }],
    });
  }
};
