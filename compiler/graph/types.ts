/**
 * The intermediate graph: the only thing that passes from compiler to runtime, as JSON that `graph.schema.json` accepts.
 *
 * Values inside it (and in the core) are plain JSON:
 * - money: integer ten-thousandths of its currency's unit (`MONEY_SCALE`); the currency is in the type, never in the value
 * - percent: a ratio (30% is 0.3); number, integer: a number; boolean: a boolean
 * - duration: milliseconds; time: milliseconds since 1970 UTC; date: days since 1970-01-01; clock: minutes since midnight
 * - text, id, email, phone, url, locale, timezone, country, enumeration value: a string
 * - list: an array; record: an object; signal: an object of its fields plus `at` (time) and `id` (its id on the wire)
 * - an absent optional: null
 */
import type { Handler, Journey } from './types/journeys.ts';
import type { Action, Decision, Model } from './types/outside.ts';
import type { Identity, ProfileField, Retention, Signal } from './types/signals.ts';
import type { NamedType } from './types/values.ts';
import type { Channel, Message, Policy, Purpose, Team } from './types/ways-out.ts';

export type * from './types/expressions.ts';
export type * from './types/journeys.ts';
export type * from './types/nodes.ts';
export type * from './types/outside.ts';
export type * from './types/signals.ts';
export type * from './types/values.ts';
export type * from './types/ways-out.ts';

export const MONEY_SCALE = 10_000;

export const GRAPH_FORMAT = 1;

export interface Graph {
  readonly format: typeof GRAPH_FORMAT;
  /** SHA-256 (hex) of the canonical JSON of everything that carries meaning: no places, texts for people, docs or order of files. */
  readonly hash: string;
  readonly settings: Settings;
  /** Workspace-relative paths, sorted; a `Place` refers to them by index. Not in the hash. */
  readonly files: readonly string[];
  /** Named types, keyed by qualified name. Every map of the graph has its keys sorted. */
  readonly types: Readonly<Record<string, NamedType>>;
  readonly signals: Readonly<Record<string, Signal>>;
  readonly identity: Identity;
  readonly profile: Readonly<Record<string, ProfileField>>;
  readonly handlers: readonly Handler[];
  readonly purposes: Readonly<Record<string, Purpose>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly messages: Readonly<Record<string, Message>>;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly teams: Readonly<Record<string, Team>>;
  readonly journeys: Readonly<Record<string, Journey>>;
  /** absent where there are none */
  readonly decisions?: Readonly<Record<string, Decision>>;
  /** absent where there are none */
  readonly actions?: Readonly<Record<string, Action>>;
  /** absent where there are none */
  readonly models?: Readonly<Record<string, Model>>;
  /** What must be remembered of each customer's signals for aggregates, holds, looks back and shared contexts. */
  readonly history: Readonly<Record<string, Retention>>;
}

/** From `journey.json`. */
export interface Settings {
  /** ISO 4217, the currency of plain `money` */
  readonly currency: string;
  /** IANA zone used where a customer has none */
  readonly timezone: string;
  readonly locale: string;
  /** absent: a signal may tell any time */
  readonly signals?: SignalTimes;
}

/** How far the time that a signal tells may lie from the time when it comes, in milliseconds; absent: as far as it likes. */
export interface SignalTimes {
  readonly early?: number;
  readonly late?: number;
}
