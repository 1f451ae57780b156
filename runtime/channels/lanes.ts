/** Which way leads through which connector: the graph says it by name, `journey.json` says what stands behind the name. */

import { lengthOf } from '../../compiler/graph/lengths.ts';
import type { Graph, Place, Type } from '../../compiler/graph/types.ts';
import { teamChannel } from '../core/flow/post.ts';
import type { OutboxKind } from '../store/outbox.ts';
import { LOCAL, MAIL, type Schedule, spread, WEBHOOKS } from './schedule.ts';
import { LONGEST_TRY_MS, type Settings, settingsOf, timeoutOf, variablesOf } from './settings.ts';

/** A channel, action, model or team, and how it is reached. */
export interface Lane {
  readonly kind: OutboxKind;
  readonly way: string;
  /** name of the connector in `journey.json` */
  readonly connector: string;
  readonly target: string | null;
  readonly rate: { readonly count: number; readonly perMs: number } | null;
  /** of one try */
  readonly timeoutMs: number;
  readonly schedule: Schedule;
  /** of an action or a model: what its arguments are, and what it answers */
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly result: Type | null;
}

/** What of a lane a row of the outbox is made ready by. */
export type Addressed = Pick<Lane, 'target' | 'parameters' | 'result'>;

/** What is not as it should be before anything can leave. */
export interface Lack {
  readonly what: string;
  readonly fix: string;
}

export interface Lanes {
  readonly lanes: readonly Lane[];
  /** connectors that are used, by name */
  readonly settings: ReadonlyMap<string, Settings>;
  readonly lacks: readonly Lack[];
}

/** Connectors of `journey.json` by name; `variables`: the environment. */
export function planLanes(
  graph: Graph,
  connectors: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string | undefined>>,
): Lanes {
  const settings = new Map<string, Settings>();
  const lacks: Lack[] = [];
  const lanes = waysOf(graph).flatMap((way): Lane[] => {
    const full = way.target === null ? way.via : `${way.via} ${way.target}`;
    // Without an entry of its own a target goes where its connector goes.
    const name = [full, way.via].find((each) => Object.hasOwn(connectors, each));
    if (name === undefined && way.via !== 'console') {
      const [file, line] = way.place;
      const what = `${way.what} goes out \`via ${full}\` (${graph.files[file]}:${line + 1}), and \`connectors\` in journey.json says nothing of \`${full}\``;
      // A team is reached in two ways by one line of a file.
      if (lacks.some((lack) => lack.what === what)) return [];
      lacks.push({
        what,
        fix: `Add "${full}" to \`connectors\` in journey.json`,
      });
      return [];
    }
    const found = settingsOf(name ?? 'console', name === undefined ? {} : connectors[name]);
    settings.set(name ?? 'console', found);
    return [laneOf(way, name ?? 'console', found)];
  });
  for (const [name, used] of [...settings]) {
    const unset = variablesOf(used).filter((variable) => (variables[variable] ?? '') === '');
    if (unset.length > 0) settings.delete(name);
    for (const variable of unset) {
      const what = `\`connectors.${name}\` reads the environment variable ${variable}, which is not set`;
      lacks.push({ what, fix: `Set ${variable} where \`journey serve\` is started` });
    }
  }
  return { lanes: lanes.filter(({ connector }) => settings.has(connector)), settings, lacks };
}

/** Of a way by which a row of the outbox goes; null: nothing in the graph is reached by that way any more. */
export function addressedBy(graph: Graph, kind: OutboxKind, name: string): Addressed | null {
  const way = waysOf(graph).find((each) => each.kind === kind && each.name === name);
  if (way === undefined) return null;
  return { target: way.target, parameters: way.parameters ?? [], result: way.result ?? null };
}

interface Way {
  readonly kind: OutboxKind;
  readonly name: string;
  readonly what: string;
  readonly via: string;
  readonly target: string | null;
  readonly place: Place;
  readonly rate?: Lane['rate'];
  readonly timeoutMs?: number;
  readonly retry?: { readonly times: number; readonly overMs: number };
  readonly parameters?: Lane['parameters'];
  readonly result?: Type;
}

function waysOf(graph: Graph): Way[] {
  const { channels, teams, actions = {}, models = {} } = graph;
  const reached = (each: { connector: string; target?: string }) => ({
    via: each.connector,
    target: each.target ?? null,
  });
  return [
    ...Object.values(channels).map((channel): Way => {
      const { name, place, rate = null } = channel;
      return { kind: 'message', name, what: `channel ${name}`, place, rate, ...reached(channel) };
    }),
    ...Object.values(actions).map((action): Way => {
      return { ...action, kind: 'call', what: `action ${action.name}`, ...reached(action) };
    }),
    ...Object.values(models).map((model): Way => {
      return { ...model, kind: 'call', what: `model ${model.name}`, ...reached(model) };
    }),
    ...Object.values(teams).flatMap(({ name, place, connector, target }): Way[] => {
      if (connector === undefined) return [];
      const way = { what: `team ${name}`, place, via: connector, target: target ?? null };
      // Messages, too, where no journey of this graph writes any: those that run on older ones do.
      return [
        { ...way, kind: 'task', name },
        { ...way, kind: 'message', name: teamChannel(name) },
      ];
    }),
  ];
}

function laneOf(way: Way, connector: string, settings: Settings): Lane {
  const timeoutMs = Math.min(way.timeoutMs ?? timeoutOf(settings), LONGEST_TRY_MS);
  return {
    kind: way.kind,
    way: way.name,
    connector,
    target: way.target,
    rate: way.rate ?? null,
    timeoutMs,
    schedule: scheduleOf(way, settings, timeoutMs),
    parameters: way.parameters ?? [],
    result: way.result ?? null,
  };
}

/** A call is tried again where its declaration says so; messages and tasks as their connector says. */
function scheduleOf(way: Way, settings: Settings, timeoutMs: number): Schedule {
  if (way.kind === 'call') return way.retry === undefined ? [] : spread(way.retry.times, way.retry.overMs, timeoutMs);
  if (settings.retry !== undefined) return spread(settings.retry.times, lengthOf(settings.retry.over), 0);
  switch (settings.kind) {
    case 'smtp':
      return MAIL;
    case 'console':
    case 'file':
      return LOCAL;
    case 'http':
    case 'ai':
    case 'module':
      return WEBHOOKS;
  }
}
