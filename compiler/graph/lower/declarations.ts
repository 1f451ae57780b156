/** Everything but journeys and tests: signals, types, profile, handlers, messages, channels, policies, teams. */
import type {
  ChannelDeclaration,
  HandlerDeclaration,
  OpenHours as Hours,
  MessageDeclaration,
  Name,
  PolicyDeclaration,
  PurposeDeclaration,
  SignalDeclaration,
  TeamDeclaration,
  Expression as Tree,
  Field as TreeField,
  PolicyRule as TreeRule,
  TypeDeclaration,
} from '../../syntax/tree.ts';
import { weekdaysOf } from '../../types/units.ts';
import type {
  Channel,
  Handler,
  Meaning,
  Message,
  NamedType,
  OpenHours,
  Policy,
  PolicyRule,
  ProfileField,
  Purpose,
  Signal,
  Team,
} from '../types.ts';
import { daysOf } from './calendars.ts';
import { condition } from './conditions.ts';
import {
  defaultZone,
  graphType,
  idIn,
  type Lowering,
  literal,
  nameOf,
  nameOfId,
  placeOf,
  sortedMap,
  textOf,
} from './context.ts';
import { constantMs, constantNumber, lower, zone } from './expressions.ts';
import { fieldsOf, labels, labelsOf } from './fields.ts';
import { fieldsOfIt } from './history.ts';
import { consentNode, setNode } from './statements.ts';
import { escaped, templateText } from './templates.ts';
import { trigger } from './triggers.ts';

export function signal(l: Lowering, node: SignalDeclaration): Signal {
  const id = idIn(l.unit, 'signal', node.name);
  const name = nameOfId(l.program, id);
  const named = node.named?.parts.join('');
  const keys = node.fields.flatMap((field) =>
    field.key === undefined ? [] : [[field.name.text, field.key.text] as const],
  );
  return {
    name,
    wire: named === undefined || named === name ? [name] : [name, named],
    fields: fieldsOf(l, id, node.fields),
    keys: sortedMap(keys),
    ...(node.withoutCustomer ? { withoutCustomer: true } : {}),
    meanings: node.meanings.map((meaning) => ({
      kind: meaning.word.text as Meaning['kind'],
      ...(meaning.on === undefined ? {} : { on: meaning.on.text }),
      ...(meaning.of === undefined ? {} : { of: meaning.of.text }),
    })),
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    place: placeOf(l, node.name),
  };
}

export function namedType(l: Lowering, node: TypeDeclaration): NamedType {
  if (node.body.kind === 'Enumeration') {
    return { kind: 'enumeration', values: node.body.values.map((value) => value.text) };
  }
  return { kind: 'record', fields: fieldsOf(l, idIn(l.unit, 'type', node.name), node.body.fields) };
}

export function profileField(l: Lowering, field: TreeField): ProfileField | undefined {
  const type = l.program.signatures.profileField(field.name.text, new Set());
  if (type === undefined) return undefined;
  const value =
    field.computed === undefined
      ? { initial: field.initial === undefined ? literal(null) : lower(l, field.initial) }
      : { computed: lower(l, field.computed) };
  return {
    name: field.name.text,
    type: graphType(l.program, type),
    ...labelsOf(field.labels),
    ...value,
    place: placeOf(l, field.name),
  };
}

/** Without its final id: handlers of one signal are numbered once all are known. */
export function handler(l: Lowering, node: HandlerDeclaration): Omit<Handler, 'id'> {
  const actions: Handler['actions'][number][] = [];
  for (const statement of node.body.statements) {
    const placed = { id: `${actions.length + 1}`, label: textOf(l, statement), place: placeOf(l, statement) };
    if (statement.kind === 'Set') actions.push({ ...setNode(l, statement), ...placed });
    if (statement.kind === 'Consent') actions.push({ ...consentNode(l, statement), ...placed });
  }
  return { trigger: trigger(l, node.trigger), actions, place: placeOf(l, node.trigger) };
}

export function purpose(l: Lowering, node: PurposeDeclaration): Purpose {
  return {
    name: nameOfId(l.program, idIn(l.unit, 'purpose', node.name)),
    consent: node.consent?.text === 'assumed' ? 'assumed' : 'asked',
    doubleOptIn: node.doubleOptIn,
    place: placeOf(l, node.name),
  };
}

