/** From a checked workspace to the graph. The same meaning in any order of files gives the same bytes. */

import type { NameIndex } from '../names/index.ts';
import { moduleOf } from '../names/modules.ts';
import type { Declaration, File } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';
import type { Signatures } from '../types/signatures.ts';
import type { CompilerSettings } from '../types/type.ts';
import { canonicalJson, hashOf } from './canonical.ts';
import { graphName, type Lowering, nameOfId, type Program, sortedMap, type Unit } from './lower/context.ts';
import { decision } from './lower/decisions.ts';
import * as declarations from './lower/declarations.ts';
import { createHistory, type Need } from './lower/history.ts';
import { journey } from './lower/journeys.ts';
import * as outside from './lower/outside.ts';
import {
  type Action,
  type Decision,
  GRAPH_FORMAT,
  type Graph,
  type Handler,
  type Identity,
  type Model,
} from './types.ts';

export interface CheckedText {
  readonly path: string;
  readonly text: string;
  readonly tree: File;
  readonly facts: FileFacts;
}

/** Call it without errors only: what is wrong would be silently left out. */
export function createProgram(
  files: readonly CheckedText[],
  index: NameIndex,
  signatures: Signatures,
  settings: CompilerSettings,
): Program {
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const units = new Map(ordered.map((file): [string, Unit] => [file.path, { ...file, module: moduleOf(file.path) }]));
  return {
    settings,
    index,
    signatures,
    units,
    fileNumbers: new Map(ordered.map((file, number) => [file.path, number])),
    lines: new Map(),
    history: createHistory(),
    contacts: () => undefined,
  };
}

/** What one file comes to. It holds as long as the file, the names it uses and the order of files stay. */
export interface LoweredUnit {
  readonly parts: Parts;
  /** what it looks back on */
  readonly notes: readonly (readonly [signal: string, need: Need])[];
  /** for how long it shares contacts */
  readonly contacts: readonly (number | 'ever')[];
}

export function lowerUnit(program: Program, unit: Unit): LoweredUnit {
  // Each once: a file's journeys often look back alike.
  const notes = new Map<string, [string, Need]>();
  const contacts: (number | 'ever')[] = [];
  const note = (signal: string, need: Need): void => {
    notes.set(`${signal} ${need.keep} ${need.fields}`, [signal, need]);
  };
  const history = { ...program.history, note };
  const recording: Program = { ...program, history, contacts: (keep) => contacts.push(keep) };
  const parts = noParts();
  for (const declaration of unit.tree.declarations) lowerDeclaration({ program: recording, unit }, declaration, parts);
  return { parts, notes: [...notes.values()], contacts };
}

type Part<K extends keyof Graph> = [string, Graph[K] extends Readonly<Record<string, infer T>> ? T : never][];

export interface Parts {
  readonly types: Part<'types'>;
  readonly signals: Part<'signals'>;
  readonly profile: Part<'profile'>;
  readonly handlers: Omit<Handler, 'id'>[];
  readonly purposes: Part<'purposes'>;
  readonly channels: Part<'channels'>;
  readonly messages: Part<'messages'>;
  readonly policies: Part<'policies'>;
  readonly teams: Part<'teams'>;
  readonly journeys: Part<'journeys'>;
  readonly decisions: [string, Decision][];
  readonly actions: [string, Action][];
  readonly models: [string, Model][];
  readonly strong: Set<string>;
  readonly weak: Set<string>;
}

function noParts(): Parts {
  return {
    types: [],
    signals: [],
    profile: [],
    handlers: [],
    purposes: [],
    channels: [],
    messages: [],
    policies: [],
    teams: [],
    journeys: [],
    decisions: [],
    actions: [],
    models: [],
    strong: new Set(),
    weak: new Set(),
  };
}

/** The graph of all files, in the order of their paths; its hash is still to be taken. */
export function assemble(program: Program, lowered: readonly LoweredUnit[]): Omit<Graph, 'hash'> {
  const { history } = program;
  const all = <K extends keyof LoweredUnit['parts']>(part: K): LoweredUnit['parts'][K][] =>
    lowered.map(({ parts }) => parts[part]);
  const signals = sortedMap(all('signals').flat());
  const fieldsOf = (name: string): string[] => signals[name]?.fields.map((field) => field.name) ?? [];
  for (const unit of lowered) {
    for (const [signal, need] of unit.notes) history.note(signal, need);
  }
  const contacts = new Set(lowered.flatMap((unit) => unit.contacts));
  for (const keep of contacts) noteContacts(program, keep);
  const decisions = all('decisions').flat();
  const actions = all('actions').flat();
  const models = all('models').flat();
  const { currency, timezone, locale } = program.settings;
  return {
    format: GRAPH_FORMAT,
    settings: { currency, timezone, locale },
    files: [...program.units.keys()],
    types: sortedMap(all('types').flat()),
    signals,
    identity: identityOf(all('strong'), all('weak')),
    profile: sortedMap(all('profile').flat()),
    handlers: numbered(all('handlers').flat()),
    purposes: sortedMap(all('purposes').flat()),
    channels: sortedMap(all('channels').flat()),
    messages: sortedMap(all('messages').flat()),
    policies: sortedMap(all('policies').flat()),
    teams: sortedMap(all('teams').flat()),
    journeys: sortedMap(all('journeys').flat()),
    ...(decisions.length === 0 ? {} : { decisions: sortedMap(decisions) }),
    ...(actions.length === 0 ? {} : { actions: sortedMap(actions) }),
    ...(models.length === 0 ? {} : { models: sortedMap(models) }),
    history: sortedMap(history.retentions(fieldsOf)),
  };
}

