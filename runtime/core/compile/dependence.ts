/** What the value of an expression depends on, so that it is looked at again only when that has changed. */
import type * as Graph from '../../../compiler/graph/types.ts';
import { safeName } from '../values/names.ts';

export interface Dependence {
  /** What it counts, sums up or looks for: one that came early is seen when its time has come, and after `ms` (or never) no longer. */
  readonly windows: readonly { readonly signal: string; readonly ms: number }[];
  readonly readsClock: boolean;
  /** the profile or a consent: what actions and other systems set */
  readonly readsState: boolean;
  /** keys and what models answer: they change between two inputs */
  readonly readsUnseen: boolean;
}

/** Of every expression in `value`. A computed field of the profile depends on what it is computed from. */
export function dependenceOf(value: unknown, profile: Graph.Graph['profile']): Dependence {
  const windows: { signal: string; ms: number }[] = [];
  const fields = new Set<string>();
  const reads = { clock: false, state: false, unseen: false };

  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if ('op' in part) visitExpression(part as Graph.Expression);
    for (const item of Object.values(part)) visit(item);
  };
  const visitExpression = (e: Graph.Expression): void => {
    switch (e.op) {
      case 'now':
        reads.clock = true;
        break;
      case 'key':
      case 'model':
        reads.unseen = true;
        break;
      // What is written for the customer follows the profile's language and time zone.
      case 'format':
      case 'consent':
        reads.state = true;
        break;
      case 'profile':
        reads.state ||= profile[e.field]?.computed === undefined;
        if (!fields.has(e.field)) {
          fields.add(e.field);
          visit(profile[e.field]);
        }
        break;
      case 'aggregate':
        reads.clock ||= e.window.kind === 'since';
        windows.push({
          signal: safeName(e.signal),
          ms: e.window.kind === 'last' ? e.window.ms : Number.POSITIVE_INFINITY,
        });
        break;
    }
  };
  visit(value);
  return { windows, readsClock: reads.clock, readsState: reads.state, readsUnseen: reads.unseen };
}

/** Nothing of the customer, nor the time: only what it is asked of. */
export function dependsOnNothing({ windows, readsClock, readsState, readsUnseen }: Dependence): boolean {
  return windows.length === 0 && !readsClock && !readsState && !readsUnseen;
}
