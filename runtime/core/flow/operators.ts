/** What operators do to one customer's instances and tasks. `refusal` says beforehand, in plain words, why it cannot be done. */
import type { Programs } from '../programs.ts';
import type { Customer, Instance, Position } from '../state/customer.ts';
import type { Input, Limit } from '../state/input.ts';
import { withinReach } from '../values/calendar.ts';
import { type Context, decide, locate, lookAt, positionsOf, type Running } from './context.ts';
import { end } from './instances.ts';

/** What is only looked at decides nothing of its own. */
const NOWHERE = { seq: 0, now: 0 };

type Of<K> = Extract<Input, { readonly kind: K }>;
type Unplaced<I> = I extends Input ? Omit<I, 'seq' | 'now'> : never;

export type Order = Unplaced<Of<'cancel' | 'move' | 'claim' | 'migrate'>>;

/** Null: it can be done. */
export function refusal(programs: Programs, customer: Customer, order: Of<'cancel'> | Of<'move'>): string | null {
  const instance = runningInstance(customer, order.instance);
  if (instance === undefined) return `No instance ${order.instance} is running.`;
  if (order.kind === 'cancel') return null;
  const found = locate(lookAt(programs, customer, NOWHERE), instance);
  if (found === null) return `The graph of instance ${order.instance} is not in the database.`;
  if (order.to < order.now) return 'The new time has passed already.';
  if (withinReach(order.to) !== order.to) return 'The new time is later than any calendar goes.';
  return fixed(found, order.limit);
}

/** When the limit is now, or null. */
export function limitTime(programs: Programs, customer: Customer, id: string, limit: Limit): number | null {
  const instance = runningInstance(customer, id);
  const found = instance === undefined ? null : locate(lookAt(programs, customer, NOWHERE), instance);
  if (found === null) return null;
  return limit === 'expiry' ? found.instance.expireAt : (nextTimer(found)?.due ?? null);
}

export function cancelInstance(context: Context, { instance: id, by }: Of<'cancel'>): void {
  const instance = runningInstance(context.customer, id);
  const found = instance === undefined ? null : locate(context, instance);
  if (found !== null) end(context, found, 'stopped', 'cancelled', [], `by ${by}`);
}

export function moveLimit(context: Context, { instance: id, limit, to, by }: Of<'move'>): void {
  const instance = runningInstance(context.customer, id);
  const found = instance === undefined ? null : locate(context, instance);
  if (instance === undefined || found === null || fixed(found, limit) !== null) return;
  if (limit === 'expiry') instance.expireAt = to;
  else {
    const next = nextTimer(found);
    if (next === null) return;
    next.at.timers[next.index] = to;
  }
  const outcome = `${limit === 'expiry' ? 'expires' : 'waits until'} ${new Date(to).toISOString()}`;
  decide(context, found.program, 'moved', [], { instance, subject: `by ${by}`, outcome });
}

function runningInstance(customer: Customer, id: string): Instance | undefined {
  return customer.instances.find((each) => each.id === id && each.outcome === null);
}

/** Why the limit cannot be moved; null: it can be. */
function fixed(found: Running, limit: Limit): string | null {
  const { instance, journey } = found;
  if (limit === 'expiry') return instance.expireAt === null ? `Journey ${journey.name} does not expire.` : null;
  const next = nextTimer(found);
  if (next === null) {
    const held = positionsOf(found).find(({ at }) => at.held !== null);
    return held === undefined
      ? `Instance ${instance.id} stands at ${instance.node}, which time alone does not end.`
      : `Instance ${instance.id} is held by ${held.at.held?.policy}: that is judged anew at every release and cannot be moved.`;
  }
  const node = journey.nodes.get(next.at.node);
  const arm = node?.kind === 'wait' ? node.arms[next.index] : undefined;
  return arm?.kind === 'at' && arm.live
    ? `Instance ${instance.id} waits for a moment that follows what it is read from: change that, and the wait follows.`
    : null;
}

/** The time limit that comes next, of all places where the instance stands. */
function nextTimer(found: Running): { readonly at: Position; readonly index: number; readonly due: number } | null {
  let best: { at: Position; index: number; due: number } | null = null;
  for (const { at } of positionsOf(found)) {
    for (const [index, due] of at.timers.entries()) {
      if (due !== null && (best === null || due < best.due)) best = { at, index, due };
    }
  }
  return best;
}
