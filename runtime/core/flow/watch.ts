/**
 * Journeys that start though no signal comes: by silence, by a condition that becomes true, by a rhythm, by a date. Each has its
 * next time at the customer, and that is kept up to date with every input, so that waking costs only what is due.
 */
import type { Journey } from '../compile/journey.ts';
import type { Condition, Frame } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import { type Burst, type Customer, type Fact, newCustomer, type Watch } from '../state/customer.ts';
import { localAt, withinReach } from '../values/calendar.ts';
import { nextInRhythm } from '../values/hours.ts';
import { begin, refuse } from './begin.ts';
import { burstIsOver } from './bursts.ts';
import { changesAt } from './conditions.ts';
import { because, type Context, concerns, emptyFrame, fits, seen } from './context.ts';
import { everythingIsStale, staleInOrder } from './stale.ts';
import { watchOf } from './watch-state.ts';

/** Before anything happens: journeys that are new to the customer begin to watch. What holds already does not become true. */
export function beginWatch(context: Context): void {
  const { customer, programs } = context;
  const { watches, hash } = programs.current;
  if (customer.watch?.graph === hash) return;
  // Times that other files have left wake for ever where nobody takes them away.
  if (watches.all.length === 0 && customer.watch === null) return;
  const isNew = customer.watch === null && isBlank(customer);
  const watch = watchOf(context);
  if (isNew) {
    beginAnew(context, watch);
    return;
  }
  for (const name of Object.keys(watch.changes)) delete watch.changes[name];
  for (const name of new Set([...Object.keys(watch.due), ...Object.keys(watch.last)]))
    leaveBehind(context, watch, name);
  watch.graph = hash;
  everythingIsStale(context);
  for (const journey of watches.all) {
    if (!concerns(journey, customer)) continue;
    const { on } = journey.start;
    if (on.kind === 'becoming' && on.condition.test(emptyFrame(context), null) === true)
      watch.holds[journey.name] = true;
    if (on.kind === 'silence') beginSilence(context, watch, journey, on);
  }
}

/** A journey that starts another way now, or is gone, is not started by a time of then; what it last looked at was something else. */
function leaveBehind({ programs }: Context, watch: Watch, name: string): void {
  const now = programs.current.journeys.get(name)?.start.on.kind;
  const before = programs.get(watch.graph)?.journeys.get(name)?.start.on.kind;
  if (now === before) return;
  delete watch.due[name];
  if (now !== undefined && before !== undefined) delete watch.last[name];
}

/** Nothing is known of the customer: which conditions hold of such a one is found out once, for all. */
function beginAnew(context: Context, watch: Watch): void {
  const { customer, programs, stale } = context;
  const { watches } = programs.current;
  const holding = [...heldByAnybody(programs.current), ...watches.always.filter(holdsOf(emptyFrame(context)))];
  for (const journey of holding) if (concerns(journey, customer)) watch.holds[journey.name] = true;
  for (const journey of watches.timed) {
    if (!concerns(journey, customer)) continue;
    stale.add(journey);
    if (journey.start.on.kind === 'silence') beginSilence(context, watch, journey, journey.start.on);
  }
}

const heldByProgram = new WeakMap<Program, readonly Journey[]>();

/** Journeys whose condition holds of somebody of whom nothing is known, whoever it is. */
function heldByAnybody(program: Program): readonly Journey[] {
  const found = heldByProgram.get(program);
  if (found !== undefined) return found;
  const { all, always } = program.watches;
  const frame: Frame = { customer: newCustomer(0), variables: {}, now: 0, startedAt: 0 };
  const held = all.filter((journey) => !always.includes(journey)).filter(holdsOf(frame));
  heldByProgram.set(program, held);
  return held;
}

function holdsOf(frame: Frame): (journey: Journey) => boolean {
  return ({ start: { on } }) => on.kind === 'becoming' && on.condition.test(frame, null) === true;
}

function isBlank({ history, profile, consents }: Customer): boolean {
  for (const _ in history) return false;
  for (const _ in profile) return false;
  for (const _ in consents) return false;
  return true;
}

