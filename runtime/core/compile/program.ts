/** A graph made ready to run: expressions as generated code, names as references, rules numbered for the log. */
import type * as Graph from '../../../compiler/graph/types.ts';
import type { Rule } from '../state/output.ts';
import { isZone } from '../values/calendar.ts';
import { contactsOf } from '../values/contacts.ts';
import type { Hours } from '../values/hours.ts';
import { invariant } from '../values/invariant.ts';
import { safeName } from '../values/names.ts';
import { countBetween } from '../values/ordered.ts';
import { compileAction } from './action.ts';
import { compileHours } from './calendars.ts';
import { compileDecision } from './decision.ts';
import { type FieldDecoder, fieldDecoders } from './decode.ts';
import { dependenceOf } from './dependence.ts';
import { Emitter, type ProfileSource } from './expressions.ts';
import * as helpers from './helpers.ts';
import { compileJourney, type Journey, onPriority } from './journey.ts';
import { keptAnswer } from './kept-answer.ts';
import { compileModel, compileAction as compileOutsideAction } from './outside.ts';
import type {
  Builder,
  Channel,
  Compute,
  Condition,
  Frame,
  Handler,
  Message,
  Model,
  Policy,
  Shared,
  Signal,
  Trigger,
} from './parts.ts';
import { compilePolicies } from './policy.ts';
import { startSignals } from './starts.ts';
import { compileWatches, type Watches } from './watches.ts';

export interface Program {
  readonly graph: Graph.Graph;
  readonly hash: string;
  readonly rules: readonly Rule[];
  /** by name on the wire */
  readonly wire: ReadonlyMap<string, Signal>;
  readonly signals: ReadonlyMap<string, Signal>;
  readonly handlers: ReadonlyMap<string, readonly Handler[]>;
  /** key -> what it names: subjects that are no customers; null: there are none */
  readonly subjects: ReadonlyMap<string, string> | null;
  /** journeys that a signal can start, highest priority first */
  readonly starts: ReadonlyMap<string, readonly Journey[]>;
  /** journeys that start by the absence of a signal */
  readonly silences: ReadonlyMap<string, readonly Journey[]>;
  /** journeys that a signal without a customer can start */
  readonly each: ReadonlyMap<string, readonly Journey[]>;
  readonly watches: Watches;
  readonly journeys: ReadonlyMap<string, Journey>;
  readonly messages: ReadonlyMap<string, Message>;
  /** of teams that are not always there */
  readonly hours: ReadonlyMap<string, (frame: Frame) => Hours>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly models: ReadonlyMap<string, Model>;
  readonly profile: ReadonlyMap<string, Compute>;
  /** stored fields of the profile, as they come from outside */
  readonly traits: readonly FieldDecoder[];
  /** strong keys that traits can bring, besides the user_id */
  readonly traitKeys: readonly FieldDecoder[];
  /** the `extras` that it was compiled with, in their order */
  readonly extras: readonly Condition[];
}

/** What stands against a channel: neither the address nor anything else of it is told. */
const CHANNEL_READS: Rule['reads'] = [
  { name: 'consent', type: { kind: 'text' } },
  { name: 'address', type: { kind: 'text' } },
];

/** `extras`: conditions that do not stand in the graph but are judged against it, as those of tests. */
export function compileProgram(graph: Graph.Graph, extras: readonly Graph.Condition[] = []): Program {
  const builder = createBuilder(graph, extras);
  for (const channel of Object.values(graph.channels)) {
    const rule = builder.rule(`channel ${channel.name}`, channel.place, CHANNEL_READS);
    builder.channels.set(channel.name, { name: channel.name, to: builder.compute(channel.to), rule });
  }
  const policies = compilePolicies(builder);
  for (const message of Object.values(graph.messages)) {
    const compiled = compileMessage(builder, message, policies);
    if (compiled !== null) builder.messages.set(message.name, compiled);
  }
  for (const action of Object.values(graph.actions ?? {}))
    builder.actions.set(action.name, compileOutsideAction(builder, action));
  const models = Object.values(graph.models ?? {}).map((model) => [model.name, compileModel(builder, model)] as const);
  for (const decision of Object.values(graph.decisions ?? {})) {
    builder.decisions.set(decision.name, compileDecision(builder, decision));
  }
  const signals = new Map(Object.values(graph.signals).map((signal) => [signal.name, compileSignal(graph, signal)]));
  const journeys = Object.values(graph.journeys).map((journey) => compileJourney(builder, journey));
  journeys.sort(onPriority);
  return {
    graph,
    hash: graph.hash,
    rules: builder.rules,
    wire: new Map(Object.values(graph.signals).flatMap((s) => s.wire.map((wire) => [wire, take(signals, s.name)]))),
    signals,
    handlers: groupBy(
      graph.handlers.map((handler) => compileHandler(builder, handler)),
      (h) => h.trigger.signal,
    ),
    subjects: subjectsOf(graph),
    starts: bySignal(journeys, ({ start }) => startSignals(start)),
    silences: bySignal(journeys, ({ start }) => (start.on.kind === 'silence' ? [start.on.trigger.signal] : [])),
    each: bySignal(journeys, ({ start }) => (start.on.kind === 'each' ? [start.on.trigger.signal] : [])),
    watches: compileWatches(journeys),
    journeys: new Map(journeys.map((journey) => [journey.name, journey])),
    messages: builder.messages,
    hours: new Map(
      Object.keys(graph.teams).flatMap((team) => {
        const hours = compileHours(builder, team);
        return hours === null ? [] : [[team, hours] as const];
      }),
    ),
    models: new Map(models),
    channels: builder.channels,
    profile: new Map(Object.keys(graph.profile).map((field) => [field, builder.compute({ op: 'profile', field })])),
    traits: fieldDecoders(
      Object.values(graph.profile).filter(({ computed }) => computed === undefined),
      graph.types,
    ),
    traitKeys: fieldDecoders(traitKeys(graph), graph.types),
    extras: extras.map(builder.condition),
  };
}

