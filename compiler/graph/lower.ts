/** From checked files to their parts of the graph. */
import equal from 'fast-deep-equal/es6/index.js';
import type { NameIndex } from '../names/index.ts';
import type { Declaration } from '../syntax/tree.ts';
import type { Signatures } from '../types/signatures.ts';
import type { CompilerSettings } from '../types/type.ts';
import { type Files, type Lowering, nameOfId, type Program, type Unit } from './lower/context.ts';
import { decision } from './lower/decisions.ts';
import * as declarations from './lower/declarations.ts';
import { createHistory, type Need } from './lower/history.ts';
import { journey } from './lower/journeys.ts';
import * as outside from './lower/outside.ts';
import type { Action, Decision, Graph, Handler, Model } from './types.ts';

/** `unitOf`: of a checked file. Call it without errors only: what is wrong would be silently left out. */
export function createProgram(
  files: Files,
  unitOf: Program['unitOf'],
  index: NameIndex,
  signatures: Signatures,
  settings: CompilerSettings,
): Program {
  return {
    settings,
    index,
    signatures,
    unitOf,
    files,
    lines: new Map(),
    history: createHistory(),
    conditions: new Map(),
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

/** What comes out as it did `before` is the same object, the whole or a part: what was concluded from it still holds. */
export function lowerUnit(program: Program, unit: Unit, before: LoweredUnit | undefined): LoweredUnit {
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
  const now = { parts, notes: [...notes.values()], contacts };
  if (before === undefined) return now;
  const kept = sharedParts(before.parts, parts);
  const same = kept === before.parts && equal(before.notes, now.notes) && equal(before.contacts, contacts);
  return same ? before : { ...now, parts: kept };
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
  readonly subjects: [string, string][];
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
    subjects: [],
  };
}

function sharedParts(before: Parts, now: Parts): Parts {
  const kept: Parts = {
    types: shared(before.types, now.types),
    signals: shared(before.signals, now.signals),
    profile: shared(before.profile, now.profile),
    handlers: shared(before.handlers, now.handlers),
    purposes: shared(before.purposes, now.purposes),
    channels: shared(before.channels, now.channels),
    messages: shared(before.messages, now.messages),
    policies: shared(before.policies, now.policies),
    teams: shared(before.teams, now.teams),
    journeys: shared(before.journeys, now.journeys),
    decisions: shared(before.decisions, now.decisions),
    actions: shared(before.actions, now.actions),
    models: shared(before.models, now.models),
    strong: equal(before.strong, now.strong) ? before.strong : now.strong,
    weak: equal(before.weak, now.weak) ? before.weak : now.weak,
    subjects: shared(before.subjects, now.subjects),
  };
  return Object.keys(kept).every((part) => kept[part as keyof Parts] === before[part as keyof Parts]) ? before : kept;
}

function shared<T>(before: T[], now: T[]): T[] {
  const kept = now.map((each, index) => {
    const former = before[index];
    return former !== undefined && equal(former, each) ? former : each;
  });
  return kept.length === before.length && kept.every((each, index) => each === before[index]) ? before : kept;
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
      for (const { name, key } of node.subjects) parts.subjects.push([name.text, key.text]);
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
