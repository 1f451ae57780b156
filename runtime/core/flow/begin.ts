/** One journey begins, or says why not: the instance that runs already, and how often it may start. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Journey } from '../compile/journey.ts';
import type { Frame } from '../compile/parts.ts';
import { type Start, triggersOf } from '../compile/starts.ts';
import type { Fact, Instance } from '../state/customer.ts';
import type { Because } from '../state/output.ts';
import { advance } from './advance.ts';
import { because, type Context, decide, emptyFrame, locate } from './context.ts';
import { bindSignal, collectSignal, end, newInstance } from './instances.ts';

/** What starts a journey: what its names stand for, and why. */
export interface Occasion {
  /** name -> signal, in the order in which they came */
  readonly bound: readonly (readonly [as: string | null, fact: Fact])[];
  readonly reasons: readonly Because[];
}

export function refuse(
  context: Context,
  journey: Journey,
  reasons: readonly Because[],
  outcome: string,
  current?: Instance,
): void {
  const about = current === undefined ? { journey: journey.name } : { instance: current };
  decide(context, context.programs.current, 'not_started', reasons, { ...about, outcome });
}

/** Starts an instance, unless one runs already or has run; true where it started. */
export function begin(context: Context, journey: Journey, occasion: Occasion): boolean {
  const { customer, now } = context;
  const program = context.programs.current;
  const { reasons } = occasion;
  const fact = occasion.bound.at(-1)?.[1] ?? null;
  const key = keyOf(journey, occasionFrame(context, occasion), fact);
  const current = runningFor(context, journey, key);
  if (current !== undefined && whileRunning(context, journey, current, occasion)) return false;
  if (context.programs.paused.has(journey.name)) {
    refuse(context, journey, reasons, 'paused');
    return false;
  }
  // How often is asked where none is running; a repeat that restarts is a matter of the one that is.
  const refusal = current === undefined ? reentryRefusal(context, journey, key) : null;
  if (refusal !== null) {
    refuse(context, journey, [refusal, ...reasons], 'reentry');
    return false;
  }
  const replaced = current === undefined ? undefined : context.programs.get(current.graph);
  const replacedJourney = replaced?.journeys.get(journey.name);
  if (current !== undefined && replaced !== undefined && replacedJourney !== undefined) {
    const ended = { instance: current, at: current, program: replaced, journey: replacedJourney };
    // A rule is a number of one graph: it ends by the start of its own, whatever starts anew.
    const own =
      replaced.hash === program.hash ? reasons : [because(replacedJourney.start.rule, [key, current.startedAt])];
    // What it has set out for is what the new one sets out for, too: reached or missed once.
    if (current.goal === 'open') current.goal = 'none';
    end(context, ended, 'stopped', 'restarted', own);
  }
  if (journey.start.reentry.kind !== 'every') customer.starts[startName(journey, key)] = now;
  const found = newInstance(context, program, journey, key, occasion.bound);
  decide(context, program, 'started', reasons, { instance: found.instance, subject: key });
  advance(context, found, journey.entry);
  return true;
}

export function runningFor({ customer }: Context, journey: Journey, key: string | null): Instance | undefined {
  return customer.instances.find((i) => i.outcome === null && i.journey === journey.name && i.key === key);
}

/** What a repeat does to the one that runs; false: it ends, and a new one starts. */
export function whileRunning(
  context: Context,
  journey: Journey,
  current: Instance,
  { bound, reasons }: Occasion,
): boolean {
  const program = context.programs.current;
  // It reads what the graph reads on which it runs, by the names of that one.
  const found = locate(context, current) ?? { instance: current, at: current, program, journey };
  const names = triggersOf(found.journey.start).map(({ as }) => as);
  switch (repeatOf(context, journey, current)) {
    case 'ignore':
      refuse(context, journey, reasons, 'running', current);
      return true;
    case 'refresh':
      for (const [index, [, fact]] of bound.slice(-names.length).entries())
        bindSignal(found, names[index] ?? null, fact);
      refuse(context, journey, reasons, 'refreshed', current);
      return true;
    case 'collect':
      // Of a sequence the last; of a burst all: somebody who has joined brings one while another runs.
      for (const [, fact] of bound.slice(triggersOf(journey.start).length - 1))
        collectSignal(found, names.at(-1) ?? null, fact);
      refuse(context, journey, reasons, 'collected', current);
      return true;
    case 'restart':
      return false;
  }
}

/** A repeat is a matter of the one that runs, and so of its graph; signals that are no start there cannot take the place of those that are. */
export function repeatOf(context: Context, journey: Journey, current: Instance): Start['repeat'] {
  const { start } = locate(context, current)?.journey ?? journey;
  const known = triggersOf(start).map(({ signal }) => signal);
  const come = triggersOf(journey.start).map(({ signal }) => signal);
  switch (start.repeat) {
    case 'refresh':
      return known.join() === come.join() ? 'refresh' : 'ignore';
    case 'collect':
      return known.at(-1) === come.at(-1) ? 'collect' : 'ignore';
    case 'ignore':
    case 'restart':
      return start.repeat;
  }
}

export function occasionFrame(context: Context, { bound: names }: Occasion): Frame {
  const frame = emptyFrame(context);
  const variables: Record<string, Json> = {};
  for (const [as, fact] of names) if (as !== null) variables[as] = fact;
  return { ...frame, variables };
}

export function keyOf(journey: Journey, frame: Frame, fact: Fact | null): string | null {
  const value: Json = journey.start.key === null ? null : journey.start.key(frame, fact);
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function reentryRefusal(context: Context, journey: Journey, key: string | null): Because | null {
  const { reentry, rule } = journey.start;
  if (reentry.kind === 'every') return null;
  const last = context.customer.starts[startName(journey, key)];
  if (last === undefined) return null;
  if (reentry.kind === 'again' && last + reentry.afterMs <= context.now) return null;
  return because(rule, [key, last]);
}

function startName(journey: Journey, key: string | null): string {
  return key === null ? journey.name : `${journey.name} ${key}`;
}