function createBuilder(graph: Graph.Graph, extras: readonly Graph.Condition[]): Builder & { readonly rules: Rule[] } {
  const functions = generate(graph, extras);
  const rules: Rule[] = [];
  const compute = (expression: Graph.Expression): Compute => {
    const found = functions(expression);
    if (found === undefined) invariant(`expression was not compiled: ${JSON.stringify(expression)}`);
    return found;
  };
  const rule: Builder['rule'] = (text, place, reads = []) => {
    const made: Rule = { number: rules.length, text, place, reads };
    rules.push(made);
    return made;
  };
  const condition = (c: Graph.Condition): Condition => ({
    test: compute(c.expression),
    reads: c.reads.map((read) => compute(read.expression)),
    rule: rule(c.text, c.place, c.reads),
    dependence: dependenceOf(c.expression, graph.profile),
  });
  const trigger = (t: Graph.Trigger): Trigger => ({
    signal: safeName(t.signal),
    as: t.as === undefined ? null : safeName(t.as),
    where: t.where === undefined ? null : condition(t.where),
    shared: t.shared === undefined ? null : compileShared(compute, t.shared),
    rule: rule(`on ${t.signal}`, t.place),
  });
  return {
    graph,
    rules,
    compute,
    condition,
    trigger,
    rule,
    messages: new Map(),
    channels: new Map(),
    decisions: new Map(),
    actions: new Map(),
  };
}

function compileShared(compute: Builder['compute'], { field, value, batch }: Graph.Shared): Shared {
  return {
    field: field === undefined ? null : safeName(field),
    value: value === undefined ? null : compute(value),
    batch: batch === undefined ? null : compute(batch),
  };
}

/** Compiles every expression of the graph in one piece of generated code; gives the function of each. */
function generate(
  graph: Graph.Graph,
  extras: readonly Graph.Condition[],
): (expression: Graph.Expression) => Compute | undefined {
  const profile = new Map<string, ProfileSource>();
  for (const field of Object.values(graph.profile)) {
    if (field.computed !== undefined) profile.set(field.name, { kind: 'computed', expression: field.computed });
    else
      profile.set(field.name, {
        kind: 'stored',
        initial: field.initial ?? { op: 'literal', value: null },
        type: field.type,
      });
  }
  const assumed = new Map(Object.values(graph.purposes).map((p) => [p.name, p.consent === 'assumed']));
  const emitter = new Emitter(profile, assumed, graph);
  const slots = new Map<Graph.Expression, number>();
  const byField = new Map<string, number>();
  for (const field of Object.keys(graph.profile)) byField.set(field, emitter.add({ op: 'profile', field }));
  eachExpression([graph, extras], (expression) => slots.set(expression, emitter.add(expression)));
  const models = new Map(
    Object.values(graph.models ?? {}).map(({ name, keepMs, otherwise }) => {
      const slot = otherwise === undefined ? null : emitter.add(otherwise);
      return [name, { keepMs, slot }] as const;
    }),
  );
  const computed = [...profile].flatMap(([name, source]) =>
    source.kind === 'computed'
      ? [`${JSON.stringify(safeName(name))}: (f, it) => ${emitter.source(source.expression)}`]
      : [],
  );
  const build = new Function(
    'rt',
    'types',
    'constants',
    `'use strict';\nconst profile = {${computed.join(',\n')}};\nreturn [${emitter.functions.join(',\n')}];`,
  );
  const people: helpers.People = {
    zone: (asked) => own(asked, 'timezone', (zone) => isZone(zone)) ?? graph.settings.timezone,
    locale: (asked) => own(asked, 'locale', () => true) ?? graph.settings.locale,
  };
  const runtime = {
    ...helpers,
    contactsOf,
    countBetween,
    model: (frame: Frame, name: string, values: readonly Graph.Json[]): Graph.Json => {
      const { keepMs = 0, slot = null } = models.get(name) ?? {};
      const kept = keptAnswer(frame, name, values, keepMs);
      return kept ?? (slot === null ? null : (functions[slot]?.(frame, null) ?? null));
    },
    call: helpers.callFunction,
    format: (value: Graph.Json, type: Graph.Type, frame: Frame) =>
      helpers.formatValue(value, type, frame, frame.language ?? graph.settings.locale, people),
  };
  const functions: readonly Compute[] = build(runtime, emitter.types, emitter.constants);
  /** that is being found just now: what it is computed from may be written out for it */
  const finding = new Set<string>();
  function own(
    { customer, now, startedAt }: helpers.Asked,
    field: string,
    fits: (text: string) => boolean,
  ): string | null {
    const slot = byField.get(field);
    if (slot === undefined || finding.has(field)) return null;
    finding.add(field);
    try {
      const value = functions[slot]?.({ customer, variables: {}, now, startedAt }, null);
      return typeof value === 'string' && fits(value) ? value : null;
    } finally {
      finding.delete(field);
    }
  }
  return (expression) => {
    const slot = expression.op === 'profile' ? byField.get(expression.field) : undefined;
    return functions[slots.get(expression) ?? slot ?? -1];
  };
}

