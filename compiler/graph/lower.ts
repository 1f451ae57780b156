/** From a checked workspace to the graph. The same meaning in any order of files gives the same bytes. */

import type { NameIndex } from '../names/index.ts';
import { moduleOf } from '../names/modules.ts';
import type { Declaration, File } from '../syntax/tree.ts';
import type { FileFacts } from '../types/context.ts';
import type { Signatures } from '../types/signatures.ts';
import type { CompilerSettings } from '../types/type.ts';
import { canonicalJson, hashOf } from './canonical.ts';
import { type Lowering, nameOfId, type Program, sortedMap, type Unit } from './lower/context.ts';
import * as declarations from './lower/declarations.ts';
import { createHistory } from './lower/history.ts';
import { journey } from './lower/journeys.ts';
import { GRAPH_FORMAT, type Graph, type Handler, type Identity } from './types.ts';

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
  const history = createHistory();
  const program: Program = {
    settings,
    index,
    signatures,
    units,
    fileNumbers: new Map(ordered.map((file, number) => [file.path, number])),
    lines: new Map(),
    history,
    contacts(keep) {
      for (const symbol of index.all('signal')) {
        if (symbol.node.kind !== 'Signal') continue;
        if (!symbol.node.meanings.some((meaning) => meaning.word.text === 'contact')) continue;
        history.note(nameOfId(program, symbol.id), { keep, fields: 'all' });
      }
    },
  };
  return program;
}

type Part<K extends keyof Graph> = [string, Graph[K] extends Readonly<Record<string, infer T>> ? T : never][];

interface Parts {
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
  readonly strong: Set<string>;
  readonly weak: Set<string>;
}

export function lowerProgram(program: Program): Graph {
  const parts: Parts = {
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
    strong: new Set(),
    weak: new Set(),
  };
  for (const unit of program.units.values()) {
    const l: Lowering = { program, unit };
    for (const declaration of unit.tree.declarations) lowerDeclaration(l, declaration, parts);
  }
  const signals = sortedMap(parts.signals);
  const fieldsOf = (name: string): string[] => signals[name]?.fields.map((field) => field.name) ?? [];
  const { currency, timezone, locale } = program.settings;
  const graph: Omit<Graph, 'hash'> = {
    format: GRAPH_FORMAT,
    settings: { currency, timezone, locale },
    files: [...program.units.keys()],
    types: sortedMap(parts.types),
    signals,
    identity: identityOf(parts),
    profile: sortedMap(parts.profile),
    handlers: numbered(parts.handlers),
    purposes: sortedMap(parts.purposes),
    channels: sortedMap(parts.channels),
    messages: sortedMap(parts.messages),
    policies: sortedMap(parts.policies),
    teams: sortedMap(parts.teams),
    journeys: sortedMap(parts.journeys),
    history: sortedMap(program.history.retentions(fieldsOf)),
  };
  const { format, ...rest } = graph;
  return { format, hash: hashOf(graph), ...rest };
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
    // Conditions are inlined where they are used.
    case 'Condition':
    case 'Test':
    case 'Invalid':
      return;
  }
}

function identityOf(parts: Parts): Identity {
  if (parts.strong.size + parts.weak.size === 0) return { strong: ['user_id'], weak: [] };
  return { strong: [...parts.strong].sort(), weak: [...parts.weak].sort() };
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
