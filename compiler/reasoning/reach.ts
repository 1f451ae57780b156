/** J4058, J4059, J4070: channels that reach nobody, consent for other channels only, and fields that are never filled. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { ConsentNode, Expression, Journey, Message, Stop } from '../graph/types.ts';
import { expressionsOf, expressionsOfTrigger } from './causes.ts';
import { expressionsOfNode } from './node-expressions.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { allSendings } from './sending.ts';
import { visit } from './terms.ts';

/** Fields of the profile that a handler or a journey writes. */
const writtenFields = perObject((graph: Whole): ReadonlySet<string> => {
  const written = new Set<string>();
  for (const { actions } of graph.handlers)
    for (const action of actions) if (action.kind === 'set') written.add(action.field);
  for (const journey of Object.values(graph.journeys)) for (const field of writtenIn(journey)) written.add(field);
  return written;
});

const writtenIn = perObject(({ nodes }: Journey): readonly string[] =>
  nodes.flatMap((node) => (node.kind === 'set' ? [node.field] : [])),
);

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
  const addresses = Object.values(graph.channels).flatMap(({ to }) => (to.op === 'profile' ? [to.field] : []));
  // Times of day read the zone of the customer by themselves, and have the workspace's where it is absent.
  const spared = new Set(['timezone', ...addresses]);
  const read = fieldsRead(graph);
  for (const name of empty) {
    const field = graph.profile[name];
    if (field === undefined || !read.has(name) || spared.has(name)) continue;
    found({ wording: say.fieldNeverSet({ name }), place: field.place });
  }
};

function fieldsRead(graph: Whole): ReadonlySet<string> {
  const read = new Set<string>();
  for (const message of Object.values(graph.messages)) for (const field of readInMessage(message)) read.add(field);
  for (const { computed } of Object.values(graph.profile))
    if (computed !== undefined) for (const field of fieldsIn([computed])) read.add(field);
  for (const journey of Object.values(graph.journeys)) for (const field of readInJourney(journey)) read.add(field);
  return read;
}

const readInMessage = perObject(({ contents }: Message) =>
  fieldsIn(contents.flatMap(({ parts }) => parts.map(({ value }) => value))),
);

const readInJourney = perObject(({ start, stops, goal, nodes }: Journey) =>
  fieldsIn([
    ...expressionsOf(start.on),
    ...stops.flatMap(expressionsOfStop),
    ...expressionsOfTrigger(goal?.trigger),
    ...(goal?.condition === undefined ? [] : [goal.condition.expression]),
    ...nodes.flatMap(expressionsOfNode),
  ]),
);

function expressionsOfStop(stop: Stop): readonly Expression[] {
  return stop.kind === 'signal' ? expressionsOfTrigger(stop.trigger) : [stop.condition.expression];
}

function fieldsIn(expressions: readonly Expression[]): ReadonlySet<string> {
  const read = new Set<string>();
  for (const e of expressions) visit(e, (inner) => void (inner.op === 'profile' && read.add(inner.field)));
  return read;
}

const consentsOf = perObject(({ nodes }: Journey): readonly ConsentNode[] =>
  nodes.filter((node) => node.kind === 'consent'),
);

/** Consent that is only ever given for some channels, and a message that goes out on others. */
export const consentElsewhere: GraphRule = (graph, found) => {
  const grants = new Map<string, Set<string | undefined>>();
  const note = (action: ConsentNode): void => {
    if (action.action !== 'grant') return;
    grants.set(action.purpose, (grants.get(action.purpose) ?? new Set()).add(action.channel));
  };
  for (const { actions } of graph.handlers) for (const action of actions) if (action.kind === 'consent') note(action);
  for (const journey of Object.values(graph.journeys)) consentsOf(journey).forEach(note);
  for (const { node } of allSendings(graph)) {
    const purpose = graph.purposes[graph.messages[node.message]?.purpose ?? ''];
    const given = purpose?.consent === 'asked' ? grants.get(purpose.name) : undefined;
    if (purpose === undefined || given === undefined || given.has(undefined)) continue;
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
