/** J4058, J4070: channels that reach nobody, and fields that are never filled. */

import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression, Journey, Message, Stop } from '../graph/types.ts';
import {
  expressionsOf,
  expressionsOfDecision,
  expressionsOfHandler,
  expressionsOfRule,
  expressionsOfTrigger,
} from './causes.ts';
import type { Group } from './groups.ts';
import { expressionsOfNode } from './node-expressions.ts';
import { allNodes, someSend } from './nodes.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import type { Shared } from './shared.ts';
import { visit } from './terms.ts';

/** Fields of the profile that a handler or a journey writes. */
const writtenFields = perObject((graph: Whole): ReadonlySet<string> => {
  const written = new Set<string>();
  for (const { actions } of graph.handlers)
    for (const action of actions) if (action.kind === 'set') written.add(action.field);
  for (const { node } of allNodes(graph).sets) written.add(node.field);
  return written;
});

/** Names of keys that some signal carries. */
const keysOf = perObject(
  (shared: Shared): ReadonlySet<string> =>
    new Set(['user_id', ...Object.values(shared.signals).flatMap(({ keys }) => Object.values(keys))]),
);

export const unreachableChannels: GraphRule = (graph, found) => {
  const written = writtenFields(graph);
  const carried = keysOf(graph.shared);
  for (const channel of Object.values(graph.channels)) {
    if (!someSend(graph, ({ channels }) => channels.includes(channel.name))) continue;
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
  const addresses = Object.values(graph.channels).flatMap(({ to }) => (to.op === 'profile' ? [to.field] : []));
  // Times of day read the zone of the customer by themselves, and have the workspace's where it is absent.
  const spared = new Set(['timezone', ...addresses]);
  const empty = Object.keys(graph.profile).filter((name) => !spared.has(name) && isEmptyForEver(graph, name, written));
  if (empty.length === 0) return;
  const read = fieldsRead(graph);
  for (const name of empty) {
    const field = graph.profile[name];
    if (field === undefined || !read.has(name)) continue;
    found({ wording: say.fieldNeverSet({ name }), place: field.place });
  }
};

function fieldsRead(graph: Whole): ReadonlySet<string> {
  const read = new Set<string>();
  for (const message of Object.values(graph.messages)) for (const field of readInMessage(message)) read.add(field);
  for (const { computed } of Object.values(graph.profile))
    if (computed !== undefined) for (const field of fieldsIn([computed])) read.add(field);
  for (const group of graph.groups) for (const field of readInGroup(group)) read.add(field);
  const beside = [
    ...graph.handlers.flatMap(expressionsOfHandler),
    ...Object.values(graph.policies).flatMap(({ rules }) => rules.flatMap(expressionsOfRule)),
    ...Object.values(graph.decisions ?? {}).flatMap(expressionsOfDecision),
  ];
  for (const field of fieldsIn(beside)) read.add(field);
  return read;
}

const readInMessage = perObject(({ contents }: Message) =>
  fieldsIn(contents.flatMap(({ parts }) => parts.map(({ value }) => value))),
);

const readInGroup = perObject(
  ({ journeys }: Group): ReadonlySet<string> => new Set(journeys.flatMap((journey) => [...readInJourney(journey)])),
);

const readInJourney = perObject(({ start, stops, goal, nodes }: Journey) =>
  fieldsIn([
    ...expressionsOf(start.on),
    ...(start.key === undefined ? [] : [start.key]),
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