type On<K> = Extract<Journey['start']['on'], { kind: K }>;

/** Counted from the last such signal; of somebody who had none, from now on. */
function beginSilence(context: Context, watch: Watch, { name }: Journey, on: On<'silence'>): void {
  const started = watch.last[name] !== undefined && watch.due[name] === undefined;
  if (started) return;
  const facts = context.customer.history[on.trigger.signal] ?? [];
  const last = facts.findLast((fact) => fact.at <= context.now && fits(on.trigger, emptyFrame(context), fact));
  const since = watch.last[name] ?? last?.at ?? context.now;
  watch.last[name] = since;
  watch.due[name] = since + on.forMs;
}

/** A signal breaks the silence of journeys that wait for it. */
export function breakSilence(context: Context, signal: string, fact: Fact): void {
  for (const journey of context.programs.current.silences.get(signal) ?? []) {
    const { on } = journey.start;
    if (on.kind !== 'silence' || !concerns(journey, context.customer)) continue;
    if (!fits(on.trigger, emptyFrame(context), fact)) continue;
    const watch = watchOf(context);
    const last = watch.last[journey.name];
    if (last !== undefined && last >= fact.at) continue;
    watch.last[journey.name] = fact.at;
    watch.due[journey.name] = fact.at + on.forMs;
    // It came late, and the silence after it has been answered already.
    if (fact.at + on.forMs < context.now) delete watch.due[journey.name];
  }
}

/** After everything: times follow what the profile says now. */
export function keepTimes(context: Context): void {
  const { watch } = context.customer;
  if (watch === null) return;
  for (const journey of context.stale) {
    if (!concerns(journey, context.customer)) continue;
    const { name, start } = journey;
    switch (start.on.kind) {
      case 'schedule':
        keep(watch.due, name, nextScheduled(context, watch, journey, start.on));
        keep(watch.changes, name, changesAt(start.on.dependence, emptyFrame(context)));
        break;
      case 'anchored':
        keep(watch.due, name, nextAnchored(context, watch, name, start.on));
        keep(watch.changes, name, changesAt(start.on.dependence, emptyFrame(context)));
        break;
      case 'becoming':
        keep(watch.changes, name, changesAt(start.on.condition.dependence, emptyFrame(context)));
        break;
    }
  }
}

function keep(times: Record<string, number>, name: string, time: number | null): void {
  if (time === null) delete times[name];
  else times[name] = time;
}

function nextScheduled(context: Context, watch: Watch, journey: Journey, on: On<'schedule'>): number | null {
  const schedule = on.schedule(emptyFrame(context));
  if (schedule === null) return null;
  const { rhythm, clock, zone } = schedule;
  const last = watch.last[journey.name] ?? null;
  const name = `${zone} ${clock} ${last} ${rhythm.kind === 'year' ? rhythm.day : ''}`;
  const known = knownOf(journey);
  const before = known.get(name);
  if (before !== undefined && before.from <= context.now && context.now < before.instant) return before.instant;
  const instant = nextInRhythm(rhythm, clock, zone, context.now, last)?.instant ?? null;
  if (instant !== null) known.set(name, { from: context.now, instant });
  return instant;
}

/** From one moment until the next of a rhythm, that next one is the same for all customers; calendars are slow to ask. */
type Known = Map<string, { readonly from: number; readonly instant: number }>;
const knownByJourney = new WeakMap<Journey, Known>();
const MOST_KNOWN = 100;

function knownOf(journey: Journey): Known {
  const found = knownByJourney.get(journey);
  if (found !== undefined && found.size < MOST_KNOWN) return found;
  const made: Known = new Map();
  knownByJourney.set(journey, made);
  return made;
}

/** A moment that had passed when it became known starts nothing; one date starts once. */
function nextAnchored(context: Context, watch: Watch, name: string, on: On<'anchored'>): number | null {
  const frame = emptyFrame(context);
  const anchor = on.anchor(frame, null);
  if (anchor === null || watch.last[name] === anchor) return null;
  const due = on.due(frame, null);
  return due === null || Number(due) < context.now ? null : withinReach(Number(due));
}

