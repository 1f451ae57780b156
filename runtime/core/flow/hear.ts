/** Instances that run and listen to a signal without a customer: who takes it, and in which order. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Frame, Shared, Trigger } from '../compile/parts.ts';
import type { Programs } from '../programs.ts';
import { type Customer, type Fact, type Instance, newCustomer } from '../state/customer.ts';
import { bind, type Context, fits, frameOf, lookAt, positionsOf, type Running, running } from './context.ts';

/** A signal without a customer. */
export interface Told {
  readonly signal: string;
  readonly fact: Fact;
  readonly now: number;
}

/** An instance that a signal is for. */
export interface Hearer {
  readonly customer: Customer;
  readonly instance: Instance;
}

interface Ear {
  readonly found: Running;
  readonly trigger: Trigger;
  readonly shared: Shared;
  readonly stops: boolean;
}

/** What the customer's instances listen to now: the signal, and the value that it must have in a field (null: any signal). */
export function listensTo(
  programs: Programs,
  customer: Customer,
): { readonly signal: string; readonly field: string | null; readonly value: Json }[] {
  const context = lookAt(programs, customer, { seq: 0, now: 0 });
  return ears(context).map(({ found, trigger: { signal }, shared: { field, value } }) => ({
    signal,
    field,
    value: value === null ? null : value(frameOf(context, found), null),
  }));
}

/** Everything that listens; of an instance its stops come first. */
function ears(context: Context): Ear[] {
  return running(context)
    .filter(({ journey }) => journey.hears)
    .flatMap((main) => [...stopsOf(main), ...positionsOf(main).flatMap(waitsOf)]);
}

function stopsOf(found: Running): Ear[] {
  return found.journey.stops.flatMap((stop) =>
    stop.kind === 'signal' && stop.trigger.shared !== null
      ? [{ found, trigger: stop.trigger, shared: stop.trigger.shared, stops: true }]
      : [],
  );
}

function waitsOf(found: Running): Ear[] {
  const node = found.journey.nodes.get(found.at.node);
  if (node?.kind !== 'wait' || found.at.stuck === true) return [];
  return node.arms.flatMap((arm) =>
    arm.kind === 'signal' && arm.trigger.shared !== null
      ? [{ found, trigger: arm.trigger, shared: arm.trigger.shared, stops: false }]
      : [],
  );
}

/** Who takes the signal: all whom it stops; of those who wait in batches, those who have waited longest. */
export function whoHears(programs: Programs, customers: Iterable<Customer>, told: Told): Hearer[] {
  const taken: { readonly customer: Customer; readonly ear: Ear }[] = [];
  for (const customer of customers) {
    if (customer.joined !== null) continue;
    const context = lookAt(programs, customer, { seq: 0, now: told.now });
    const seen = new Set<Instance>();
    for (const ear of ears(context)) {
      const { found, trigger } = ear;
      if (trigger.signal !== told.signal || seen.has(found.instance)) continue;
      if (!fits(trigger, frameOf(context, found), told.fact)) continue;
      seen.add(found.instance);
      taken.push({ customer, ear });
    }
  }
  taken.sort((a, b) => a.ear.found.at.since - b.ear.found.at.since || a.customer.number - b.customer.number);
  const most = new Map<Trigger, number>();
  const served = new Map<string, number>();
  return taken.flatMap(({ customer, ear }): Hearer[] => {
    const { trigger, shared, found } = ear;
    const hearer = { customer, instance: found.instance };
    if (ear.stops || shared.batch === null) return [hearer];
    const limit = most.get(trigger) ?? batchOf(trigger, shared.batch, told);
    most.set(trigger, limit);
    // What there is, is there once for all of a journey, also while some of it runs on earlier graphs.
    const before = served.get(found.journey.name) ?? 0;
    if (before + 1 > limit) return [];
    served.set(found.journey.name, before + 1);
    return [hearer];
  });
}

function batchOf(trigger: Trigger, batch: NonNullable<Shared['batch']>, { fact, now }: Told): number {
  const nobody: Frame = { customer: newCustomer(0), variables: {}, now, startedAt: now };
  return Math.floor(Number(batch(bind(trigger, nobody, fact), fact)));
}
