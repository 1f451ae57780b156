/** What two customers who turn out to be one have remembered for journeys that time starts. */
import type { Cause } from '../compile/starts.ts';
import type { Customer, Watch } from '../state/customer.ts';
import { type Context, fits } from './context.ts';

type Silence = Extract<Cause, { kind: 'silence' }>;

/** What either has remembered, both have, and no date starts a journey twice. Before their histories are one. */
export function joinWatch(context: Context, into: Customer, from: Customer): void {
  if (from.watch === null) return;
  if (into.watch === null) {
    into.watch = from.watch;
    return;
  }
  const { due, last, holds, bursts } = into.watch;
  const { journeys } = context.programs.current;
  for (const name of new Set([...Object.keys(from.watch.last), ...Object.keys(from.watch.due)])) {
    const on = journeys.get(name)?.start.on;
    const kept = on?.kind === 'silence' ? silentSince(context, on, name, [into, from]) : null;
    if (kept === null) {
      later(last, from.watch.last, name);
      later(due, from.watch.due, name);
    } else {
      put(last, name, kept.last[name]);
      put(due, name, kept.due[name]);
    }
  }
  for (const [name, ids] of Object.entries(from.watch.used ?? {}))
    into.watch.used = { ...into.watch.used, [name]: [...(into.watch.used?.[name] ?? []), ...ids] };
  for (const name of Object.keys(from.watch.holds)) holds[name] = true;
  for (const burst of from.watch.bursts) {
    const own = bursts.find(({ journey, key }) => journey === burst.journey && key === burst.key);
    if (own === undefined) bursts.push(burst);
    else {
      const facts = [...own.facts, ...burst.facts].sort((a, b) => a.at - b.at);
      own.due = Math.max(own.due, burst.due);
      own.facts = journeys.get(own.journey)?.start.repeat === 'collect' ? facts : facts.slice(-1);
    }
  }
}

/** The later signal breaks the silence. Where neither had one, it began with whoever was known first: that somebody new came along breaks none. */
function silentSince(context: Context, on: Silence, name: string, both: readonly Customer[]): Watch | null {
  const since = both.flatMap((customer) => {
    const { watch } = customer;
    const known = watch?.last[name];
    return watch === null || known === undefined ? [] : [{ watch, known, broken: brokenAt(context, on, customer) }];
  });
  const [first, second] = since;
  if (first === undefined || second === undefined) return first?.watch ?? null;
  if (first.broken === second.broken) return first.known <= second.known ? first.watch : second.watch;
  return first.broken > second.broken ? first.watch : second.watch;
}

/** When such a signal last was, as far as it is remembered. */
function brokenAt({ now }: Context, { trigger }: Silence, customer: Customer): number {
  const frame = { customer, variables: {}, now, startedAt: now };
  const last = (customer.history[trigger.signal] ?? []).findLast((fact) => fits(trigger, frame, fact));
  return last?.at ?? Number.NEGATIVE_INFINITY;
}

function later(times: Record<string, number>, others: Readonly<Record<string, number>>, name: string): void {
  const other = others[name];
  if (other !== undefined) times[name] = Math.max(other, times[name] ?? other);
}

function put(times: Record<string, number>, name: string, time: number | undefined): void {
  if (time === undefined) delete times[name];
  else times[name] = time;
}