/** Conditions that hold now and did not before start their journeys; true where one did. */
export function startWhatBecameTrue(context: Context): boolean {
  const { customer } = context;
  let some = false;
  for (const journey of staleInOrder(context)) {
    const { on } = journey.start;
    if (on.kind !== 'becoming' || customer.watch === null || !concerns(journey, customer)) continue;
    const { holds } = customer.watch;
    const frame = emptyFrame(context);
    const holdsNow = on.condition.test(frame, null) === true;
    if (holdsNow === (holds[journey.name] === true)) continue;
    if (holdsNow) holds[journey.name] = true;
    else delete holds[journey.name];
    some = true;
    if (holdsNow) begin(context, journey, { bound: [], reasons: [seen(on.condition, frame)] });
  }
  return some;
}

/** When one of these journeys must be looked at though nothing happens. */
export function nextStart(context: Context): number {
  const { watch } = context.customer;
  let earliest = Number.POSITIVE_INFINITY;
  if (watch === null) return earliest;
  for (const name in watch.due) earliest = Math.min(earliest, watch.due[name] ?? earliest);
  for (const burst of watch.bursts) earliest = Math.min(earliest, burst.due);
  for (const name in watch.changes) earliest = Math.min(earliest, watch.changes[name] ?? earliest);
  return earliest;
}

export interface StartTimer {
  readonly due: number;
  readonly fire: () => void;
}

const NO_TIMERS: readonly StartTimer[] = [];

/** The times at which journeys may start; of what is due at one instant, the highest priority first. */
export function startTimers(context: Context): readonly StartTimer[] {
  const { watch } = context.customer;
  if (watch === null) return NO_TIMERS;
  const timers: (StartTimer & { readonly journey: string })[] = [];
  for (const burst of watch.bursts) timers.push(burstTimer(context, burst));
  for (const name in watch.due) {
    const due = watch.due[name] ?? 0;
    timers.push({ journey: name, due, fire: () => startIsDue(context, watch, name, due) });
  }
  const { journeys } = context.programs.current;
  const priorityOf = ({ journey }: { readonly journey: string }): number => journeys.get(journey)?.priority ?? 0;
  if (timers.length > 1)
    timers.sort(
      (a, b) => priorityOf(b) - priorityOf(a) || Number(a.journey > b.journey) - Number(a.journey < b.journey),
    );
  return timers;
}

function burstTimer(context: Context, burst: Burst): StartTimer & { readonly journey: string } {
  return { journey: burst.journey, due: burst.due, fire: () => burstIsOver(context, burst) };
}

function startIsDue(context: Context, watch: Watch, name: string, due: number): void {
  delete watch.due[name];
  const journey = context.programs.current.journeys.get(name);
  const on = journey?.start.on;
  if (journey === undefined || on === undefined) return;
  switch (on.kind) {
    case 'silence':
      startIf(context, journey, on.condition, because(on.rule, [watch.last[name] ?? null]));
      return;
    case 'schedule': {
      const zone = on.schedule(emptyFrame(context))?.zone ?? 'UTC';
      watch.last[name] = localAt(due, zone).day;
      startIf(context, journey, on.condition, because(on.rule, [due]));
      return;
    }
    case 'anchored':
      // Who had a turn before, at this very instant, may have moved the date: it starts on that one.
      if (Number(on.due(emptyFrame(context), null) ?? Number.NaN) !== due) return;
      watch.last[name] = Number(on.anchor(emptyFrame(context), null));
      startIf(context, journey, on.condition, because(on.rule, [due]));
      return;
    case 'signal':
    case 'count':
    case 'sequence':
    case 'becoming':
    case 'each':
      return;
  }
}

function startIf(
  context: Context,
  journey: Journey,
  condition: Condition | null,
  reason: ReturnType<typeof because>,
): void {
  const frame = emptyFrame(context);
  if (condition === null) begin(context, journey, { bound: [], reasons: [reason] });
  else if (condition.test(frame, null) === true)
    begin(context, journey, { bound: [], reasons: [reason, seen(condition, frame)] });
  else refuse(context, journey, [reason, seen(condition, frame)], 'condition');
}
