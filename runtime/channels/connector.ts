/** What a connector is: takes one piece of work over, or says why not. One file a kind beside this one. */
import type { Json } from '../../compiler/graph/types.ts';
import type { TaskEnd } from '../store/tasks.ts';

interface Common {
  /** the same at every try, and in no other database: what the other side recognises a repetition by */
  readonly key: string;
  /** what reports that come back speak of: the id in the outbox, or its key where that id was given before a restore, too */
  readonly id: string;
  /** `whatsapp` of `via http whatsapp`; null: nothing stands behind the connector */
  readonly target: string | null;
  /** milliseconds since 1970 UTC: when it was decided */
  readonly time: number;
  readonly journey: string | null;
  readonly instance: string | null;
}

export interface MessageWork extends Common {
  readonly kind: 'message';
  readonly name: string;
  readonly channel: string;
  readonly to: string;
  /** `subject`, `body`, `text`, `html` .. as rendered */
  readonly content: Readonly<Record<string, string>>;
}

export interface CallWork extends Common {
  readonly kind: 'call';
  readonly name: string;
  /** as on the wire: money with its currency, times and dates as text */
  readonly arguments: Readonly<Record<string, Json>>;
  /** whether something is to be answered, and of what form: a JSON Schema */
  readonly result: Readonly<Record<string, Json>> | null;
  /** milliseconds since 1970 UTC: from then on an answer is of no use */
  readonly due: number;
}

export interface TaskWork extends Common {
  readonly kind: 'task';
  readonly task: string;
  readonly team: string;
  readonly because: string;
  readonly context: Json;
  /** milliseconds since 1970 UTC, or null */
  readonly due: number | null;
  /** who has taken it on already, or null */
  readonly claimedBy: string | null;
}

/** An operator has said who takes the task on that the team has. */
export interface TaskClaimWork extends Common {
  readonly kind: 'task claim';
  readonly task: string;
  readonly team: string;
  readonly by: string;
}

/** The team has the task no longer: its journey has ended, it went to the team above, or an operator has closed it. */
export interface TaskEndWork extends Common {
  readonly kind: 'task end';
  readonly task: string;
  readonly team: string;
  readonly how: TaskEnd;
}

export type Work = MessageWork | CallWork | TaskWork | TaskClaimWork | TaskEndWork;

/** An answer that is larger is not read on; characters, or bytes. */
export const LARGEST_ANSWER = 1024 * 1024;
export const TOO_LARGE = 'the answer is larger than 1 MB';

/** So long is somebody left alone at most, whatever he asks for. */
export const LONGEST_PAUSE_MS = 86_400_000;

/**
 * `reason` is in our own words and may stand in the log; `detail`, what the other side wrote, is for operators only.
 * - taken: the other side has it; what becomes of it, and the answer of a call, comes later as a signal
 * - answered: a call, at once
 * - refused: for good: this work will never be taken
 * - failed: not now, or nobody knows; it is tried again. With `afterMs` nothing else is sent there before, either. `only`: it is about this
 *   one work, and says nothing of how the other side is
 * - closed: the other side wants nothing more from this connector
 */
export type Result =
  | { readonly kind: 'taken' }
  | { readonly kind: 'answered'; readonly value: Json }
  | { readonly kind: 'refused'; readonly reason: string; readonly detail?: string }
  | Failed
  | { readonly kind: 'closed'; readonly reason: string };

export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
  readonly detail?: string;
  readonly afterMs?: number;
  readonly only?: true;
}

/** Thrown where there is no answer for a reason that is told in our own words. */
export class NoAnswer extends Error {}

/** Thrown where the other side has answered this one work with what cannot be read. */
export class Unreadable extends NoAnswer {}

export interface Connector {
  /** Never later than the signal's abort, after which nobody listens. What it throws counts as failed. */
  send(work: Work, signal: AbortSignal): Promise<Result>;
  close(): Promise<void>;
}
