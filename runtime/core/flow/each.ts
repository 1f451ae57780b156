/** A signal without a customer, told to those whom it is for. Who could be meant is found outside; the core decides of each. */
import type { Journey } from '../compile/journey.ts';
import type { Frame } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Had as Asked } from '../compile/starts.ts';
import { type Customer, type Fact, newCustomer } from '../state/customer.ts';
import { begin, keyOf, reentryRefusal, repeatOf, runningFor } from './begin.ts';
import { because, bind, type Context, concerns, emptyFrame, fits, seen, seenBy } from './context.ts';

/** What a journey that starts `for each customer` wants of a signal; null: this signal starts nobody. */
export interface Wanted {
  readonly journey: Journey;
  /** no more than that many are to start */
  readonly most: number;
  /** null: everybody is a candidate */
  readonly had: Had | null;
}

/** Candidates have this signal, with this value in that field (null: any value). */
export interface Had {
  readonly signal: string;
  readonly field: string | null;
  readonly value: Fact[string];
  /** when the customer first had all that is asked for, which may be more than that value; null: it has not */
  since(customer: Customer): number | null;
}

export function wantedBy(program: Program, signal: string, fact: Fact, now: number): Wanted[] {
  const nobody: Frame = { customer: newCustomer(0), variables: {}, now, startedAt: now };
  return (program.each.get(signal) ?? []).flatMap((journey): Wanted[] => {
    const { on } = journey.start;
    if (on.kind !== 'each' || !fits(on.trigger, nobody, fact)) return [];
    const frame = bind(on.trigger, nobody, fact);
    const most = on.batch === null ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor(Number(on.batch(frame, null))));
    return [{ journey, most, had: on.had === null ? null : hadOf(on.had, frame) }];
  });
}

function hadOf({ signal, field, value, since }: Asked, frame: Frame): Had {
  const asked = { signal, field, value: value?.(frame, null) ?? null };
  return {
    ...asked,
    since(customer) {
      const at = since === null ? hadSince(customer, asked) : since({ ...frame, customer }, null);
      return typeof at === 'number' ? at : null;
    },
  };
}

/** Whether the customer would start now: `passed` says that it is one of those who are meant, but has had its turn. */
export function wouldStart(context: Context, journey: Journey, fact: Fact): 'yes' | 'passed' | 'no' {
  const { on } = journey.start;
  if (on.kind !== 'each' || !concerns(journey, context.customer)) return 'no';
  const frame = bind(on.trigger, emptyFrame(context), fact);
  if (on.whom.test(frame, null) !== true) return 'no';
  const key = keyOf(journey, frame, fact);
  const current = runningFor(context, journey, key);
  // How often is asked where none is running.
  const passed =
    current === undefined
      ? reentryRefusal(context, journey, key) !== null
      : repeatOf(context, journey, current) !== 'restart';
  return passed ? 'passed' : 'yes';
}

/** The customer is told: its journey starts, or says why not. */
export function tell(context: Context, name: string, fact: Fact): void {
  const journey = context.programs.current.journeys.get(name);
  const on = journey?.start.on;
  if (journey === undefined || on?.kind !== 'each') return;
  const frame = bind(on.trigger, emptyFrame(context), fact);
  const reasons = [because(on.rule), seenBy(on.trigger, emptyFrame(context), fact), seen(on.whom, frame)];
  begin(context, journey, { bound: [[on.trigger.as, fact]], reasons });
}

/** Those who may be meant, in the order in which they have their turn: who first had what the journey asks for. */
export function inTurn<T>(customers: Iterable<readonly [T, Customer]>, had: Had | null): T[] {
  const found = [...customers].flatMap(([of, customer]) => {
    const since = had === null ? 0 : had.since(customer);
    return since === null ? [] : [{ of, since }];
  });
  return found.sort((a, b) => a.since - b.since).map(({ of }) => of);
}

/** Since when the customer has had that value, as far as it is remembered; null: it has not. */
export function hadSince({ history }: Customer, { signal, field, value }: Omit<Had, 'since'>): number | null {
  return (history[signal] ?? []).find((fact) => field === null || fact[field] === value)?.at ?? null;
}
