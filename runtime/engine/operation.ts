/** What operators ask for, and what came of it. */
import type { Limit, TaskAction } from '../core/state/input.ts';
import type { NotedAct } from './acts.ts';
import type { Mending } from './retry.ts';

/** `by`: who asks for it. */
export type Operation =
  | { readonly act: 'pause' | 'resume'; readonly journey: string; readonly by: string }
  /** ends an instance with the outcome `cancelled` */
  | { readonly act: 'cancel'; readonly instance: string; readonly by: string }
  /** ends every running instance of a journey; `from`: only a piece of them, which begins with that customer */
  | { readonly act: 'cancel all'; readonly journey: string; readonly from?: number; readonly by: string }
  /** milliseconds since 1970 UTC, or milliseconds from where the limit is now */
  | {
      readonly act: 'move';
      readonly instance: string;
      readonly limit: Limit;
      readonly to: { readonly time: number } | { readonly later: number };
      readonly by: string;
    }
  /** moves what runs of a journey to the graph with that hash, as far as it has an equal place there */
  | {
      readonly act: 'migrate';
      readonly journey: string;
      readonly to: string;
      /** times that run are set anew, as that graph would have set them */
      readonly retime?: true;
      /** only a piece of them, which begins with that customer */
      readonly from?: number;
      readonly by: string;
    }
  | { readonly act: 'claim'; readonly task: string; readonly by: string }
  | { readonly act: 'close'; readonly task: string; readonly action: TaskAction; readonly by: string }
  /** lets what was given up, or waits for its next try, leave now, the one of them with something mended; null: all of it */
  | {
      readonly act: 'retry';
      readonly id: string | null;
      readonly mending?: Mending;
      /** of all of it also calls that nobody awaits any more */
      readonly unawaited?: true;
      readonly by: string;
    }
  /** leaves nothing of a customer but its number */
  | { readonly act: 'forget'; readonly customer: number; readonly by: string }
  | NotedAct;

export type Operated =
  /** `seq`: the record of the act, of several the last one; `count`: how many instances, customers or records it was done to */
  | {
      readonly ok: true;
      readonly seq: number;
      readonly decisions: number;
      readonly count: number;
      /** of an erasure: false while a reader holds pages from before it */
      readonly clean?: boolean;
      /** of a claim: who had the task until now, where somebody else did */
      readonly before?: string;
      /** of a time limit: when it is now, ISO 8601 in UTC */
      readonly due?: string;
      /** of a migration: instances that stay where they are, and why */
      readonly left?: readonly { readonly instance: string; readonly reason: string }[];
      /** of a piece: the customer with whom the next one begins; absent: it was the last */
      readonly next?: number;
      /** of a migration: how many of those that moved keep times that the other graph would have set otherwise */
      readonly oldTimes?: number;
      /** of a retry: ways of which no file says any more how they are reached; what goes there waits */
      readonly lost?: readonly string[];
      /** of a retry of all: how many calls stay that nobody awaits any more */
      readonly unawaited?: number;
    }
  | { readonly ok: false; readonly reason: string };