/** Visits every outermost expression of the graph. */
function eachExpression(value: unknown, visit: (expression: Graph.Expression) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if ('op' in value && typeof value.op === 'string') {
    visit(value as Graph.Expression);
    return;
  }
  for (const item of Object.values(value)) eachExpression(item, visit);
}

/** A key is what it is called; nothing else is said of it. */
function traitKeys({ identity }: Graph.Graph): { readonly name: string; readonly type: Graph.Type }[] {
  const kindOf = (name: string) => (name === 'email' || name === 'phone' ? name : 'id');
  return identity.strong.filter((name) => name !== 'user_id').map((name) => ({ name, type: { kind: kindOf(name) } }));
}

function compileSignal(graph: Graph.Graph, signal: Graph.Signal): Signal {
  const contact = signal.meanings.find((meaning) => meaning.kind === 'contact');
  return {
    name: safeName(signal.name),
    fields: fieldDecoders(signal.fields, graph.types),
    keys: Object.entries(signal.keys).map(([field, key]) => ({ field: safeName(field), key: safeName(key) })),
    withoutCustomer: signal.withoutCustomer === true,
    contact: contact === undefined ? null : { on: contact.on ?? null },
  };
}

function subjectsOf({ identity: { subjects } }: Graph.Graph): ReadonlyMap<string, string> | null {
  if (subjects === undefined) return null;
  return new Map(Object.entries(subjects).map(([name, key]) => [safeName(key), name]));
}

function compileHandler(builder: Builder, handler: Graph.Handler): Handler {
  return {
    trigger: builder.trigger(handler.trigger),
    actions: handler.actions.map((action) => compileAction(builder, action)),
  };
}

function compileMessage(builder: Builder, message: Graph.Message, policies: readonly Policy[]): Message | null {
  const purpose = builder.graph.purposes[message.purpose];
  if (purpose === undefined) return null;
  const contents = groupBy(
    message.contents.map((content) => ({
      channel: content.channel,
      locale: content.locale ?? null,
      parts: content.parts.map((part) => ({ name: part.name, value: builder.compute(part.value) })),
    })),
    ({ channel }) => channel,
  );
  return {
    name: message.name,
    parameters: message.parameters.map(({ name, type }) => ({
      name: safeName(name),
      // Of a signal only what the message reads is kept: where that is nothing, there is no signal either.
      optional: type.kind === 'optional' || type.kind === 'signal',
    })),
    purpose,
    contents,
    policies: policies.filter(
      ({ covers }) =>
        covers.kind === 'all' || covers.name === (covers.kind === 'purpose' ? message.purpose : message.name),
    ),
  };
}

function bySignal(
  journeys: readonly Journey[],
  signals: (journey: Journey) => readonly string[],
): Map<string, Journey[]> {
  const pairs = journeys.flatMap((journey) => signals(journey).map((signal) => ({ journey, signal })));
  const groups = groupBy(pairs, ({ signal }) => signal);
  return new Map([...groups].map(([signal, found]) => [signal, found.map(({ journey }) => journey)]));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function take<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) invariant(`the graph names ${name}, but does not hold it`);
  return found;
}