/** Contacts of so long are shared with people: all signals that are contacts are looked back on. */
function noteContacts({ index, history }: Program, keep: number | 'ever'): void {
  for (const symbol of index.all('signal')) {
    if (symbol.node.kind !== 'Signal') continue;
    if (!symbol.node.meanings.some((meaning) => meaning.word.text === 'contact')) continue;
    history.note(graphName({ index }, symbol), { keep, fields: 'all' });
  }
}

export function hashed({ format, ...rest }: Omit<Graph, 'hash'>): Graph {
  return { format, hash: hashOf({ format, ...rest }), ...rest };
}

function lowerDeclaration(l: Lowering, node: Declaration, parts: Parts): void {
  switch (node.kind) {
    case 'Signal': {
      const signal = declarations.signal(l, node);
      parts.signals.push([signal.name, signal]);
      return;
    }
    case 'Type':
      parts.types.push([
        nameOfId(l.program, `type:${l.unit.module}/${node.name.text}`),
        declarations.namedType(l, node),
      ]);
      return;
    case 'Identity':
      for (const name of node.strong) parts.strong.add(name.text);
      for (const name of node.weak) parts.weak.add(name.text);
      return;
    case 'Profile':
      for (const each of node.fields) {
        const field = declarations.profileField(l, each);
        if (field !== undefined) parts.profile.push([field.name, field]);
      }
      return;
    case 'Handler':
      parts.handlers.push(declarations.handler(l, node));
      return;
    case 'Purpose': {
      const purpose = declarations.purpose(l, node);
      parts.purposes.push([purpose.name, purpose]);
      return;
    }
    case 'Channel': {
      const channel = declarations.channel(l, node);
      parts.channels.push([channel.name, channel]);
      return;
    }
    case 'Message': {
      const message = declarations.message(l, node);
      parts.messages.push([message.name, message]);
      return;
    }
    case 'Policy': {
      const policy = declarations.policy(l, node);
      parts.policies.push([policy.name, policy]);
      return;
    }
    case 'Team': {
      const team = declarations.team(l, node);
      parts.teams.push([team.name, team]);
      return;
    }
    case 'Journey': {
      const lowered = journey(l, node);
      if (lowered !== undefined) parts.journeys.push([lowered.name, lowered]);
      return;
    }
    case 'Action':
    case 'Model': {
      const record = outside.answerType(l, node);
      const id = `${node.kind === 'Action' ? 'action' : 'model'}:${l.unit.module}/${node.name.text}`;
      if (record !== undefined) parts.types.push([nameOfId(l.program, id), record]);
      if (node.kind === 'Action') parts.actions.push([nameOfId(l.program, id), outside.action(l, node)]);
      else parts.models.push([nameOfId(l.program, id), outside.model(l, node)]);
      return;
    }
    case 'Decision': {
      const lowered = decision(l, node);
      if (lowered !== undefined) parts.decisions.push([lowered.name, lowered]);
      return;
    }
    // Conditions and calendars are inlined where they are used.
    case 'Condition':
    case 'Calendar':
    case 'Test':
    case 'Invalid':
      return;
  }
}

function identityOf(strong: readonly ReadonlySet<string>[], weak: readonly ReadonlySet<string>[]): Identity {
  const [keys, hints] = [strong, weak].map((sets) => [...new Set(sets.flatMap((set) => [...set]))].sort());
  if (keys === undefined || hints === undefined || keys.length + hints.length === 0)
    return { strong: ['user_id'], weak: [] };
  return { strong: keys, weak: hints };
}

/** In an order that depends on their meaning only. `BillPaid`, `BillPaid#2`; their actions `BillPaid/set`, `BillPaid/set#2`. */
function numbered(handlers: readonly Omit<Handler, 'id'>[]): Handler[] {
  const keyed = handlers.map((handler) => ({ handler, key: `${handler.trigger.signal} ${meaningKey(handler)}` }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const counts = new Map<string, number>();
  const next = (base: string): string => {
    const count = (counts.get(base) ?? 0) + 1;
    counts.set(base, count);
    return count === 1 ? base : `${base}#${count}`;
  };
  return keyed.map(({ handler }) => {
    const id = next(handler.trigger.signal);
    return {
      id,
      ...handler,
      actions: handler.actions.map((action) => ({ ...action, id: next(`${id}/${action.kind}`) })),
    };
  });
}

function meaningKey(handler: Omit<Handler, 'id'>): string {
  const { where } = handler.trigger;
  return canonicalJson([
    handler.trigger.as ?? '',
    where?.expression ?? null,
    handler.actions.map(({ place: _place, label: _label, ...action }) => action),
  ]);
}
