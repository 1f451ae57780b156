/** What the outbox worker is given, and what it keeps of each connector. */
import type { Live } from '../engine/live.ts';
import type { Asked } from '../store/asked.ts';
import type { Due } from '../store/outbox.ts';
import type { Breaker } from './breaker.ts';
import type { Connector } from './connector.ts';
import type { Made } from './connectors.ts';
import type { Lane } from './lanes.ts';
import type { Rate } from './rate.ts';
import type { Secrets } from './secrets.ts';
import type { Sources } from './work.ts';

export interface WorkerOptions {
  readonly live: Live;
  readonly outbox: Due;
  readonly lanes: readonly Lane[];
  /** by name, each with how many tries may be under way */
  readonly connectors: ReadonlyMap<string, Made>;
  /** of the workers before this one, and for those after it */
  readonly memory: Memory;
  readonly sources: Sources;
  readonly secrets: Secrets;
  /** milliseconds since 1970 UTC */
  readonly now: () => number;
  /** from 0 to 1, at random */
  readonly chance: () => number;
  /** a line for operators */
  readonly tell: (line: string) => void;
  /** how long a connector that fails is left alone at first */
  readonly restMs?: number;
}

/** What outlives a worker: new files do not make the other side forget what it has got and said. */
export interface Memory {
  /** when the latest have gone by a way with a rate, the oldest first; milliseconds since 1970 UTC */
  readonly gone: Map<string, number[]>;
  /** by connector: the other side wants to be left alone */
  readonly asked: Map<string, Asked>;
}

export interface Worker {
  /** How each connector is. */
  states(): ConnectorState[];
  /** Takes nothing new, lets what is under way end within that time, and then leaves it: its end is unknown. */
  stop(graceMs: number): Promise<void>;
}

export interface ConnectorState {
  readonly connector: string;
  /** resting: it fails too often, and is probed now and then; left alone: the other side has asked for a while; closed: it wants nothing more */
  readonly state: 'working' | 'resting' | 'left alone' | 'closed';
  readonly underWay: number;
  /** kinds and ways of what leaves through it: `message email` */
  readonly ways: readonly string[];
}

/** A connector at work. */
export interface Connection {
  readonly name: string;
  readonly connector: Connector;
  readonly concurrency: number;
  readonly breaker: Breaker;
  readonly lanes: readonly LaneAtWork[];
  busy: number;
  /** the lane that has the first turn */
  turn: number;
  /** milliseconds since 1970 UTC */
  pausedUntil: number;
  asked: Asked;
  /** why the other side wants nothing more, or null */
  closed: string | null;
  /** its last try came to nothing, and somebody was told */
  failing: boolean;
  /** what somebody was told last of what should not happen */
  trouble: string | null;
  alarm: NodeJS.Timeout | undefined;
}

export interface LaneAtWork {
  readonly lane: Lane;
  readonly rate: Rate | null;
  readonly underWay: Set<string>;
}