export function channel(l: Lowering, node: ChannelDeclaration): Channel {
  return {
    name: nameOfId(l.program, idIn(l.unit, 'channel', node.name)),
    to: node.to === undefined ? literal(null) : lower(l, node.to),
    connector: node.via?.connector.text ?? 'console',
    ...(node.via?.target === undefined ? {} : { target: node.via.target.text }),
    cleared: labels(node.cleared),
    ...(node.rate === undefined
      ? {}
      : { rate: { count: constantNumber(node.rate.count), perMs: constantMs(node.rate.per) } }),
    place: placeOf(l, node.name),
  };
}

export function message(l: Lowering, node: MessageDeclaration): Message {
  const id = idIn(l.unit, 'message', node.name);
  return {
    name: nameOfId(l.program, id),
    parameters: l.program.signatures
      .parameters(id, new Set())
      .map((parameter) => ({ name: parameter.name, type: graphType(l.program, parameter.type) })),
    purpose: node.purpose === undefined ? '' : nameOf(l, node.purpose),
    contents: node.contents.map((content) => ({
      channel: nameOf(l, content.channel),
      ...(content.locale === undefined ? {} : { locale: content.locale.text }),
      parts: content.parts.map((part) => {
        const template = l.unit.facts.templates.get(part);
        const text = template === undefined ? lower(l, part.value) : templateText(l, template);
        const value = part.part.text === 'html' ? escaped(text) : text;
        return { name: part.part.text, value };
      }),
      place: placeOf(l, content),
    })),
    place: placeOf(l, node.name),
  };
}

export function team(l: Lowering, node: TeamDeclaration): Team {
  const { via } = node;
  const [open, ...alsoOpen] = node.open.map((each) => openHours(l, each));
  return {
    name: nameOfId(l.program, idIn(l.unit, 'team', node.name)),
    ...(open === undefined ? {} : { open }),
    ...(alsoOpen.length === 0 ? {} : { alsoOpen }),
    ...(via === undefined ? {} : { connector: via.connector.text }),
    ...(via?.target === undefined ? {} : { target: via.target.text }),
    cleared: labels(node.cleared),
    place: placeOf(l, node.name),
  };
}

function openHours(l: Lowering, node: Hours): OpenHours {
  return {
    from: lower(l, node.from),
    to: lower(l, node.to),
    weekdays: weekdays(node.days?.days ?? []),
    ...(node.except === undefined ? {} : { except: daysOf(l, node.except) }),
    zone: node.zone === undefined ? literal(l.program.settings.timezone) : zone(l, node.zone),
  };
}

function weekdays(days: readonly Name[]): number[] {
  if (days.length === 0) return [1, 2, 3, 4, 5, 6, 7];
  return [...new Set(days.flatMap((day) => weekdaysOf(day.text) ?? []))].sort((a, b) => a - b);
}

export function policy(l: Lowering, node: PolicyDeclaration): Policy {
  const { covers } = node;
  return {
    name: nameOfId(l.program, idIn(l.unit, 'policy', node.name)),
    covers: covers === undefined ? { kind: 'all' } : { kind: covers.kind, name: nameOf(l, covers.name) },
    rules: node.rules.flatMap((rule) => (rule.kind === 'Invalid' ? [] : [ruleOf(l, rule)])),
    place: placeOf(l, node.name),
  };
}

function ruleOf(l: Lowering, rule: Exclude<TreeRule, { kind: 'Invalid' }>): PolicyRule {
  const common = { text: textOf(l, rule), place: placeOf(l, rule), then: rule.then?.word ?? 'deliver later' } as const;
  switch (rule.kind) {
    case 'Quiet':
      return {
        kind: 'quiet',
        ...common,
        from: lower(l, rule.from),
        to: lower(l, rule.to),
        zone: rule.zone === undefined ? defaultZone(l) : zone(l, rule.zone),
      };
    case 'AtMost': {
      const cap = { count: constantNumber(rule.cap.count), perMs: constantMs(rule.cap.per) };
      const channel = rule.channel === undefined ? {} : { channel: nameOf(l, rule.channel) };
      return { kind: 'at_most', ...common, ...cap, ...channel };
    }
    case 'AtMostJourneys':
      return { kind: 'at_most_journeys', ...common, count: constantNumber(rule.count), of: rule.of.text };
    case 'HoldAfter': {
      const forMs = constantMs(rule.duration);
      const name = nameOf(l, rule.signal);
      const where: Tree | undefined = rule.where;
      const judged = where === undefined ? {} : { where: condition(l, where) };
      l.program.history.note(name, { keep: forMs, fields: fieldsOfIt(judged.where?.expression) });
      return { kind: 'hold_after', ...common, forMs, signal: name, ...judged };
    }
    case 'HoldWhile':
      return { kind: 'hold_while', ...common, condition: condition(l, rule.condition) };
  }
}
