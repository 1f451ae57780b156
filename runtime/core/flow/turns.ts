/**
 * Which remembered signals have not had their turn yet in the count or the sequence that starts a journey. It follows from the
 * customer, and is kept beside it: so a signal costs what waits together with it, not all that is remembered.
 */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Frame } from '../compile/parts.ts';
import type { Cause } from '../compile/starts.ts';
import type { Customer, Fact } from '../state/customer.ts';
import { firstWhere } from '../values/ordered.ts';
import { bind, type Context, emptyFrame, fits } from './context.ts';
import { watchOf } from './watch-state.ts';

export type Counted = Extract<Cause, { kind: 'count' }>;
export type Sequence = Extract<Cause, { kind: 'sequence' }>;

export interface Turns {
  readonly on: Counted | Sequence;
  /** ids of those that had their turn, the list that is kept with the customer */
  readonly used: string[];
  readonly had: Set<string>;
  /** those of them that are remembered no more, since it was last noted */
  readonly gone: Set<string>;
  /** signal -> those that wait for their turn */
  readonly waiting: ReadonlyMap<string, Waiting>;
}

interface Waiting {
  /** what they were taken from: where the history is another one, they are taken anew */
  readonly history: readonly Fact[] | undefined;
  /** group -> by event time, then log order */
  readonly groups: Map<string, Fact[]>;
}

const NOTHING: readonly Fact[] = [];
const TOGETHER = '';
const NONE: readonly { turns: Turns; groups: Map<string, Fact[]> }[] = [];
const known = new WeakMap<Customer, Map<string, Turns>>();

export function turnsOf(journey: string, on: Counted | Sequence, frame: Frame): Turns {
  const { history, watch } = frame.customer;
  const used = watch?.used?.[journey];
  const all = known.get(frame.customer) ?? new Map<string, Turns>();
  const before = all.get(journey);
  const isSame =
    before?.on === on &&
    (used === undefined ? before.used.length === 0 : before.used === used) &&
    [...before.waiting].every(([signal, waiting]) => waiting.history === history[signal]);
  if (isSame) return before;
  const turns = takeTurns(on, frame, used ?? []);
  known.set(frame.customer, all.set(journey, turns));
  return turns;
}

function takeTurns(on: Counted | Sequence, frame: Frame, used: string[]): Turns {
  const had = new Set(used);
  const gone = new Set(used);
  const waiting = new Map<string, Waiting>();
  for (const { signal } of on.kind === 'count' ? [on.trigger] : on.triggers) {
    const history = frame.customer.history[signal];
    const groups = new Map<string, Fact[]>();
    for (const fact of history ?? NOTHING) {
      gone.delete(fact.id);
      if (!had.has(fact.id)) putInto(groups, groupOf(on, frame, fact), fact);
    }
    waiting.set(signal, { history, groups });
  }
  return { on, used, had, gone, waiting };
}

/** Those that wait for their turn and can belong to this one, by event time. */
export function waitingNear({ on, waiting }: Turns, signal: string, frame: Frame, fact: Fact): readonly Fact[] {
  const facts = waiting.get(signal)?.groups.get(groupOf(on, frame, fact) ?? TOGETHER) ?? NOTHING;
  return facts.slice(
    firstWhere(facts, (at) => at >= fact.at - on.withinMs),
    firstWhere(facts, (at) => at > fact.at + on.withinMs),
  );
}

/** They have had their turn, and that is noted as long as they are remembered at all. */
export function haveTurn(context: Context, journey: string, turns: Turns, facts: readonly Fact[]): void {
  const frame = emptyFrame(context);
  for (const fact of facts) {
    let isRemembered = false;
    for (const { groups } of turns.waiting.values())
      if (takeFrom(groups, groupOf(turns.on, frame, fact), fact)) isRemembered = true;
    if (!isRemembered) continue;
    turns.used.push(fact.id);
    turns.had.add(fact.id);
  }
  // Those that are forgotten came first: they stand in front.
  for (let place = 0; turns.gone.size > 0 && place < turns.used.length; ) {
    const id = turns.used[place] ?? '';
    if (turns.gone.delete(id)) {
      turns.used.splice(place, 1);
      turns.had.delete(id);
    } else place++;
  }
  const watch = watchOf(context);
  if (watch.used?.[journey] !== turns.used) watch.used = { ...watch.used, [journey]: turns.used };
}

/** It has come into the history. */
export function isNew(context: Context, signal: string, fact: Fact): void {
  for (const { turns, groups } of concerned(context, signal))
    putInto(groups, groupOf(turns.on, emptyFrame(context), fact), fact);
}

/** They are out of the history. */
export function areForgotten(context: Context, signal: string, facts: readonly Fact[]): void {
  for (const { turns, groups } of concerned(context, signal)) {
    for (const fact of facts)
      if (turns.had.has(fact.id)) turns.gone.add(fact.id);
      else takeFrom(groups, groupOf(turns.on, emptyFrame(context), fact), fact);
  }
}

function concerned({ customer, programs }: Context, signal: string) {
  const all = known.get(customer);
  if (all === undefined) return NONE;
  return [...all].flatMap(([journey, turns]) => {
    // Of a graph that starts nothing any more.
    if (programs.current.journeys.get(journey)?.start.on !== turns.on) all.delete(journey);
    const groups = all.has(journey) ? turns.waiting.get(signal)?.groups : undefined;
    return groups === undefined ? [] : [{ turns, groups }];
  });
}

/** What is counted together; null: it never counts. Where more than the signal has a say in that, all are looked at again each time. */
function groupOf(on: Counted | Sequence, frame: Frame, fact: Fact): string | null {
  if (on.kind === 'sequence' || !on.bySignalAlone) return TOGETHER;
  return fits(on.trigger, frame, fact) ? counterOf(on, frame, fact) : null;
}

/** The value of `by`, as text. */
export function counterOf(on: Counted, frame: Frame, fact: Fact): string {
  if (on.by === null) return TOGETHER;
  const value: Json = on.by(bind(on.trigger, frame, fact), fact);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function putInto(groups: Map<string, Fact[]>, group: string | null, fact: Fact): void {
  if (group === null) return;
  const facts = groups.get(group);
  if (facts === undefined) groups.set(group, [fact]);
  else
    facts.splice(
      firstWhere(facts, (at) => at > fact.at),
      0,
      fact,
    );
}

/** Whether it was there. */
function takeFrom(groups: Map<string, Fact[]>, group: string | null, { at, id }: Fact): boolean {
  const facts = group === null ? undefined : groups.get(group);
  if (group === null || facts === undefined) return false;
  let place = firstWhere(facts, (time) => time >= at);
  while (facts[place]?.at === at && facts[place]?.id !== id) place++;
  if (facts[place]?.at !== at) return false;
  facts.splice(place, 1);
  if (facts.length === 0) groups.delete(group);
  return true;
}
