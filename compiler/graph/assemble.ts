/**
 * From the parts of files to the graph. The same meaning in any order of files gives the same bytes. What an edit has not touched
 * stays the same object, so that what was concluded from it still holds.
 */
import { canonicalJson, hashOf } from './canonical.ts';
import { graphName, type Program, sortedMap } from './lower/context.ts';
import { createHistory } from './lower/history.ts';
import type { LoweredUnit, Parts } from './lower.ts';
import { GRAPH_FORMAT, type Graph, type Handler, type Identity } from './types.ts';

/** The graph before it is known what must be remembered, and before its hash is taken. */
export type Assembled = Omit<Graph, 'hash' | 'history'>;

export type Assemble = (program: Program, units: readonly LoweredUnit[]) => Assembled;

export function createAssemble(): Assemble {
  const types = merging<Graph['types'][string]>();
  const signals = merging<Graph['signals'][string]>();
  const profile = merging<Graph['profile'][string]>();
  const purposes = merging<Graph['purposes'][string]>();
  const channels = merging<Graph['channels'][string]>();
  const messages = merging<Graph['messages'][string]>();
  const policies = merging<Graph['policies'][string]>();
  const teams = merging<Graph['teams'][string]>();
  const journeys = merging<Graph['journeys'][string]>();
  const decisions = fromLists(mergedIfAny<NonNullable<Graph['decisions']>[string]>);
  const actions = fromLists(mergedIfAny<NonNullable<Graph['actions']>[string]>);
  const models = fromLists(mergedIfAny<NonNullable<Graph['models']>[string]>);
  const handlers = fromLists((lists: readonly Parts['handlers'][]) => numbered(lists));
  return (program, units) => {
    const all = <K extends keyof Parts>(part: K): Parts[K][] => units.map(({ parts }) => parts[part]);
    const { currency, timezone, locale, signals: times } = program.settings;
    const asked = {
      decisions: decisions(all('decisions')),
      actions: actions(all('actions')),
      models: models(all('models')),
    };
    return {
      format: GRAPH_FORMAT,
      settings: { currency, timezone, locale, ...(times === undefined ? {} : { signals: times }) },
      files: program.files.paths,
      types: types(all('types')),
      signals: signals(all('signals')),
      identity: identityOf(all('strong'), all('weak'), all('subjects')),
      profile: profile(all('profile')),
      handlers: handlers(all('handlers')),
      purposes: purposes(all('purposes')),
      channels: channels(all('channels')),
      messages: messages(all('messages')),
      policies: policies(all('policies')),
      teams: teams(all('teams')),
      journeys: journeys(all('journeys')),
      ...(asked.decisions === undefined ? {} : { decisions: asked.decisions }),
      ...(asked.actions === undefined ? {} : { actions: asked.actions }),
      ...(asked.models === undefined ? {} : { models: asked.models }),
    };
  };
}

/** The graph with all that its journeys look back on, and its hash. */
export function finished(program: Program, units: readonly LoweredUnit[], { format, ...rest }: Assembled): Graph {
  const history = createHistory();
  for (const { notes } of units) for (const [signal, need] of notes) history.note(signal, need);
  const shared = new Set(units.flatMap(({ contacts }) => contacts));
  // Contacts of so long are shared with people: all signals that are contacts are looked back on.
  for (const symbol of shared.size === 0 ? [] : program.index.all('signal')) {
    if (symbol.node.kind !== 'Signal') continue;
    if (!symbol.node.meanings.some((meaning) => meaning.word.text === 'contact')) continue;
    for (const keep of shared) history.note(graphName(program, symbol), { keep, fields: 'all' });
  }
  const fieldsOf = (name: string): string[] => rest.signals[name]?.fields.map((field) => field.name) ?? [];
  const whole = { format, ...rest, history: sortedMap(history.retentions(fieldsOf)) };
  return { format, hash: hashOf(whole), ...rest, history: whole.history };
}

/** The same lists give the same result again. */
function fromLists<T, R>(make: (lists: readonly T[]) => R): (lists: readonly T[]) => R {
  let before: { readonly lists: readonly T[]; readonly result: R } | undefined;
  return (lists) => {
    const known = before;
    if (known?.lists.length === lists.length && lists.every((list, index) => list === known.lists[index]))
      return known.result;
    const result = make(lists);
    before = { lists, result };
    return result;
  };
}

type Named<T> = readonly (readonly [string, T])[];

/** Where an edit left the names as they are, only what they stand for is put in their places. */
function merging<T>(): (lists: readonly Named<T>[]) => Record<string, T> {
  let before: { readonly lists: readonly Named<T>[]; readonly result: Record<string, T> } | undefined;
  return (lists) => {
    const known = before;
    const changed = known === undefined ? lists : lists.filter((list, index) => list !== known.lists[index]);
    if (known?.lists.length === lists.length && changed.length === 0) return known.result;
    const renamed =
      known?.lists.length !== lists.length ||
      lists.some((list, index) => list !== known.lists[index] && !sameNames(list, known.lists[index]));
    const result = renamed ? merged(lists) : { ...known.result, ...Object.fromEntries(changed.flat()) };
    before = { lists, result };
    return result;
  };
}

function sameNames<T>(a: Named<T>, b: Named<T> | undefined): boolean {
  return a.length === b?.length && a.every(([name], index) => name === b[index]?.[0]);
}

function merged<T>(lists: readonly Named<T>[]): Record<string, T> {
  return sortedMap(lists.flat());
}

function mergedIfAny<T>(lists: readonly Named<T>[]): Record<string, T> | undefined {
  return lists.every(({ length }) => length === 0) ? undefined : merged(lists);
}

function identityOf(
  strong: readonly ReadonlySet<string>[],
  weak: readonly ReadonlySet<string>[],
  named: readonly Named<string>[],
): Identity {
  const [keys = [], hints = []] = [strong, weak].map((sets) => [...new Set(sets.flatMap((set) => [...set]))].sort());
  const subjects = mergedIfAny(named);
  return {
    ...(keys.length + hints.length === 0 ? { strong: ['user_id'], weak: [] } : { strong: keys, weak: hints }),
    ...(subjects === undefined ? {} : { subjects }),
  };
}

/** Those of one signal that stand in one file in the order in which they are written; else in one that depends on their meaning only. `BillPaid`, `BillPaid#2`; their actions `BillPaid/set`, `BillPaid/set#2`. */
function numbered(files: readonly (readonly Omit<Handler, 'id'>[])[]): Handler[] {
  const keyed = files.flatMap((handlers) => {
    const keys = new Map<string, string>();
    for (const handler of handlers) {
      const { signal } = handler.trigger;
      keys.set(signal, `${keys.get(signal) ?? signal} ${meaningKey(handler)}`);
    }
    return handlers.map((handler) => ({ handler, key: keys.get(handler.trigger.signal) ?? '' }));
  });
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
